// The operations on authorities' requests. Each is one transaction with its event. `person` is a person of the house,
// by id: persons sign, not accounts. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <store/database.h>
#include <vault/vault.h>

#include <lookups/request_rules.h>

namespace muster::lookups {

class Requests {
 public:
  Requests(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
           const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // What an authority may ask for. Errors: those of check_scope, scope_authority (no authority or court);
  // scope_unknown.
  Result<AuthorityScope> add_scope(const std::string& actor, AuthorityScope scope) const;
  Result<void> end_scope(const std::string& actor, const std::string& id) const;
  Result<std::vector<AuthorityScope>> scopes(const std::string& authority_id) const;

  // The first of two persons. Errors: those of check_request, scope_unknown, person_unknown, phone_* and document_*.
  Result<AuthorityRequest> enter(const std::string& person, const NewRequest& request) const;
  // check, approve, refuse, close. Errors: request_unknown, stale_version, and those of may_step.
  Result<AuthorityRequest> apply(const std::string& person, const std::string& id, std::int64_t version,
                                 RequestEvent event, const std::vector<std::string>& reasons = {}) const;
  // Exactly what was approved, once more until it expires; each reading is in the ledger, and the person is told when
  // the law lets them. Errors: request_unknown, request_state, request_expired, request_kind, and the vault's.
  Result<RequestAnswer> answer(const std::string& person, const std::string& id) const;
  // By machine: one answer a probe, in order; one entry in the ledger with the count. Errors: as answer, and
  // request_rows (more than was approved, together with what was compared before).
  Result<std::vector<Match>> compare(const std::string& person, const std::string& id,
                                     const std::vector<Probe>& probes) const;

  Result<AuthorityRequest> get(const std::string& id) const;  // request_unknown
  // Newest first; state "" means any; after: the last id seen, or "".
  Result<std::vector<AuthorityRequest>> list(const std::string& state, const std::string& after, int limit) const;
  // Not decided in their term, longest first.
  Result<std::vector<AuthorityRequest>> overdue(int limit) const;
  // The officer and the subject of a request, in clear: a reading for a purpose. Errors: request_unknown, the vault's.
  Result<vault::Fields> letter(const std::string& actor, const std::string& id, const std::string& purpose) const;

  // What happens by itself: what nobody decided or answered expires, who may be told now is told, and where nobody was
  // found it closes. At most `limit`; returns how many. A job calls it until 0.
  Result<int> tick(int limit = 200) const;

 private:
  Result<AuthorityRequest> at(store::Transaction& tx, const std::string& id) const;
  Result<void> step(store::Transaction& tx, AuthorityRequest& request, RequestEvent event, const std::string& actor,
                    const std::vector<std::string>& reasons = {}) const;
  Result<void> find_subject(store::Transaction& tx, const NewRequest& asked, AuthorityRequest& request) const;
  Result<void> open_for_answer(const AuthorityRequest& request, bool comparison) const;
  Result<void> fill(store::Transaction& tx, RequestAnswer& answer, const std::string& person) const;
  Match compared(store::Transaction& tx, const vault::IndexKeys& keys, const Probe& probe,
                 std::vector<std::string>& holders) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::lookups
