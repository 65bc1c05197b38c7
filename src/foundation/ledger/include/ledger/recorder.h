// The one call by which a service makes something happen: event, outbox row and ledger leaf in the record's
// transaction.
#pragma once

#include <base/random.h>
#include <base/time.h>
#include <events/event.h>
#include <store/database.h>

#include <span>
#include <string>

namespace muster::ledger {

// What happened, of many records that one transaction changes.
struct Happening {
  events::Kind kind;
  std::string actor, record_kind, record_id;
  std::string body = "{}";
};

// Thread-safe.
class Recorder {
 public:
  Recorder(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

  // Writes the event and its leaf through tx; returns the event's id. `body` is a JSON object without personal data.
  std::string record(store::Transaction& tx, const events::Kind& kind, const std::string& actor,
                     const std::string& record_kind, const std::string& record_id,
                     const std::string& body = "{}") const;
  // The same for many at once, in their order, by the back end's bulk path: a few statements however many there are.
  void record_all(store::Transaction& tx, std::span<const Happening> happened) const;

  const Clock& clock() const { return clock_; }
  Random& random() const { return random_; }
  std::string new_id() const { return muster::new_id(clock_, random_); }

 private:
  std::string new_salt() const;

  const Clock& clock_;
  Random& random_;
};

}  // namespace muster::ledger
