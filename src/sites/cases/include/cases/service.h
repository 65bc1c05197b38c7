// The operations on cases, decisions, orders and appeals: each in one transaction with its events and ledger leaves.
// Persons are given by their ids, never by accounts. Thread-safe.
#pragma once

#include <base/result.h>
#include <cases/case.h>
#include <cases/rules.h>
#include <ledger/recorder.h>
#include <restrictions/never_block.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}
namespace muster::parties {
class Service;
}
namespace muster::notices {
class Service;
}
namespace muster::restrictions {
class Service;
}
namespace muster::filings {
class Service;
}
namespace muster::vault {
class Vault;
}

namespace muster::cases {

class Contracts;

struct NewCase {
  std::string ground;
  std::string name;  // host
  std::string url;
  std::string source = "manual";
  std::string source_ref;
  std::string note;
  std::string region = {};  // "": the one of the name's filing
};

struct NewElement {
  std::string element;
  std::string evidence_kind;  // test_run, document, lookup, notice, statement
  std::string evidence_ref;   // id of the record; for lookup and statement the words themselves
  std::string note;
};

// What a person writes; the rest is filled in (ground of the case, authority's name, policy, text and hash).
struct DecisionDraft {
  std::string outcome = "violation";
  std::string measure, scope_kind, scope_value;
  std::string law, article;        // law empty: the policy's for this ground
  std::string authority_party_id;  // empty: the party of the person who prepares it
  std::string signing_party_id;    // empty: the same
  std::string executor_party_id;   // hold: the host
  std::string received_order_id;
  std::string prior_notice_id, no_notice_reason;
  std::string reasons;
  std::optional<Instant> starts;   // empty: now
  std::optional<Instant> expires;  // must be given with a violation
};

struct CaseFilter {
  std::string state, ground, name;
  std::vector<std::string> states;  // any of these; with no other filter
  bool mine = false;                // opened by `person`
  std::string person;
  bool newest_first = true;
};
struct OrderFilter {
  std::string state, case_id, ground;
  bool standing = false;  // in_force, executed, verified
};
template <class T>
struct Listed {
  std::vector<T> items;
  std::string next;  // key of the following page, empty at the end
};

struct OpenStep {
  std::string event;
  std::vector<Hindrance> hindrances;  // empty: this person can do it now
};
struct CaseView {
  Case file;
  std::vector<Element> elements;
  std::vector<std::string> missing_elements;
  std::vector<Decision> decisions;  // newest first
  std::vector<DecisionSignature> signatures;
  std::vector<Order> orders;
  std::vector<Appeal> appeals;
  std::vector<OpenStep> steps;          // for the person who asks
  std::vector<Hindrance> why_not_sign;  // of the decision under way; empty with can_sign
  bool can_sign = false;
  std::vector<std::string> may_confirm;  // persons who could sign next, at most 20
  std::vector<std::string> neighbours;   // names known on the same host
  std::vector<events::Event> timeline;   // of case, decisions, orders and appeals, oldest first
};
struct DecisionView {
  Decision decision;
  std::vector<DecisionSignature> signatures;
  std::string capacity;                                // in which it waits for a signature, ""
  std::optional<restrictions::Protection> protection;  // a name of the never-block list that it touches
  bool third_missing = false;                          // and the third signature that it needs is not given yet
  std::vector<std::string> may_sign;                   // other persons who could give the signature, at most 20
  std::string challenge;                               // base64url(SHA-256(canonical_text))
  std::vector<Hindrance> why_not_sign;
  ScopeEffect effect;
};

struct FiledAppeal {
  Appeal appeal;
  std::string receipt;  // shown once: with it the outcome can be read
};
// What an appellant reads with the receipt: everything that was held against the site.
struct AppealFile {
  Appeal appeal;
  Order order;
  Decision decision;
  std::vector<Element> elements;       // those that were signed; none where the ground is sealed
  std::optional<Instant> restored_at;  // when nothing of the order was left anywhere
};
struct NewAppeal {
  std::string order_number;
  std::string words;    // what is wrong with the order; kept in the vault. A confession is never asked for
  std::string contact;  // optional e-mail, kept in the vault
  std::string language = "en";
};

struct NewReceivedOrder {
  std::string id;  // empty: given here; else the one under which its scan was kept
  std::string reference, authority_party_id, dated, ground, law, measure, scope_kind, scope_value;
  Instant ends_at;
  std::string document_id;
};

struct Ticked {
  int lapsed = 0;   // orders whose appeal was not decided in time
  int expired = 0;  // orders past their term
  int cured = 0;    // holds that lifted themselves
  int late = 0;     // cases that came to be late, told of once
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          parties::Service& parties, notices::Service& notices, restrictions::Service& restrictions,
          const filings::Service& filings, const vault::Vault& vault)
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        parties_(parties),
        notices_(notices),
        restrictions_(restrictions),
        filings_(filings),
        vault_(vault) {}

