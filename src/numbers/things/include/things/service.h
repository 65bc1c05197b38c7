// Binding lines of things to their devices. Each operation is one transaction with its event. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <policy/policy.h>
#include <store/database.h>

#include <string>
#include <vector>

#include <things/rules.h>

namespace muster::things {

// What the network saw: this line's SIM in this device. Without a device number it is none of ours to judge.
struct Sighting {
  std::string msisdn;
  Device device;
};
enum class Seen : std::uint8_t { right, elsewhere, not_bound };

struct WithoutDevice {
  std::string line_id;
  Instant since;  // since when somebody holds it, or since it was unbound
  // Then the line is barred. Nothing: it was held before lines of things had to have a device, and only people bar it.
  std::optional<Instant> due_at;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // A line that was barred because it had no device serves again. Errors: those of check, msisdn_form, line_unknown,
  // thing_line_kind (it is not one of things), line_without_holder, thing_bound (the line has a device: change it),
  // device_bound (it is in another line), contact_unknown.
  Result<Thing> bind(const std::string& actor, NewThing asked) const;
  // The interval ends, and one with the other device begins; a line that was barred because of the device serves again.
  // Errors: thing_unknown, stale_version, thing_state, evidence_missing, device_same, device_bound, thing_changes_max
  // (more changes than the policy allows in its term: somebody moves the card around), those of check_device.
  Result<Thing> change_device(const std::string& actor, const std::string& id, std::int64_t version,
                              const Device& device, const std::string& evidence_ref) const;
  // It was seen elsewhere by mistake, or for repair: the device stays. Errors: thing_unknown, stale_version,
  // thing_state, evidence_missing.
  Result<Thing> explain(const std::string& actor, const std::string& id, std::int64_t version,
                        const std::string& evidence_ref) const;
  // The line has no device any more; it is bound to another one within iot.bind_within, or barred. Errors: as explain.
  Result<Thing> unbind(const std::string& actor, const std::string& id, std::int64_t version,
                       const std::string& evidence_ref) const;
  // A machine only suspects: the line serves until the term for an explanation is over. Errors: msisdn_form,
  // line_unknown, those of check_device.
  Result<Seen> seen(const std::string& actor, const Sighting& sighting) const;

  Result<Thing> get(const std::string& id) const;  // thing_unknown
  Result<std::vector<Thing>> of_line(const std::string& line_id) const;
  // The line that this device is bound to. Errors: thing_unknown, those of check_device.
  Result<Thing> of_device(const Device& device) const;
  Result<std::vector<Thing>> in_state(State state, const std::string& after, int limit) const;
  // Lines of things in service without a device, those that wait longest first, behind the line `after` ("": from the
  // first). Errors: line_unknown (`after` has its device meanwhile).
  Result<std::vector<WithoutDevice>> without_device(const std::string& after, int limit) const;

  // What falls due: mismatches that nobody explained and lines without a device are barred. A job calls it until 0.
  Result<int> tick(int limit = 200) const;
  // Bindings of lines that changed hands end: looks through all that are open, once a day. Returns how many.
  Result<int> sweep(int limit = 500) const;

 private:
  Result<Thing> take(store::Transaction& tx, const std::string& id, std::int64_t version, Event event) const;
  Result<void> end(store::Transaction& tx, Thing& thing, Event event, const std::string& actor,
                   const std::string& evidence_ref = {}) const;
  Result<void> step(store::Transaction& tx, Thing& thing, Event event, const std::string& actor,
                    const std::string& body) const;
  Result<void> free_of_former(store::Transaction& tx, const std::string& line_id, const Device& device) const;
  Result<void> bar(store::Transaction& tx, const std::string& line_id, const char* reason) const;
  Result<void> lift_bar(store::Transaction& tx, const std::string& line_id, const std::string& actor) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::things
