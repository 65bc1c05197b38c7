// What a batch of reports looks at and writes.
#include "inside.h"
#include "report_store.h"
#include <store/keys.h>

#include <fmt/format.h>

namespace muster::reports {
namespace {

using store::Sql;

// The states are those of the unique index over open entries.
// Key by key: of "state in … and match_key in …" SQLite reads all that are open, for every batch.
#define OPEN_LEADS_OF_EACH                                                                                            \
  "with given(key) as (values " MUSTER_KEY_ROWS                                                                       \
  ") select r.id, r.number, r.match_key, r.fingerprint, r.ground, r.priority from given g cross join report r where " \
  "r.lead_id is null and r.state in ('received', 'screening', 'in_case', 'sealed') and "
constexpr Sql kLeads{"report_leads", OPEN_LEADS_OF_EACH "r.match_key = g.key"};
constexpr Sql kLeadsByPrint{"report_leads_by_fingerprint",
                            OPEN_LEADS_OF_EACH "r.fingerprint <> '' and r.fingerprint = g.key"};
#undef OPEN_LEADS_OF_EACH
constexpr Sql kUsed{"report_challenges_used",
                    "select challenge from report where challenge <> '' and challenge in " MUSTER_KEYS};
constexpr Sql kReporters{"report_reporters", "select * from report_reporter where key in " MUSTER_KEYS};
constexpr Sql kCountOfNetwork{
    "reports_of_network",
    "select count(*) as n from report where reporter_key <> '' and reporter_key = :key and received_at >= :since"};
constexpr Sql kCountOfContact{
    "reports_of_contact",
    "select count(*) as n from report where contact_key <> '' and contact_key = :key and received_at >= :since"};
constexpr Sql kTakeNumbers{"report_take_numbers",
                           "insert into report_number(year, last) values(:year, :n) on conflict(year) do update set "
                           "last = report_number.last + :n returning last"};
constexpr Sql kGrow{"report_grow",
                    "update report set merged = merged + :n, priority = case when priority > :priority then :priority "
                    "else priority end where id = :id"};
constexpr Sql kAddAddress{"report_add_address",
                          "insert into report_address(lead_id, url, host, reports, suspicion_id, first_at) "
                          "values(:lead, :url, :host, :n, null, :now) on conflict(lead_id, url) do update set reports "
                          "= report_address.reports + :n, suspicion_id = nullif(report_address.suspicion_id, '')"};
constexpr Sql kWarned{"report_reporter_warned", "update report_reporter set warned_at = :now where key = :key"};

constexpr std::string_view kColumns[] = {"id",        "number",        "secret_sha256", "channel",     "ground",
                                         "url",       "host",          "registrable",   "match_key",   "fingerprint",
                                         "language",  "flagger_party", "reporter_key",  "contact_key", "challenge",
                                         "sealed_id", "priority",      "received_at",   "due_at",      "state",
                                         "state_at",  "lead_id",       "merged",        "outcome",     "case_id",
                                         "reasons",   "decided_by",    "kept",          "forget_at",   "version"};

Lead lead_of(const store::Row& row) {
  return {row.text("id"), row.text("number"), row.text("match_key"), row.text("fingerprint"), row.integer("priority")};
}

store::Value text_or_null(const std::string& text) {
  return text.empty() ? store::Value{} : store::Value{text};
}

}  // namespace

std::map<std::string, Lead> select_leads(store::Transaction& tx, const std::vector<std::string>& matches) {
  std::map<std::string, Lead> out;
  if (!matches.empty())
    store::each_of(tx, kLeads, matches,
                   [&](const store::Row& row) { out.emplace(row.text("match_key"), lead_of(row)); });
  return out;
}

std::map<std::string, Lead> select_leads_by_fingerprint(store::Transaction& tx,
                                                        const std::vector<std::string>& fingerprints) {
  std::map<std::string, Lead> out;
  if (!fingerprints.empty())
    store::each_of(tx, kLeadsByPrint, fingerprints, [&](const store::Row& row) {
      out.emplace(row.text("ground") + "|" + row.text("fingerprint"), lead_of(row));
    });
  return out;
}

std::set<std::string> select_used(store::Transaction& tx, const std::vector<std::string>& challenges) {
  std::set<std::string> out;
  if (!challenges.empty())
    store::each_of(tx, kUsed, challenges, [&](const store::Row& row) { out.insert(row.text("challenge")); });
  return out;
}

std::map<std::string, Reporter> select_reporters(store::Transaction& tx, const std::vector<std::string>& keys) {
  std::map<std::string, Reporter> out;
  if (!keys.empty())
    store::each_of(tx, kReporters, keys, [&](const store::Row& row) {
      out[row.text("key")].facts = {row.integer("unfounded"), row.maybe_instant("unfounded_at"),
                                    row.maybe_instant("warned_at")};
    });
  return out;
}

std::int64_t count_of_reporter(store::Transaction& tx, const std::string& key, Instant since) {
  return std::max(tx.one(kCountOfNetwork, {{"key", key}, {"since", since}})->integer("n"),
                  tx.one(kCountOfContact, {{"key", key}, {"since", since}})->integer("n"));
}

std::int64_t take_numbers(store::Transaction& tx, std::int64_t year, std::int64_t count) {
  return tx.one(kTakeNumbers, {{"year", year}, {"n", count}})->integer("last") - count + 1;
}

void insert_reports(store::Transaction& tx, std::span<Prepared* const> reports) {
  const auto rows = tx.bulk("report", kColumns);
  for (const Prepared* p : reports) {
    const Report& r = p->report;
    const store::Value values[] = {r.id,
                                   r.number,
                                   p->secret_sha256,
                                   r.channel,
                                   r.ground,
                                   r.url,
                                   r.host,
                                   r.registrable,
                                   p->match,
                                   r.fingerprint,
                                   r.language,
                                   r.flagger_party,
                                   p->reporter_key,
                                   p->contact_key,
                                   p->proof,
                                   p->sealed_id,
                                   r.priority,
                                   r.received_at.micros,
                                   r.due_at.micros,
                                   r.state,
                                   r.state_at.micros,
                                   text_or_null(r.lead_id),
                                   std::int64_t{0},
                                   std::string(),
                                   store::Value{},
                                   std::string(),
                                   std::string(),
                                   std::int64_t{r.kept ? 1 : 0},
                                   store::Value{},
                                   std::int64_t{1}};
    rows->row(values);
  }
  rows->finish();
}

void insert_sealed(store::Transaction& tx, std::span<Prepared* const> reports) {
  std::vector<const vault::Sealed*> boxes;
  for (const Prepared* p : reports) {
    if (p->sealed) boxes.push_back(&*p->sealed);
    // A duplicate of a sealed address adds nothing: the hotline has it from the first one.
    if (p->sealed_address && p->report.lead_id.empty()) boxes.push_back(&*p->sealed_address);
  }
  if (boxes.empty()) return;
  const auto keys = tx.bulk("vault_key", vault::kKeyColumns);
  for (const vault::Sealed* s : boxes) {
    const store::Value values[] = {s->key.record_id, s->key.kek_id, s->key.data_key_id, s->key.wrapped_key};
    keys->row(values);
  }
  keys->finish();
  const auto fields = tx.bulk("vault_field", vault::kFieldColumns);
  for (const vault::Sealed* s : boxes)
    for (const auto& field : s->fields) {
      const store::Value values[] = {field.record_id, field.field, field.ciphertext};
      fields->row(values);
    }
  fields->finish();
}

void grow_lead(store::Transaction& tx, const std::string& id, const LeadGrowth& growth) {
  tx.run(kGrow, {{"id", id}, {"n", growth.merged}, {"priority", growth.priority}});
}

void add_address(store::Transaction& tx, const std::string& lead_id, const ReportedAddress& address, Instant now) {
  tx.run(kAddAddress,
         {{"lead", lead_id}, {"url", address.url}, {"host", address.host}, {"n", address.reports}, {"now", now}});
}

void mark_warned(store::Transaction& tx, const std::string& key, Instant now) {
  tx.run(kWarned, {{"key", key}, {"now", now}});
}

}  // namespace muster::reports
