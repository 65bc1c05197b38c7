// The operations on filings, each in one transaction with its event and ledger leaf. Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <filings/events.h>
#include <filings/filing.h>
#include <filings/gate.h>
#include <filings/queue.h>
#include <filings/registrants.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::policy {
class Policy;
}
namespace muster::restrictions {
class Service;
}
namespace muster::vault {
class Vault;
}

namespace muster::filings {

struct FilingFilter {
  // Begin of a site's number (which begins with its subject's), of a domain, of a legal person's name or of a site's
  // name, tried in this order; a host below a filed domain finds that domain.
  std::string q = {};
  std::vector<State> states = {};  // empty: any
  std::string provider_id = {};
  bool due = false;    // those with a running term, soonest first
  bool queue = false;  // those under review, in the order in which they are reviewed; `q` and `states` don't count
  // Filings in force with a pre-approval that is expired or will be within a term of the policy
  // (filing.pre_approval_notice) and that no later one of its kind replaces: a row for each, soonest first; `q` doesn't
  // count. What is expired makes a defect notice due.
  bool expiring = false;
};
struct FilingPage {
  std::vector<FilingRow> items;
  std::string next;  // key for the following page, empty at the end
};

// One event of the state machine. `change` goes with ask_change; with correct and revise if something is to be other.
struct Step {
  Event event = Event::preverify;
  std::vector<std::string> reasons = {};
  Change change = {};
};
struct AccessStep {
  AccessEvent event = AccessEvent::reserve;
  std::vector<std::string> reasons = {};
};

// What became of a request for access.
struct GateAnswer {
  std::optional<Access> access;  // open or refused; nothing where no filing was found
  std::vector<CheckOutcome> checks;
};

// What the public may know. Individuals are never published: subject_name is empty for them.
struct PublicFiling {
  std::string domain;
  std::string number;
  State state = State::filed;
  std::string subject_name;
  bool individual = false;
  std::optional<Instant> filed_at;
  std::vector<PreApproval> pre_approvals = {};  // kind and number are for everybody
};

// A site as other rooms need it to act on a name.
struct SiteOfName {
  std::string site_id, subject_id, number, site_name, home_url, provider_id, region;
  State state = State::draft;
  DomainState domain_state = DomainState::pending;
};

// A filed name with one of its open or held accesses; a name with several comes several times in a row, one with none
// comes once with empty provider and address. Views are valid during the call.
struct FiledDomain {
  std::string_view name, site_id;
  DomainState state;
  std::string_view provider_id, address_range;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy, const restrictions::Service& restrictions,
          const Registrants* registrants = nullptr)  // nullptr: nothing is known of registrants
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        restrictions_(restrictions),
        registrants_(registrants) {}

  // Errors: every rule of rules.h at once (Error::all); domain_in_other_filing; domain_blocklisted; subject_exists;
  // subject_unknown; provider_unknown; pre_approval_missing, pre_approval_expired (pre_approval.h).
  Result<Filing> create_draft(const FilingDraft& draft, const Actor& actor) const;
  // `version` is the one that the caller has seen. Errors: filing_unknown, version_stale, filing_event_not_open,
  // filing_not_yours, reasons_missing, notice_term_running, change_empty, and those of the rules.
  // What is submitted and accepted has the pre-approvals that its services need.
  Result<Filing> apply(const std::string& id, std::int64_t version, const Step& step, const Actor& actor) const;

  // What is under review is decided in its turn: not_next_in_queue, review_taken, review_one_at_a_time.
  // Takes the first filing under review that nobody has, for a term of the policy (filing.review_turn); whoever has one
  // already gets that. Errors: filing_not_yours (the register's staff alone), queue_empty.
  Result<Filing> take_next(const Actor& actor) const;
  // nullopt: not under review.
  Result<std::optional<QueuePlace>> queue_place(const std::string& site_id) const;

  // Errors: filing_unknown, access_exists, address_outside_block, provider_unknown, filing_not_yours.
  Result<Access> request_access(const std::string& site_id, const AccessDraft& draft, const Actor& actor) const;
  // Errors: access_unknown, version_stale, access_event_not_open, access_not_yours, access_last, and every reason of
  // gate.h that shuts the gate.
  Result<Access> apply_access(const std::string& id, std::int64_t version, const AccessStep& step,
                              const Actor& actor) const;

  // One call through the whole gate: requested, addresses reserved, checks, open or refused with every reason. `site`
  // is a filing's id or number, or a name: of one that nobody filed the checks alone are told, and nothing is kept.
  // Errors: access_exists, access_not_yours, provider_unknown, name_*, and those of check_access.
  Result<GateAnswer> ask_access(const std::string& site, const AccessDraft& draft, const Actor& actor) const;
  // What the gate would say of this access now. Errors: access_unknown, access_not_yours.
  Result<std::vector<CheckOutcome>> gate_of(const std::string& access_id, const Actor& actor) const;

  Result<Filing> get(const std::string& id) const;                 // filing_unknown
  Result<Filing> find(const std::string& number_or_domain) const;  // filing_unknown
  Result<Access> access(const std::string& id) const;              // access_unknown
  Result<Subject> subject(const std::string& id) const;            // subject_unknown
  // An individual's particulars and the responsible person's, for a stated purpose (snake_case); in the ledger. Errors:
  // subject_unknown, and the vault's.
  Result<std::map<std::string, std::string>> personal_data(const std::string& subject_id, const std::string& purpose,
                                                           const std::string& actor) const;
  Result<std::vector<events::Event>> history(const std::string& id) const;
  Result<FilingPage> list(const FilingFilter& filter, const std::string& after, int limit) const;
  // The sites of a subject, by number.
  Result<FilingPage> sites_of(const std::string& subject_id, const std::string& after, int limit) const;

  // What anybody may ask. nullopt: nothing is filed under that name or any name above it.
  Result<std::optional<PublicFiling>> lookup(const std::string& name) const;

  // For other rooms, inside of their transactions.
  std::optional<SiteOfName> site_of(store::Transaction& tx, const std::string& name) const;
  // The e-mail address to which notices for a site go; reads the vault, which the ledger shows. Empty: none is filed.
  Result<std::string> contact_email(store::Transaction& tx, const std::string& site_id, const std::string& purpose,
                                    const std::string& actor) const;
  // A host is told to hold a site, or may open it again: every open (held) access of the site takes the step. Returns
  // how many. Reopening leaves alone what is held for another reason.
  Result<int> hold_accesses(store::Transaction& tx, const std::string& site_id, const std::string& reason,
                            const std::string& actor) const;
  Result<int> reopen_accesses(store::Transaction& tx, const std::string& site_id, const std::string& reason,
                              const std::string& actor) const;
  // Every name of the register in bounded memory, in order of site. Stops when visit returns false.
  static void for_each_domain(store::Transaction& tx, const std::function<bool(const FiledDomain&)>& visit);

 private:
  struct Work;  // one step under way
  Result<std::vector<CheckOutcome>> gate(store::Transaction& tx, const Filing& filing, const Access& access,
                                         const Actor& actor) const;
  // A filing under review is about to be decided: its turn, and taken for whoever decides.
  Result<void> in_turn(store::Transaction& tx, const Filing& filing, const Actor& actor, Instant now) const;
  void take_for(store::Transaction& tx, const Filing& filing, const QueuePlace& place, const Actor& actor,
                Instant now) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const restrictions::Service& restrictions_;
  const Registrants* registrants_;
};

}  // namespace muster::filings
