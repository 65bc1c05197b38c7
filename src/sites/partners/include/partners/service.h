// The operations on partners: each in one transaction with its event and ledger leaf. Persons are given by their ids,
// and what they may do follows from their roles. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <partners/rules.h>
#include <store/database.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::notices {
class Service;
}

namespace muster::partners {

struct Filter {
  std::optional<State> state = {};
  std::optional<Kind> kind = {};
  std::string party_id = {};
  std::string name_prefix = {};  // of the party; then in order of name
};
struct Page {
  std::vector<Partner> items;  // newest first
  std::string next;
};

// All that belongs to one partner.
struct View {
  Partner partner;
  std::optional<Instant> licence_until;  // the party's
  std::vector<ItemState> items;
  std::vector<Document> papers;  // replaced ones too, newest first
  std::vector<Responsible> responsible;
  struct OpenStep {
    Event event = Event::collect;
    std::string role;
    std::vector<Error> hindrances;  // for the person who asks; what the step's own fields will say is not asked yet
  };
  std::vector<OpenStep> steps;
};

// --- for other rooms, inside of their transactions.
std::optional<Partner> find_partner(store::Transaction& tx, const std::string& id_or_number);
Result<Partner> need_partner(store::Transaction& tx, const std::string& id_or_number);  // partner_unknown

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          notices::Service& notices)
      : database_(database), recorder_(recorder), policy_(policy), notices_(notices) {}

  // By a registrar, or by somebody of the party itself. Errors: role_missing, check_application's, partner_open.
  Result<Partner> apply_for(const NewPartner& asked, const std::string& person) const;

  struct Step {
    Event event = Event::collect;
    std::string reasons = {};           // pass_test, retest, fail, end
    Agreement agreement = {};           // agree; of requalify where it was renewed
    std::optional<Instant> until = {};  // bar; empty: the policy's restriction.partner_bar from now
  };
  // A step of a person. Errors: partner_unknown, stale, partner_state, role_missing, check_step's.
  Result<Partner> step(const std::string& id, std::int64_t version, const Step& step, const std::string& person) const;
  // The same inside of another operation: of a room that has checked what it knows (a re-test).
  Result<Partner> step(store::Transaction& tx, const std::string& id, std::int64_t version, const Step& step,
                       const std::string& person) const;
  // What follows from an order on the whole partner: it began, or it stands no more (lifted, stayed, lapsed, expired).
  // Errors: partner_unknown. Nothing to do is no error.
  Result<void> order_began(store::Transaction& tx, const std::string& id, const std::string& order_id,
                           const std::string& actor) const;
  Result<void> order_ended(store::Transaction& tx, const std::string& id, const std::string& order_id,
                           const std::string& actor) const;

  // A paper of the checklist; the one before it is replaced. By a registrar or the party's own people. Errors:
  // partner_unknown, partner_ended, role_missing, check_paper's, document_unknown.
  Result<Document> record_paper(const std::string& id, const Document& paper, const std::string& person) const;
  // What a person found of an item, in the round that is under way. A commitment is given by the partner's own people
  // or a registrar; documents and checks are looked at by registrars and examiners. Errors: partner_unknown,
  // partner_ended, partner_item, role_missing, note_missing.
  Result<Check> check_item(const std::string& id, const std::string& item, bool passed, const std::string& note,
                           const std::string& person) const;
  // Errors: partner_unknown, partner_ended, role_missing, responsible_named, responsible_party.
  Result<void> name_responsible(const std::string& id, const std::string& whom, Function function,
                                const std::string& person) const;
  // Errors: responsible_unknown, role_missing.
  Result<void> end_responsible(const std::string& id, const std::string& whom, Function function,
                               const std::string& person) const;
  // Tells the partner what is held against it and until when it is heard (restriction.hearing_notice). Errors:
  // role_missing (a registrar or an examiner proposes), check_bar_proposal's.
  Result<Partner> propose_bar(const std::string& id, std::int64_t version, const std::string& reason,
                              const std::string& law, const std::string& person) const;

  // Tells each partner of what ends soon: three stages (partners.warn_*), each once; what came on record late is told
  // of by the stage that it is in alone. At most `limit` letters; a job calls it until 0.
  Result<int> warn_due(int limit = 500) const;
  // Ends bars that are over. A job calls it until 0.
  Result<int> lapse_bars(int limit = 500) const;

  Result<Partner> partner(const std::string& id_or_number) const;  // partner_unknown
  Result<View> view(const std::string& id_or_number, const std::string& person) const;
  Result<Page> list(const Filter& filter, const std::string& after, int limit) const;
  Result<std::vector<events::Event>> history(const std::string& id) const;

 private:
  Result<Partner> moved(store::Transaction& tx, const Partner& before, Partner after, Event event,
                        const std::string& reasons, const std::string& actor) const;
  // A letter to the party about its record; returns the notice's id.
  Result<std::string> write_to(store::Transaction& tx, const std::string& actor, const char* letter,
                               const std::string& party_id, const std::string& partner_id,
                               std::map<std::string, std::string> values) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  notices::Service& notices_;
};

}  // namespace muster::partners
