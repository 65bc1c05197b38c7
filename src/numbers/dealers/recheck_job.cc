#include <base/text.h>

#include <boost/json.hpp>
#include <dealers/service.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

constexpr int kBatch = 500;
constexpr const char* kActor = "system:recheck";

Result<std::string> dealer_in(const std::string& arguments) {
  boost::system::error_code fault;
  const auto value = boost::json::parse(arguments, fault);
  const auto* object = fault ? nullptr : value.if_object();
  const auto* dealer = object ? object->if_contains("dealer") : nullptr;
  if (!dealer || !dealer->is_string()) return invalid("job_arguments", "The job does not say which dealer.");
  return std::string(dealer->get_string());
}

// "<id> <count>": what was looked at last, and how many were put to the test.
std::pair<std::string, std::int64_t> resumed(const std::string& checkpoint) {
  const auto parts = split(checkpoint, ' ');
  if (parts.size() != 2) return {"", 0};
  return {std::string(parts[0]), std::stoll(std::string(parts[1]))};
}

}  // namespace

void add_recheck_job(jobs::Service& jobs, registration::Service& registration, const policy::Policy& policy,
                     const Clock& clock) {
  jobs.add_kind(kRecheckJob, [&](jobs::JobContext& job) -> Result<std::string> {
    MUSTER_TRY(const std::string dealer, dealer_in(job.arguments()));
    const Duration every = std::chrono::microseconds(1'000'000 / policy.number("registration.rechecks_per_second"));
    auto [after, count] = resumed(job.resume_from());
    const Instant start = clock.now();
    for (std::int64_t here = 0;;) {
      if (job.cancelled()) return jobs::JobContext::interrupted();
      MUSTER_TRY(const auto done,
                 registration.recheck_of_dealer(kActor, dealer, after, kBatch, start + every * here, every));
      here += done.rechecked;
      count += done.rechecked;
      job.progress(count, 0, "recheck");
      if (done.last.empty()) return fmt::format(R"({{"rechecked":{}}})", count);
      after = done.last;
      MUSTER_CHECK_OK(job.checkpoint(fmt::format("{} {}", after, count)));
    }
  });
}

}  // namespace muster::dealers
