#include <base/text.h>

#include <boost/json.hpp>
#include <dealers/service.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

constexpr int kBatch = 500;
constexpr const char* kActor = "system:recheck";

struct Wanted {
  std::string dealer;
  std::int64_t registrations = 0;  // when it was suspended; 0: not said
};

Result<Wanted> wanted_in(const std::string& arguments) {
  boost::system::error_code fault;
  const auto value = boost::json::parse(arguments, fault);
  const auto* object = fault ? nullptr : value.if_object();
  const auto* dealer = object ? object->if_contains("dealer") : nullptr;
  if (!dealer || !dealer->is_string()) return invalid("job_arguments", "The job does not say which dealer.");
  const auto* count = object->if_contains("registrations");
  return Wanted{std::string(dealer->get_string()), count && count->is_int64() ? count->get_int64() : 0};
}

// "<id> <rechecked> <looked at>": what was looked at last, how many were put to the test, and of how many.
struct Reached {
  std::string after;
  std::int64_t rechecked = 0, looked_at = 0;
};
Reached resumed(const std::string& checkpoint) {
  const auto parts = split(checkpoint, ' ');
  if (parts.size() != 3) return {};
  return {std::string(parts[0]), std::stoll(std::string(parts[1])), std::stoll(std::string(parts[2]))};
}

}  // namespace

void add_recheck_job(jobs::Service& jobs, registration::Service& registration, const policy::Policy& policy,
                     const Clock& clock) {
  jobs.add_kind(kRecheckJob, [&](jobs::JobContext& job) -> Result<std::string> {
    MUSTER_TRY(const Wanted wanted, wanted_in(job.arguments()));
    const Duration every = std::chrono::microseconds(1'000'000 / policy.number("registration.rechecks_per_second"));
    Reached at = resumed(job.resume_from());
    const Instant start = clock.now();
    for (std::int64_t here = 0;;) {
      if (job.cancelled()) return jobs::JobContext::interrupted();
      MUSTER_TRY(const auto done,
                 registration.recheck_of_dealer(kActor, wanted.dealer, at.after, kBatch, start + every * here, every));
      here += done.rechecked;
      at.rechecked += done.rechecked;
      at.looked_at += done.looked_at;
      job.progress(at.looked_at, wanted.registrations, "recheck");
      if (done.last.empty()) return fmt::format(R"({{"rechecked":{}}})", at.rechecked);
      at.after = done.last;
      MUSTER_CHECK_OK(job.checkpoint(fmt::format("{} {} {}", at.after, at.rechecked, at.looked_at)));
    }
  });
}

}  // namespace muster::dealers