  // The room that answers for contracts of this kind (contracts.h); before use. Without any, a decision on a contract
  // is recorded and acts on nothing.
  void add_contracts(const std::string& kind, const Contracts& contracts) { contracts_[kind] = &contracts; }

  // --- cases. Errors: ground_unknown, name_*, never_block, url_*, stale, case_unknown, case_state, role_missing,
  // element_unknown, evidence_unknown, element_missing, note_missing.
  Result<Case> open_case(const NewCase& what, const std::string& person) const;
  // The same with what belongs to it elsewhere: both stand, or neither does.
  using Also = std::function<Result<void>(store::Transaction&, const Case&)>;
  Result<Case> open_case(const NewCase& what, const std::string& person, const Also& also) const;
  // From a suspicion that a person screened; its sealed visit becomes the case's first evidence. Errors: also
  // suspicion_state.
  Result<Case> open_from_suspicion(const std::string& suspicion_id, const std::string& note,
                                   const std::string& person) const;
  Result<Element> add_element(const std::string& case_id, const NewElement& element, const std::string& person) const;
  // seal, screen, refer, dismiss, reexamine, close, restore, verify. The others follow from signatures, orders and
  // appeals.
  Result<Case> apply(const std::string& case_id, std::int64_t version, const std::string& event,
                     const std::string& note, const std::string& person) const;
  // The prior notice: tells the responsible entity what is held against the site and until when to answer. Returns its
  // id.
  Result<std::string> give_notice(const std::string& case_id, const std::string& words,
                                  const std::string& person) const;

  // --- decisions. Errors: check_draft's, and the schema's codes; on contracts also what the room says
  // that keeps them, and contract_unknown (of a case whose contract is known, a scope that is of none).
  Result<Decision> prepare(const std::string& case_id, const DecisionDraft& draft, const std::string& person) const;
  // Signs in the capacity that the decision waits for. The confirmer's signature issues the order, with its entries or
  // hold and its letters, in the same transaction; before it, where a name of the never-block list is touched, a third
  // person signs. Errors: why_not_sign's codes; parties::Service::check_signature's;
  // text_changed.
  Result<Decision> sign(const std::string& decision_id, const std::string& key_id, const parties::Signature& signature,
                        const std::string& person) const;
  Result<Decision> withdraw(const std::string& decision_id, const std::string& reason, const std::string& person) const;

  // --- orders. Errors: order_unknown, order_state, role_missing, stale.
  Result<Order> report_executed(const std::string& order_id, const std::string& person) const;
  Result<Order> report_verified(const std::string& order_id, bool unreachable, const std::string& person) const;
  // The same steps in the transaction of a caller that knows who says so: no role is asked. `actor`: who is recorded.
  // restored: a case whose order did not hold is restored, where it waits for that; nothing else.
  Result<Order> executed(store::Transaction& tx, const std::string& order_id, const std::string& actor) const;
  Result<Order> verified(store::Transaction& tx, const std::string& order_id, const std::string& actor) const;
  Result<void> restored(store::Transaction& tx, const std::string& order_id, const std::string& actor) const;
  // Who is told of an order and carries it out: its executor, or the party of the contract that it is about; "": the
  // network, or nobody that is known.
  std::string told_party(store::Transaction& tx, const Order& order) const;
  // Ends an order before its term, at once and without an appeal: by a person of the deciding body. The case is
  // restored. An order on a contract: once what was found is tested again (Contracts::may_lift).
  Result<Order> lift(const std::string& order_id, std::int64_t version, const std::string& reason,
                     const std::string& person) const;
  // For the feed: every order that an export carried becomes executed, in the caller's transaction.
  Result<int> mark_executed(store::Transaction& tx, const std::vector<std::string>& order_ids,
                            const std::string& actor) const;

