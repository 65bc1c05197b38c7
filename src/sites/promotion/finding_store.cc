#include "finding_store.h"

#include "link_store.h"
#include <base/words.h>
#include <store/null.h>

#include <boost/json.hpp>

namespace muster::promotion {
namespace json = boost::json;
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define FINDING_SELECT                                                                                       \
  "select f.*, p.number as partner_number, c.path as channel from promo_finding f join partner p on p.id = " \
  "f.partner_id left join promo_channel c on c.id = f.channel_id "
constexpr Sql kFindingById{"promo_finding_by_id", FINDING_SELECT "where f.id = :id"};
constexpr Sql kOpenOfLink{"promo_finding_open_of_link", FINDING_SELECT
                          "where f.partner_id = :partner and f.code = :code and f.state = 'open' order by "
                          "f.id limit 500"};
constexpr Sql kFindingsAll{"promo_findings", FINDING_SELECT "where f.id < :before order by f.id desc limit :limit"};
constexpr Sql kFindingsState{
    "promo_findings_state", FINDING_SELECT "where f.state = :state and f.id < :before order by f.id desc limit :limit"};
constexpr Sql kFindingsPartner{"promo_findings_partner", FINDING_SELECT
                               "where f.partner_id = :partner and f.state = :state and f.id < :before order "
                               "by f.id desc limit :limit"};
constexpr Sql kFindingsPartnerAny{"promo_findings_partner_any", FINDING_SELECT
                                  "where f.partner_id = :partner and f.id < :before order by f.id desc limit :limit"};
constexpr Sql kFindingsLink{"promo_findings_link", FINDING_SELECT
                            "where f.partner_id = :partner and f.code = :code and f.id < :before order by "
                            "f.id desc limit :limit"};
constexpr Sql kFindingsProvider{"promo_findings_provider", FINDING_SELECT
                                "where f.provider_id = :provider and f.state = :state and f.id < :before "
                                "order by f.id desc limit :limit"};
constexpr Sql kFindingsKind{"promo_findings_kind", FINDING_SELECT
                            "where f.kind = :kind and f.state = :state and f.id < :before order by f.id desc "
                            "limit :limit"};
// What a re-test goes through, of a link, a channel and what is below it, or all of the partner.
#define RETEST_OPEN FINDING_SELECT "where f.partner_id = :partner and f.state = 'open' "
#define RETEST_CLOSED FINDING_SELECT "where f.partner_id = :partner and f.state <> 'open' and f.state_at >= :since "
#define OF_CHANNEL "and (c.path = :value or (c.path >= :low and c.path < :high)) "
constexpr Sql kOpenOfPartner{"promo_retest_open", RETEST_OPEN "order by f.id limit :limit"};
constexpr Sql kOpenOfChannel{"promo_retest_open_channel", RETEST_OPEN OF_CHANNEL "order by f.id limit :limit"};
constexpr Sql kOpenOfCode{"promo_retest_open_link", RETEST_OPEN "and f.code = :value order by f.id limit :limit"};
constexpr Sql kClosedOfPartner{"promo_retest_closed", RETEST_CLOSED "order by f.state_at, f.id limit :limit"};
constexpr Sql kClosedOfChannel{"promo_retest_closed_channel",
                               RETEST_CLOSED OF_CHANNEL "order by f.state_at, f.id limit :limit"};
constexpr Sql kClosedOfCode{"promo_retest_closed_link", RETEST_CLOSED "and f.code = :value order by f.id limit :limit"};
constexpr Sql kFindingInsert{
    "promo_finding_insert",
    "insert into promo_finding(id, partner_id, code, channel_id, kind, host, url, detail, provider_id, first_run_id, "
    "last_run_id, found_at, last_seen_at, told_at, state, state_at) values(:id, :partner, :code, :channel, :kind, "
    ":host, "
    ":url, :detail, :provider, :run, :run, :at, :at, :told, 'open', :at)"};
constexpr Sql kFindingUpdate{"promo_finding_update",
                             "update promo_finding set detail = :detail, last_run_id = :run, last_seen_at = :last, "
                             "seen = :seen, told_at = :told, "
                             "case_id = :case_id, state = :state, state_at = :state_at, closed_by = :by, closed_run_id "
                             "= :closed_run, close_reason "
                             "= :reason, version = version + 1 where id = :id and version = :version"};
#define COUNT_OPEN                                                                                               \
  "select kind, count(*) as n, sum(case when told_at is not null and told_at <= found_at then 1 else 0 end) as " \
  "before_it, "                                                                                                  \
  "sum(case when told_at > found_at then 1 else 0 end) as after_it from promo_finding "
constexpr Sql kCountPartner{"promo_finding_count_partner",
                            COUNT_OPEN "where partner_id = :key and state = 'open' group by kind order by kind"};
constexpr Sql kCountProvider{"promo_finding_count_provider",
                             COUNT_OPEN "where provider_id = :key and state = 'open' group by kind order by kind"};
constexpr Sql kToldSince{
    "promo_told_since",
    "select min(told_at) as at from promo_told where partner_id = :partner and told_at >= :since and (code = "
    ":code or code = '') and (host = :host or host = '') and (code <> '' or host <> '')"};
constexpr Sql kToldInsert{
    "promo_told_insert",
    "insert into promo_told(id, partner_id, code, host, words, told_by, told_at) values(:id, :partner, "
    ":code, :host, :words, :by, :at)"};
constexpr Sql kInspection{"promo_inspection_one",
                          "select * from promo_inspection where partner_id = :partner and code = :code"};
constexpr Sql kInspectionUpdate{
    "promo_inspection_update",
    "update promo_inspection set due_at = :due, last_at = :last, last_run_id = :run, outcome = "
    ":outcome, failures = :failures, chain = :chain, changed = :changed, qr_run_id = :qr_run, qr_failures = "
    ":qr_failures, qr_chain = :qr_chain where partner_id = "
    ":partner and code = :code"};
constexpr Sql kInspectedInsert{
    "promo_inspected_insert",
    "insert into promo_inspected(partner_id, code, run_id, entry, at, outcome, changed) values(:partner, "
    ":code, :run, :entry, :at, :outcome, :changed)"};
constexpr Sql kDue{"promo_inspection_due",
                   "select partner_id, code from promo_inspection where listed = 1 and due_at <= :now order by due_at, "
                   "partner_id, code limit :limit"};
constexpr Sql kTake{"promo_inspection_take",
                    "update promo_inspection set due_at = :until where partner_id = :partner and code = :code"};

std::vector<Finding> findings_from(Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Finding> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(finding_of(row));
  return out;
}

std::string text_at(const json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

}  // namespace

std::vector<const Sql*> finding_lists() {
  return {&kOpenOfLink,       &kFindingsAll,  &kFindingsState, &kFindingsPartner, &kFindingsPartnerAny, &kFindingsLink,
          &kFindingsProvider, &kFindingsKind, &kOpenOfPartner, &kOpenOfCode,      &kClosedOfPartner,    &kDue,
          &kCountPartner,     &kCountProvider};
}

Finding finding_of(const Row& row) {
  Finding f;
  f.id = row.text("id");
  f.partner_id = row.text("partner_id");
  f.partner_number = row.text("partner_number");
  f.code = row.text("code");
  f.channel = row.text("channel");
  f.kind = known(finding_kind(row.text("kind")));
  f.host = row.text("host");
  f.url = row.text("url");
  f.detail = row.text("detail");
  f.provider_id = row.text("provider_id");
  f.first_run_id = row.text("first_run_id");
  f.last_run_id = row.text("last_run_id");
  f.found_at = row.instant("found_at");
  f.last_seen_at = row.instant("last_seen_at");
  f.seen = row.integer("seen");
  f.told_at = row.maybe_instant("told_at");
  f.case_id = row.text("case_id");
  f.state = known(finding_state(row.text("state")));
  f.state_at = row.instant("state_at");
  f.closed_by = row.text("closed_by");
  f.closed_run_id = row.text("closed_run_id");
  f.close_reason = row.text("close_reason");
  f.version = row.integer("version");
  return f;
}

std::optional<Finding> select_finding(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFindingById, {{"id", id}});
  return row ? std::optional(finding_of(*row)) : std::nullopt;
}

