// What happened in the demonstration's register before today: dealers
// registered lines to people, the authority verified most, some lines changed
// hands, some SIMs were changed, some lines were stopped.
#pragma once

#include "demo_accounts.h"
#include "instance.h"

namespace muster::cli {

struct DemoHistory {
  std::int64_t registered = 0, refused = 0;
};

struct DemoDealer {
  std::string id, name, region;
};

// Opens the instance anew for each day on which something happened, with its
// clock there. `holders`: about how many registrations.
class DemoTime {
 public:
  DemoTime(InstanceOptions options, Instant now) : options_(std::move(options)), now_(now) {}
  Result<std::unique_ptr<Instance>> at(Duration before_now) const;
  Instant now() const { return now_; }

 private:
  InstanceOptions options_;
  Instant now_;
};

// 300 days ago: the operator's party and its dealers.
Result<std::vector<DemoDealer>> make_demo_dealers(Instance& instance);
Result<DemoHistory> load_demo_history(const DemoTime& time, const std::vector<DemoDealer>& dealers, int holders);
// Today: captures that wait for two persons, by this clerk. `instance` is
// opened with a policy that asks for persons.
Result<int> load_demo_waiting(Instance& instance, const DemoDealer& dealer, const std::string& clerk, int first_person,
                              int count);

}  // namespace muster::cli