  // A new case about what the order is about, for a renewal on fresh evidence. Errors: order_state, and open_case's.
  Result<Case> open_renewal(const std::string& order_id, const std::string& person) const;

  // --- appeals. file_appeal is for anybody, while the order stands and after it has ended, within the policy's window.
  // Errors: order_unknown, appeal_open, appeal_order_state, appeal_window, text_*;
  // why_not_hear's codes.
  Result<FiledAppeal> file_appeal(const NewAppeal& appeal) const;
  Result<Appeal> acknowledge(const std::string& appeal_id, std::int64_t version, const std::string& person) const;
  Result<Appeal> stay(const std::string& appeal_id, std::int64_t version, const std::string& person) const;
  // outcome: uphold (the order stands), vary (it ends; the case goes back for a narrower one), reverse (it ends).
  Result<Appeal> decide_appeal(const std::string& appeal_id, std::int64_t version, const std::string& outcome,
                               const std::string& reasons, const std::string& person) const;
  // To an outside body, an authority or a court that had no part in the decision: from then on its own people hear it,
  // within the same time. Errors: appeal_body, appeal_referral_kept, party_unknown.
  Result<Appeal> refer_appeal(const std::string& appeal_id, std::int64_t version, const std::string& party_id,
                              const std::string& person) const;
  Result<AppealFile> appeal_file(const std::string& receipt) const;
  // The appellant's words, for who hears it; each reading is in the ledger.
  Result<std::string> appeal_words(const std::string& appeal_id, const std::string& person) const;
  Result<Appeal> appeal_by_receipt(const std::string& receipt) const;

  // --- written orders of authorities. Errors: also document_unknown, received_order_same_person.
  Result<ReceivedOrder> enter_received_order(const NewReceivedOrder& order, const std::string& person) const;
  Result<ReceivedOrder> check_received_order(const std::string& id, bool right, const std::string& person) const;

  // Lapses orders whose appeal is late, expires orders past their term, closes what cured itself; run by a job every
  // minute. At most `limit` records of each; call again while something was done.
  Result<Ticked> tick(Instant now, int limit = 500) const;

  // --- reading.
  Result<Case> find_case(const std::string& id_or_number) const;
  Result<CaseView> view(const std::string& id_or_number, const std::string& person) const;
  Result<DecisionView> decision(const std::string& id, const std::string& person) const;
  Result<Order> order(const std::string& id_or_number) const;
  Result<Appeal> appeal(const std::string& id_or_number) const;
  Result<ReceivedOrder> received_order(const std::string& id) const;
  Result<Listed<Case>> cases(const CaseFilter& filter, const std::string& after, int limit) const;
  Result<Listed<Order>> orders(const OrderFilter& filter, const std::string& after, int limit) const;
  Result<Listed<Appeal>> appeals(const std::string& state, const std::string& after, int limit) const;
  Result<Listed<ReceivedOrder>> received_orders(const std::string& state, const std::string& after, int limit) const;

  // Grounds whose cases come before others.
  const std::vector<std::string>& urgent_grounds() const;

 private:
  friend struct Flow;
  friend class Desk;
  Result<int> tell_late(Instant now, int limit) const;
  // False: there was nothing left to end.
  Result<bool> lapse(const std::string& appeal_id, Instant now) const;
  Result<bool> end_by_itself(const std::string& order_id, const std::string& event, const std::string& reason,
                             Instant now) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  parties::Service& parties_;
  notices::Service& notices_;
  restrictions::Service& restrictions_;
  const filings::Service& filings_;
  const vault::Vault& vault_;
  std::map<std::string, const Contracts*, std::less<>> contracts_;
};

}  // namespace muster::cases