std::vector<Finding> select_open_of_link(Transaction& tx, const std::string& partner_id, const std::string& code) {
  return findings_from(tx, kOpenOfLink, {{"partner", partner_id}, {"code", code}});
}

std::vector<Finding> select_findings(Transaction& tx, const FindingFilter& filter, const std::string& after,
                                     int limit) {
  store::Binds binds{{"before", after.empty() ? "g" : after}, {"limit", limit}};
  if (!filter.partner_id.empty()) {
    binds.emplace_back("partner", filter.partner_id);
    if (!filter.code.empty()) {
      binds.emplace_back("code", filter.code);
      return findings_from(tx, kFindingsLink, binds);
    }
    if (!filter.state) return findings_from(tx, kFindingsPartnerAny, binds);
    binds.emplace_back("state", to_text(*filter.state));
    return findings_from(tx, kFindingsPartner, binds);
  }
  if (!filter.state) return findings_from(tx, kFindingsAll, binds);
  binds.emplace_back("state", to_text(*filter.state));
  if (!filter.provider_id.empty()) {
    binds.emplace_back("provider", filter.provider_id);
    return findings_from(tx, kFindingsProvider, binds);
  }
  if (filter.kind) {
    binds.emplace_back("kind", to_text(*filter.kind));
    return findings_from(tx, kFindingsKind, binds);
  }
  return findings_from(tx, kFindingsState, binds);
}

