#include "dealer_work.h"

#include "instance.h"
#include "work.h"

#include <fmt/format.h>

namespace muster::cli {

Result<int> run_dealer_terms(Instance& instance) {
  MUSTER_TRY(const int opened, until_none([&] { return instance.packets.process_due(); }));
  MUSTER_TRY(const int expired, until_none([&] { return instance.packets.sweep(); }));
  MUSTER_TRY(const int codes, instance.dealers.sweep());
  MUSTER_TRY(const int pictures, until_none([&] { return instance.documents.sweep("system:clock"); }));
  return opened + expired + codes + pictures;
}

Result<void> add_dealer_work(Instance& instance) {
  auto& jobs = instance.jobs;
  const Instant now = instance.clock.now();
  jobs.add_kind("dealer_terms", [&instance](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int done, run_dealer_terms(instance));
    return fmt::format(R"({{"done":{}}})", done);
  });
  MUSTER_CHECK_OK(jobs.schedule("dealer_terms", std::chrono::minutes(5), now));
  return jobs.schedule(dealers::kSignalJob, std::chrono::hours(1), now + std::chrono::minutes(1));
}

}  // namespace muster::cli
