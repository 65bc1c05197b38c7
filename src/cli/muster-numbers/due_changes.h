// What falls due of transfers, closings, caps, documents, corrections, portings and duplicates: one round.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::registration {
class Authority;
}

namespace muster::cli {

class Instance;

struct ChangesDone {
  int transfers_lapsed = 0, closings = 0, beyond_cap = 0, documents_told = 0, documents_barred = 0,
      documents_renewed = 0, former_values = 0, of_age = 0, ports = 0, commands_swept = 0, compared = 0, suspected = 0,
      proxies = 0, notices = 0, things = 0;
  std::string json() const;   // an object
  std::string words() const;  // for a person; what happened alone
};
// All of it, once: for the command `work`.
Result<ChangesDone> run_changes(Instance& instance);
// As jobs, before they start: each minute, and once a day what looks through much.
Result<void> add_changes_work(Instance& instance);
// Receivers of transfers that are to be verified; returns how many were asked about.
Result<int> verify_receivers(Instance& instance, registration::Authority& authority);

}  // namespace muster::cli
