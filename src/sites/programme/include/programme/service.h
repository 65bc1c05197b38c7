// Programmes on record: who may do what with an item, who is told of what is behind, files in and out, deadlines for
// calendars. Thread-safe. Errors of all that take a version: stale.
#pragma once

#include <ledger/recorder.h>
#include <metrics/service.h>
#include <notices/notices.h>
#include <policy/policy.h>
#include <programme/programme.h>
#include <programme/template.h>
#include <store/database.h>

#include <map>

namespace muster::programme {

// A letter about an item that is behind: item, title, programme, due, reasons.
inline constexpr const char* kEscalationLetter = "programme_behind";

// Who asks. A partner's user sees and reports what concerns its own party alone.
struct Actor {
  std::string id;        // a person's, or "system:…"
  std::string party_id;  // "" of the command line
  bool supervisor = false;
  bool own_party_only = false;
};

struct Counts {
  std::int64_t items = 0, planned = 0, under_way = 0, submitted = 0, accepted = 0, dropped = 0;
  std::int64_t overdue = 0, at_risk = 0, no_evidence = 0;  // open ones, by what is said of them
};
struct AreaLine {
  Area area;
  Counts counts;
};
struct Whole {
  Programme programme;
  std::vector<Phase> phases;
  std::vector<AreaLine> areas;
  std::vector<std::pair<std::string, std::string>> parties;  // id, name
  Counts counts;
};
struct Listed {
  Item item;
  std::vector<Watch> watched;
};
struct ItemPage {
  std::vector<Listed> items;
  std::string next;  // a code, or the due day and id of one's own items
};
struct WholeItem {
  Item item;
  std::vector<Watch> watched;
  std::vector<Step> steps;
  std::vector<Evidence> evidence;
  std::vector<Return> returns;  // the last one of each party
  std::vector<events::Event> history;
  Trend trend;
};

struct NewProgramme {
  Both title;             // empty: the template's
  std::string starts_on;  // day
  std::string head_id;
  bool from_template = true;
};
struct ItemFilter {
  std::string area;     // code
  std::string state;    // of an item
  std::string watched;  // overdue, at_risk, no_evidence: computed over at most kItemsMax items
  std::string party;    // of the owner
};
struct NewItem {
  std::string area, code;
  Both title, evidence;
  std::string metric, towards, owner_id, starts_on, due_on;
  std::vector<std::string> deputies;
  std::vector<Both> steps;
};
// What is not given stays.
struct ItemChange {
  std::optional<Both> title, evidence;
  std::optional<std::string> owner_id, starts_on, due_on, metric, towards;
  std::optional<std::vector<std::string>> deputies;
};

struct RowFault {
  std::int64_t line = 0;
  std::string code;  // of the item, where it has one
  Error error;
};
struct TableResult {
  std::int64_t rows = 0, entered = 0, changed = 0, unchanged = 0;
  std::vector<RowFault> faults;
};

struct CalendarToken {
  std::string id, programme_id;  // programme_id "": the person's own items
  std::string token;             // when it is given, and never again
  Instant created_at, expires_at;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          notices::Service& notices, const metrics::Service& metrics, const Template& shipped)
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        notices_(notices),
        metrics_(metrics),
        shipped_(shipped) {}

  const Template& shipped() const { return shipped_; }
  std::string today() const;

  // --- programmes. Errors: role_missing, programme_title, programme_day, person_unknown, programme_unknown.
  Result<Programme> create(const NewProgramme& what, const Actor& actor) const;
  Result<std::string> newest() const;                         // its id, "" there is none
  Result<std::vector<Whole>> list(const Actor& actor) const;  // newest first, 100 at most
  Result<Whole> programme(const std::string& id, const Actor& actor) const;
  Result<Programme> change(const std::string& id, std::int64_t version, const std::optional<std::string>& head_id,
                           const std::optional<std::string>& state, const Actor& actor) const;
  Result<void> add_party(const std::string& id, const std::string& party_id, const Actor& actor) const;

  // --- items. Errors: item_unknown, role_missing, programme_item_* and those of the fields.
  Result<ItemPage> items(const std::string& programme_id, const ItemFilter& filter, const std::string& after, int limit,
                         const Actor& actor) const;
  Result<ItemPage> own_items(const Actor& actor, const std::string& after, int limit) const;  // open ones, by due day
  Result<WholeItem> item(const std::string& id, const Actor& actor) const;
  Result<WholeItem> add_item(const std::string& programme_id, const NewItem& what, const Actor& actor) const;
  Result<WholeItem> change_item(const std::string& id, std::int64_t version, const ItemChange& change,
                                const Actor& actor) const;
  Result<WholeItem> move(const std::string& id, std::int64_t version, const std::string& event,
                         const std::string& reason, const Actor& actor) const;
  Result<WholeItem> do_step(const std::string& id, std::int64_t seq, const Actor& actor) const;
  Result<WholeItem> show_evidence(const std::string& id, const Evidence& what, const Actor& actor) const;
  Result<WholeItem> report(const std::string& id, const Return& what, const Actor& actor) const;

  // --- files. One row an item, by code: what there is already is changed. Good rows go in, each bad one is told.
  // Errors: table_columns, table_rows_max, those of the reader.
  static const std::vector<std::string>& columns();
  using Row = std::vector<std::string>;
  Result<TableResult> take_rows(const std::string& programme_id, const std::vector<std::string>& header,
                                const std::vector<std::pair<std::int64_t, Row>>& rows, bool dry_run,
                                const Actor& actor) const;
  Result<std::vector<Row>> rows(const std::string& programme_id, const Actor& actor) const;  // with the header

  // --- supervision. Tells owners, after some days deputies, after more the head: each of a cause once. Returns how
  // many letters were written.
  Result<int> escalate() const;

  // --- calendars
  Result<CalendarToken> give_calendar(const std::string& programme_id, const Actor& actor) const;
  Result<std::vector<CalendarToken>> calendars(const Actor& actor) const;
  Result<void> revoke_calendar(const std::string& id, const Actor& actor) const;  // calendar_token_unknown
  // RFC 5545. Errors: calendar_token_unknown.
  Result<std::string> calendar(const std::string& token) const;

 private:
  struct Standing;  // what items are judged by: rules, day, figures
  Result<Standing> standing(const std::vector<Item>& items) const;
  Result<WholeItem> whole_item(store::Transaction& tx, const std::string& id, const Actor& actor) const;
  Result<WholeItem> with_watch(Result<WholeItem> found) const;
  Result<std::string> take_row(store::Transaction& tx, const Programme& programme,
                               const std::map<std::string, std::string>& row, const Actor& actor) const;
  Result<int> tell(store::Transaction& tx, const Programme& programme, const Item& item, const std::string& cause,
                   const std::vector<Watch>& watched) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  notices::Service& notices_;
  const metrics::Service& metrics_;
  const Template& shipped_;
};

// Pure: deadlines as a calendar (RFC 5545): one all-day event an open item, with an alarm a week before.
struct Deadline {
  std::string uid, summary, description, day, path;
  std::int64_t sequence = 0;
  Instant stamp;
};
std::string to_icalendar(const std::string& name, const std::vector<Deadline>& deadlines);

}  // namespace muster::programme
