// The one call by which a service makes something happen: event, outbox row and ledger leaf in the record's
// transaction.
#pragma once

#include <base/random.h>
#include <base/time.h>
#include <events/event.h>
#include <store/database.h>

#include <string>

namespace muster::ledger {

// Thread-safe.
class Recorder {
 public:
  Recorder(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

  // Writes the event and its leaf through tx; returns the event's id. `body` is a JSON object without personal data.
  std::string record(store::Transaction& tx, const events::Kind& kind, const std::string& actor,
                     const std::string& record_kind, const std::string& record_id,
                     const std::string& body = "{}") const;

  const Clock& clock() const { return clock_; }
  Random& random() const { return random_; }
  std::string new_id() const { return muster::new_id(clock_, random_); }

 private:
  const Clock& clock_;
  Random& random_;
};

}  // namespace muster::ledger