std::vector<Finding> select_findings_since(Transaction& tx, const std::string& partner_id, const Scope& scope,
                                           Instant since, int limit) {
  const bool all = scope.kind == Scope::Kind::partner, channel = scope.kind == Scope::Kind::channel;
  store::Binds open{{"partner", partner_id}};
  if (!all) open.emplace_back("value", scope.value);
  if (channel) {
    open.emplace_back("low", scope.value + "/");
    open.emplace_back("high", scope.value + "0");  // what follows "/"
  }
  store::Binds closed = open;
  open.emplace_back("limit", limit);
  auto out = findings_from(tx, all ? kOpenOfPartner : channel ? kOpenOfChannel : kOpenOfCode, open);
  closed.emplace_back("since", since);
  closed.emplace_back("limit", limit - static_cast<int>(out.size()));
  for (Finding& f : findings_from(tx, all ? kClosedOfPartner : channel ? kClosedOfChannel : kClosedOfCode, closed))
    out.push_back(std::move(f));
  return out;
}

void insert_finding(Transaction& tx, const Finding& f, const std::string& channel_id) {
  tx.run(kFindingInsert, {{"id", f.id},
                          {"partner", f.partner_id},
                          {"code", f.code},
                          {"channel", store::text_or_null(channel_id)},
                          {"kind", to_text(f.kind)},
                          {"host", f.host},
                          {"url", f.url},
                          {"detail", f.detail},
                          {"provider", store::text_or_null(f.provider_id)},
                          {"run", f.first_run_id},
                          {"at", f.found_at},
                          {"told", f.told_at}});
}

bool update_finding(Transaction& tx, const Finding& f) {
  return tx.run(kFindingUpdate, {{"id", f.id},
                                 {"version", f.version},
                                 {"detail", f.detail},
                                 {"run", f.last_run_id},
                                 {"last", f.last_seen_at},
                                 {"seen", f.seen},
                                 {"told", f.told_at},
                                 {"case_id", store::text_or_null(f.case_id)},
                                 {"state", to_text(f.state)},
                                 {"state_at", f.state_at},
                                 {"by", store::text_or_null(f.closed_by)},
                                 {"closed_run", f.closed_run_id},
                                 {"reason", f.close_reason}}) == 1;
}

std::vector<FindingCount> count_open(Transaction& tx, const std::string& partner_id, const std::string& provider_id) {
  std::vector<FindingCount> out;
  const bool of_partner = !partner_id.empty();
  for (const Row& row :
       tx.query(of_partner ? kCountPartner : kCountProvider, {{"key", of_partner ? partner_id : provider_id}}))
    out.push_back(
        {known(finding_kind(row.text("kind"))), row.integer("n"), row.integer("before_it"), row.integer("after_it")});
  return out;
}

std::optional<Instant> told_since(Transaction& tx, const std::string& partner_id, const std::string& code,
                                  const std::string& host, Instant since) {
  return tx.one(kToldSince, {{"partner", partner_id}, {"code", code}, {"host", host}, {"since", since}})
      ->maybe_instant("at");
}

