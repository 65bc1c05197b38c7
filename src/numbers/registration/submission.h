// A capture on its way into the register, and many of them in one transaction. Inside of the room.
//
// Before the transaction, in the caller's thread: forms are checked, keys are hashed, what is personal is sealed. In
// it: the hashes by which people are found are made (the index key may turn meanwhile), what all captures name is
// loaded by a statement each, every capture is decided in order on what was loaded and what was decided before it, and
// what was accepted is written by a statement a table. The count of statements does not grow with the captures.
#pragma once

#include "people_store.h"
#include "registration_store.h"
#include <ledger/recorder.h>
#include <lines/records.h>
#include <persons/records.h>
#include <registration/rules.h>
#include <registration/service.h>

#include <deque>

namespace muster::registration {

struct Prepared {
  std::string actor;
  Checked checked;
  std::string request_key, request_hash;
  std::string registration_id;
  // Set by index_people, within the transaction. Empty: it has no form, or there is none.
  vault::Index number_index, identity_index, guardian_index, proxy_index;
  std::optional<persons::Ready> ready;  // as a new holder; where the capture has no fault
};
// Errors: idempotency_key_missing, and the vault's. Faults of the capture are kept in it, to be told with the others.
Result<Prepared> prepare(const ledger::Recorder& recorder, const vault::Vault& vault, const policy::Policy& policy,
                         const std::string& actor, const std::string& key, const Capture& capture);

void index_people(Prepared& prepared, const vault::IndexKeys& keys);

// Who a capture names, on what find_by_documents found: holder, guardian, identity, dealer. For what is no
// registration.
Facts people_facts(store::Transaction& tx, const Prepared& prepared,
                   const std::map<std::string, persons::Shown>& people, Instant now);
Error cap_reached();
// What the dealer's standing means for a capture of its.
void take_standing(Facts& facts, const std::map<std::string, Admission::Standing>& standings,
                   const std::string& dealer_id);

class Batch {
 public:
  Batch(store::Transaction& tx, const ledger::Recorder& recorder, const vault::Vault& vault,
        const policy::Policy& policy, const Admission& admission)
      : tx_(tx),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        admission_(admission),
        now_(recorder.clock().now()) {}
  // One result a capture, in order. An error of the whole: nothing of it may be committed.
  Result<std::vector<Result<Submitted>>> run(std::span<Prepared* const> captures);

 private:
  void load(std::span<Prepared* const> captures);
  void load_people(std::span<Prepared* const> captures);
  void load_others(std::span<Prepared* const> captures);
  Facts facts_of(const Prepared& prepared) const;
  Result<Submitted> decide_one(Prepared& prepared);
  Submitted accept(Prepared& prepared, const Facts& facts, const Decision& decision);
  Result<void> write();

  store::Transaction& tx_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const Admission& admission_;
  const Instant now_;

  std::map<std::string, Keyed> by_key_;
  std::map<std::int64_t, lines::Line> lines_;
  std::map<std::string, persons::Shown> people_;  // by the index of a document
  std::set<std::string> verified_guardians_;
  std::map<std::string, std::set<std::string>> proxied_;  // by the index of a proxy's document: holders acted for
  std::map<std::string, Company> companies_;              // by id
  lines::SlotsTaken taken_;
  std::set<std::string> frozen_;  // holders in whose name no new line is registered
  std::map<std::string, Admission::Standing> dealers_;

  std::vector<const persons::Ready*> new_holders_;
  std::vector<lines::Ownership> ownerships_;
  std::vector<Keyed> registrations_;
  std::map<std::string, std::int64_t> accepted_;                  // by dealer
  std::vector<std::pair<std::string, const Prepared*>> proxies_;  // by the registration's id
  std::vector<ledger::Happening> happened_;
};

}  // namespace muster::registration
