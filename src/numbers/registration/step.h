// A step of a registration and what follows from it, for the services of this room.
#pragma once

#include <ledger/recorder.h>
#include <policy/policy.h>
#include <registration/rules.h>
#include <store/database.h>

namespace muster::registration {

struct StepContext {
  const ledger::Recorder& recorder;
  const policy::Policy& policy;
  std::string actor;
};
// Errors: registration_state, stale_version, and the line's.
Result<void> step(store::Transaction& tx, const StepContext& context, Registration& registration, Event event,
                  const std::vector<std::string>& reasons = {});

}  // namespace muster::registration