void insert_told(Transaction& tx, const std::string& id, const std::string& partner_id, const std::string& code,
                 const std::string& host, const std::string& words, const std::string& person, Instant at) {
  tx.run(kToldInsert, {{"id", id},
                       {"partner", partner_id},
                       {"code", code},
                       {"host", host},
                       {"words", words},
                       {"by", person},
                       {"at", at}});
}

std::string chain_json(const std::vector<ChainHop>& chain) {
  json::array out;
  for (const ChainHop& hop : chain)
    out.push_back(json::object{{"kind", hop.kind},
                               {"url", hop.url},
                               {"host", hop.host},
                               {"status", hop.status},
                               {"error", hop.error},
                               {"known", hop.known},
                               {"filed", hop.filed},
                               {"advertising", hop.advertising}});
  return json::serialize(out);
}

std::vector<ChainHop> chain_of_json(const std::string& text) {
  std::vector<ChainHop> out;
  const json::value chain = json::parse(text);
  for (const json::value& each : chain.as_array()) {
    const json::object& hop = each.as_object();
    const auto flag = [&](const char* key) { return hop.at(key).as_bool(); };
    out.push_back({text_at(hop, "kind"), text_at(hop, "url"), text_at(hop, "host"),
                   static_cast<int>(hop.at("status").as_int64()), text_at(hop, "error"), flag("known"), flag("filed"),
                   flag("advertising")});
  }
  return out;
}

std::string changed_json(const Changed& changed) {
  if (!changed.any()) return "{}";
  const auto list = [](const std::vector<std::string>& hosts) { return json::array(hosts.begin(), hosts.end()); };
  json::object out{{"hosts_new", list(changed.hosts_new)}, {"hosts_gone", list(changed.hosts_gone)}};
  if (changed.landing_was != changed.landing_is) {
    out["landing_was"] = changed.landing_was;
    out["landing_is"] = changed.landing_is;
  }
  return json::serialize(out);
}

std::optional<InspectionRow> select_inspection(Transaction& tx, const LinkKey& key) {
  const auto row = tx.one(kInspection, {{"partner", key.partner_id}, {"code", key.code}});
  if (!row) return std::nullopt;
  InspectionRow out;
  out.link = key;
  out.due_at = row->instant("due_at");
  out.listed = row->integer("listed") == 1;
  out.last_at = out.counted_at = row->maybe_instant("last_at");
  out.last_run_id = row->text("last_run_id");
  out.outcome = row->text("outcome");
  out.chain = chain_of_json(row->text("chain"));
  out.changed = row->text("changed");
  out.failures = row->integer("failures");
  out.qr_run_id = row->text("qr_run_id");
  out.qr_chain = chain_of_json(row->text("qr_chain"));
  out.qr_failures = row->integer("qr_failures");
  return out;
}

void update_inspection(Transaction& tx, const InspectionRow& row) {
  tx.run(kInspectionUpdate, {{"partner", row.link.partner_id},
                             {"code", row.link.code},
                             {"due", row.due_at},
                             {"last", row.last_at},
                             {"run", row.last_run_id},
                             {"outcome", row.outcome},
                             {"failures", row.failures},
                             {"chain", chain_json(row.chain)},
                             {"changed", row.changed},
                             {"qr_run", row.qr_run_id},
                             {"qr_failures", row.qr_failures},
                             {"qr_chain", chain_json(row.qr_chain)}});
  const auto was = hour_of(row.counted_at), is = hour_of(row.last_at);
  if (row.listed && was != is) move_coverage(tx, row.link.partner_id, {{was, -1}, {is, 1}});
}

void insert_inspected(Transaction& tx, const LinkKey& key, const InspectionNote& note) {
  tx.run(kInspectedInsert, {{"partner", key.partner_id},
                            {"code", key.code},
                            {"run", note.run_id},
                            {"entry", note.of_qr ? "qr" : "link"},
                            {"at", note.at},
                            {"outcome", note.outcome},
                            {"changed", note.changed}});
}

std::vector<LinkKey> take_due(Transaction& tx, Instant now, Instant until, int limit) {
  std::vector<LinkKey> out;
  for (const Row& row : tx.query(kDue, {{"now", now}, {"limit", limit}}))
    out.push_back({row.text("partner_id"), row.text("code")});
  for (const LinkKey& key : out) tx.run(kTake, {{"partner", key.partner_id}, {"code", key.code}, {"until", until}});
  return out;
}

}  // namespace muster::promotion
