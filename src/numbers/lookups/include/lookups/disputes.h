// The operations on disputes. Each is one transaction with its event. A machine opens none and decides none; a disputed
// line serves on until a person has decided. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <lines/records.h>
#include <vault/vault.h>

#include <lookups/dispute.h>

namespace muster::lookups {

class Disputes {
 public:
  Disputes(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
           const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // By the holder, of a line of theirs. One is open for a line at a time: it is given again. Errors: check_dispute's,
  // ownership_unknown (not theirs, or it has ended).
  Result<Dispute> open_not_mine(const std::string& actor, const std::string& holder_id, const std::string& ownership_id,
                                const std::string& words) const;
  Result<Dispute> open_wrong_data(const std::string& actor, const std::string& holder_id,
                                  const std::vector<std::string>& fields, const std::string& words) const;

  // `person`: of the house. Errors: dispute_unknown, stale_version, dispute_state, dispute_no_dealer.
  Result<Dispute> ask_dealer(const std::string& person, const std::string& id, std::int64_t version) const;
  // The dealer's, or entered for it. Errors: as above, and dispute_words.
  Result<Dispute> note_answer(const std::string& actor, const std::string& id, std::int64_t version,
                              DealerAnswer answer, const std::string& words) const;
  // `closed` closes the line for this holder, in the same transaction. Errors: as above, and may_decide's.
  Result<Dispute> decide(const std::string& person, const std::string& id, std::int64_t version, DisputeOutcome outcome,
                         const std::string& reason) const;

  Result<Dispute> get(const std::string& id) const;  // dispute_unknown
  // Newest first; state "" means any; after: the last id seen, or "".
  Result<std::vector<Dispute>> list(const std::string& state, const std::string& after, int limit) const;
  Result<std::vector<Dispute>> overdue(int limit) const;
  Result<std::vector<Dispute>> of_person(const std::vector<std::string>& holder_ids) const;
  // The words of both sides: a reading for a purpose. Errors: dispute_unknown, the vault's.
  Result<vault::Fields> words(const std::string& actor, const std::string& id, const std::string& purpose) const;

  // The person's page lists an outcome at once; this takes the step that says so. Returns how many.
  Result<int> tick(int limit = 200) const;

 private:
  Result<Dispute> keep(store::Transaction& tx, const std::string& actor, Dispute dispute,
                       const std::string& words) const;
  Result<Dispute> at(store::Transaction& tx, const std::string& id, std::int64_t version) const;
  Result<void> step(store::Transaction& tx, Dispute& dispute, DisputeEvent event, const events::Kind& kind,
                    const std::string& actor) const;
  Result<void> close_line(store::Transaction& tx, const Dispute& dispute, const std::string& person) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::lookups
