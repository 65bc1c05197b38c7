// A number back to whom it was taken from: within the policy's line.reconnection after its disconnection, to the same
// person, with a new SIM. The line rests on a new registration, as any line does. Thread-safe.
#pragma once

#include <registration/service.h>

namespace muster::registration {

struct NewReconnection {
  std::string msisdn;
  persons::Document shown;  // a document of the former holder
  std::string iccid;        // of a SIM on record that was never used
  std::string dealer_id, place, device;
  std::string consent;  // code of the terms in force
};

class Reconnections {
 public:
  Reconnections(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
                const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Who was verified by the document shown has the line in service at once; who was not is verified as after any
  // capture. `key` as of a registration. Errors: idempotency_key_*, phone_*, consent_missing, dealer_unknown,
  // place_form, device_form, line_unknown, line_state (not disconnected), line_ported, reconnection_late,
  // former_holder_differs, sim_unknown, sim_used, cap_reached.
  Result<Submitted> reconnect(const std::string& actor, const std::string& key, const NewReconnection& asked);

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::registration
