// The operations on dealers, their places, people and devices. Each is one transaction with its event. Thread-safe.
#pragma once

#include <jobs/jobs.h>
#include <ledger/recorder.h>
#include <policy/policy.h>
#include <registration/service.h>
#include <vault/vault.h>

#include <vector>

#include <dealers/dealer.h>

namespace muster::dealers {

// What registration asks of a dealer: state, contract, those above it, and the quota of the day, in the registration's
// own transaction. A carrier needs no record; every other party does.
class DealerAdmission final : public registration::Admission {
 public:
  explicit DealerAdmission(const policy::Policy& policy) : policy_(policy) {}
  std::map<std::string, Standing> standings(store::Transaction& tx, const std::set<std::string>& dealer_ids,
                                            Instant now) const override;
  Result<void> count(store::Transaction& tx, const std::map<std::string, std::int64_t>& accepted,
                     Instant now) const override;

 private:
  const policy::Policy& policy_;
};

// A job that puts all registrations of a suspended dealer to the test again, in batches; it goes on where it stopped.
inline constexpr const char* kRecheckJob = "dealer_recheck";
void add_recheck_job(jobs::Service& jobs, registration::Service& registration, const policy::Policy& policy,
                     const Clock& clock);

// How far the re-verification of what a suspended dealer registered has come.
struct Recheck {
  std::string job_id;        // the newest one
  std::int64_t waiting = 0;  // registrations of the dealer that wait to be verified; so many are counted at most:
};
inline constexpr std::int64_t kRecheckCountMax = 10'000;

struct IssuedCode {
  std::string code;  // shown once: "7KQM-2XHW-9DTA"
  Instant expires_at;
};

// How a device says who it is, with every request.
struct SignedRequest {
  std::string device_id, time;  // RFC 3339
  std::string signature;        // base64url of r ‖ s over request_text()
  std::string method, path, body_sha256;
};
inline constexpr Duration kRequestClock = std::chrono::minutes(5);

// What a device has to know to capture while it is away.
struct DeviceStanding {
  Device device;
  std::optional<Error> hindrance;  // why the dealer may not register now
  std::int64_t left_today = 0;
  Instant frozen_at;
  std::string key_id, key_point;  // to which it seals; base64 of the uncompressed point
  std::string consent;            // code of the text that is in force
  std::vector<Place> places;      // at most 500
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy, jobs::Service& jobs)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy), jobs_(jobs) {}

  // Errors: those of check, dealer_party (no partner or carrier), dealer_exists, dealer_parent.
  Result<Dealer> apply(const std::string& actor, const NewDealer& dealer) const;
  Result<Dealer> get(const std::string& id) const;  // dealer_unknown
  // By id; `state`, `parent`: "" for any.
  Result<std::vector<Dealer>> list(const std::string& state, const std::string& parent, const std::string& after,
                                   int limit) const;
  // Contract, region and quota from now on. Errors: those of check, dealer_unknown, dealer_ended, stale_version.
  Result<Dealer> change_contract(const std::string& actor, std::int64_t version, const NewDealer& dealer) const;
  // A step of the state machine. Suspending queues the re-verification of all its registrations. Errors:
  // dealer_unknown, stale_version, dealer_state, reason_missing, and those of the job queue.
  Result<Dealer> take(const std::string& actor, const std::string& id, std::int64_t version, Event event,
                      const std::string& reason = {}) const;
  // Of its last suspension; nothing: it was not suspended lately.
  Result<std::optional<Recheck>> recheck(const std::string& id) const;
  Result<std::int64_t> accepted_today(const std::string& id) const;

  Result<Place> add_place(const std::string& actor,
                          Place place) const;  // those of check, dealer_unknown, already_exists
  Result<std::vector<Place>> places(const std::string& dealer_id, const std::string& after, int limit) const;
  // Errors: dealer_unknown, worker_person (of another party, or one that left), worker_known (works somewhere already).
  Result<Worker> add_worker(const std::string& actor, const std::string& dealer_id, const std::string& person_id) const;
  Result<bool> works_there(const std::string& dealer_id, const std::string& person_id) const;
  // The person's devices are revoked with it. Errors: worker_unknown.
  Result<void> end_worker(const std::string& actor, const std::string& dealer_id, const std::string& person_id) const;
  Result<std::vector<Worker>> workers(const std::string& dealer_id, const std::string& after, int limit) const;

  // A one-time code that binds a device to a person and a place. Errors: worker_unknown, place_unknown.
  Result<IssuedCode> issue_code(const std::string& actor, const std::string& dealer_id, const std::string& person_id,
                                const std::string& place) const;
  // `spki`: base64url of the key that the browser made. The same key with the same code again gives the same device.
  // Errors: code_wrong (unknown, used or over: one answer), device_key, device_label, device_known.
  Result<Device> enrol(const std::string& code, const std::string& spki, const std::string& label) const;
  // `reason`: a code. Errors: device_unknown, device_revoked, reason_missing.
  Result<void> revoke(const std::string& actor, const std::string& device_id, const std::string& reason) const;
  Result<Device> device(const std::string& id) const;
  Result<std::vector<Device>> devices(const std::string& dealer_id, const std::string& after, int limit) const;

  // Errors: device_unknown, device_revoked, request_time (its clock is off), signature_wrong and its kin.
  Result<Device> authenticate(const SignedRequest& request) const;
  Result<DeviceStanding> standing(const Device& device) const;
  // The device says that nothing waits any more. Errors: packets_waiting (some are begun and not whole).
  Result<Device> note_synced(const Device& device) const;
  // A new key to which devices seal; packets to the one before it are still opened. Returns its id.
  Result<std::string> rotate_packet_key(const std::string& actor) const;

  // Codes that nobody used. Returns how many went.
  Result<int> sweep() const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  jobs::Service& jobs_;
};

}  // namespace muster::dealers
