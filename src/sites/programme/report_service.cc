// Reports: what is in them, and how they are proven.
#include "report_store.h"
#include "service_parts.h"
#include <base/bytes.h>
#include <base/text.h>
#include <ledger/leaf.h>
#include <parties/parties.h>
#include <store/page.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::programme {
namespace {

namespace json = boost::json;
using store::Transaction;

constexpr int kReportsPageMax = 500;
constexpr std::size_t kProofMax = 4u << 20;

Error report_unknown() {
  return not_found("report_unknown", "There is no such report.");
}

json::value seconds(const std::optional<Duration>& time) {
  return time ? json::value(time->count() / 1'000'000) : json::value();
}

// Of one region where the definition tells regions apart; nothing: it doesn't.
std::optional<metrics::Sum> sum_in(const metrics::Definition& d, const metrics::Cells& cells,
                                   const std::string& region) {
  if (region.empty()) return metrics::total_of(cells);
  const auto at = std::find(d.by.begin(), d.by.end(), "region");
  if (at == d.by.end()) return std::nullopt;
  auto parts = metrics::along(cells, static_cast<std::size_t>(at - d.by.begin()));
  return parts[region];
}

// The figures of an earlier report by name.
std::map<std::string, std::int64_t> figures_in(const std::string& content) {
  std::map<std::string, std::int64_t> out;
  const json::value said = json::parse(content);
  for (const auto& f : said.at("figures").as_array()) out[std::string(f.at("name").as_string())] = f.at("n").as_int64();
  return out;
}

json::object both(const Both& b) {
  return {{"en", b.in("en")}, {"zh", b.in("zh")}};
}

json::object programme_part(const Whole& w, const std::vector<Listed>& items, std::int64_t phase,
                            const std::string& party) {
  json::array areas, behind;
  std::map<std::string, std::int64_t> phase_of;
  std::int64_t all = 0, accepted = 0, dropped = 0, overdue = 0;
  for (const auto& line : w.areas) phase_of[line.area.code] = line.area.phase_seq;
  for (const auto& line : w.areas) {
    if (phase > 0 && line.area.phase_seq != phase) continue;
    if (!party.empty()) continue;
    areas.push_back(json::object{{"code", line.area.code},
                                 {"title", both(line.area.title)},
                                 {"items", line.counts.items},
                                 {"accepted", line.counts.accepted},
                                 {"overdue", line.counts.overdue}});
  }
  for (const auto& [item, watched] : items) {
    if (phase > 0 && phase_of[item.area_code] != phase) continue;
    ++all;
    accepted += item.state == "accepted" ? 1 : 0;
    dropped += item.state == "dropped" ? 1 : 0;
    if (watched.empty()) continue;
    overdue += watched.front().cause == "overdue" ? 1 : 0;
    json::array causes;
    for (const auto& watch : watched) causes.push_back(json::string(watch.code));
    behind.push_back(json::object{
        {"code", item.code}, {"title", both(item.title)}, {"due_on", item.due_on}, {"causes", std::move(causes)}});
  }
  return {{"title", both(w.programme.title)},
          {"items", all},
          {"accepted", accepted},
          {"dropped", dropped},
          {"overdue", overdue},
          {"areas", std::move(areas)},
          {"behind", std::move(behind)}};
}

}  // namespace

Result<std::string> Reports::content_of(const ReportScope& scope, const std::string& from, const std::string& until,
                                        const std::string& number, const std::optional<Report>& last,
                                        const Actor& actor, std::string& figures) const {
  json::array list;
  json::object signed_figures;
  const auto before = last ? figures_in(last->content) : std::map<std::string, std::int64_t>{};
  // Figures of the house are not told apart by operators; those of an operator come as its aggregates.
  for (const auto& d : metrics_.definitions().items) {
    if (!scope.party_id.empty()) break;
    MUSTER_TRY(const auto months, metrics_.figures(d.name, from, until));
    MUSTER_TRY(const auto editions, metrics_.editions(d.name, from, until));
    metrics::Sum whole;
    json::array by_month;
    bool told_apart = true;
    for (std::string month = from;; month = metrics::next_month(month)) {
      const auto found = months.find(month);
      const auto sum = sum_in(d, found == months.end() ? metrics::Cells{} : found->second, scope.region);
      told_apart = sum.has_value();
      if (!told_apart) break;
      whole.add(*sum);
      const metrics::Edition *first = nullptr, *latest = nullptr;
      for (const auto& e : editions)
        if (e.month == month) {
          if (!first) first = &e;
          latest = &e;
        }
      const auto of = [&](const metrics::Edition* e) {
        return e ? json::value(sum_in(d, e->cells, scope.region)->n) : json::value();
      };
      by_month.push_back(json::object{{"month", month}, {"n", sum->n}, {"first", of(first)}, {"latest", of(latest)}});
      if (month == until) break;
    }
    if (!told_apart) continue;
    const auto was = before.find(d.name);
    list.push_back(json::object{{"name", d.name},
                                {"title", {{"en", d.title_en}, {"zh", d.title_zh}}},
                                {"unit", d.unit},
                                {"n", whole.n},
                                {"median_seconds", seconds(whole.median())},
                                {"target_hours", d.target_hours ? json::value(*d.target_hours) : json::value()},
                                {"last", was == before.end() ? json::value() : json::value(was->second)},
                                {"months", std::move(by_month)}});
    signed_figures[d.name] = whole.n;
  }
  figures = json::serialize(signed_figures);

  json::value programme, party;
  std::string programme_id = scope.programme_id;
  if (programme_id.empty()) {
    MUSTER_TRY(programme_id, programmes_.newest());
  }
  if (!programme_id.empty()) {
    MUSTER_TRY(const auto whole, programmes_.programme(programme_id, actor));
    MUSTER_TRY(const auto items, programmes_.items(programme_id, {"", "", "", scope.party_id}, "", 500, actor));
    programme = programme_part(whole, items.items, scope.phase, scope.party_id);
  }
  if (!scope.party_id.empty()) {
    MUSTER_TRY(const std::string name, database_.read([&](Transaction& tx) -> Result<std::string> {
      const auto found = parties::find_party(tx, scope.party_id);
      if (!found) return invalid("party_unknown", "There is no such party.", "party_id");
      return found->name;
    }));
    party = json::object{{"id", scope.party_id}, {"name", name}};
  }
  json::array findings;
  MUSTER_TRY(const auto open, inspections_.findings(scope.party_id, true, "", 500, actor));
  for (const auto& f : open.items)
    findings.push_back(json::object{{"number", f.number},
                                    {"party", f.party_name},
                                    {"severity", f.severity},
                                    {"found_by", f.found_by},
                                    {"leniency", f.leniency},
                                    {"state", f.state},
                                    {"due_on", f.due_on}});
  return json::serialize(json::object{{"format", "muster-report/1"},
                                      {"number", number},
                                      {"kind", scope.kind},
                                      {"from", from},
                                      {"until", until},
                                      {"phase", scope.phase},
                                      {"region", scope.region},
                                      {"party", std::move(party)},
                                      {"made_at", to_rfc3339(recorder_.clock().now())},
                                      {"definitions_sha256", metrics_.definitions().sha256},
                                      {"last", last ? json::value(last->number) : json::value()},
                                      {"figures", std::move(list)},
                                      {"programme", std::move(programme)},
                                      {"findings", std::move(findings)}});
}

Result<Report> Reports::make(const ReportScope& scope, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  const std::string now = metrics_.current_month();
  std::string from = scope.month, until = scope.month;
  if (scope.kind == "phase") {
    MUSTER_TRY(const auto whole, programmes_.programme(scope.programme_id, actor));
    const auto phase =
        std::find_if(whole.phases.begin(), whole.phases.end(), [&](const Phase& p) { return p.seq == scope.phase; });
    if (phase == whole.phases.end()) return invalid("phase_unknown", "There is no such phase.", "phase");
    from = phase->starts_on.substr(0, 7);
    until = std::min(phase->due_on.substr(0, 7), now);
    if (until < from) return invalid("month_ahead", "This phase has not begun.", "phase");
  } else if (scope.kind != "month") {
    return invalid("report_kind", "A report is of a month or a phase.", "kind");
  }
  if (!metrics::is_month(from)) return invalid("month_form", "Write a month as 2026-03.", "month");
  if (from > now) return invalid("month_ahead", "This month has not begun.", "month");
  if (scope.region.size() > 60 || !is_valid_utf8(scope.region))
    return invalid("region", "A region has at most 60 bytes.", "region");
  const std::string year = until.substr(0, 4);
  struct Begun {
    std::string number;
    std::optional<Report> last;
  };
  MUSTER_TRY(const Begun begun, database_.read([&](Transaction& tx) -> Result<Begun> {
    return Begun{fmt::format("R{}-{:05}", year, next_report_number(tx, year)),
                 select_last_report(tx, scope.kind, scope.region, scope.party_id, until)};
  }));
  std::string figures;
  MUSTER_TRY(std::string content, content_of(scope, from, until, begun.number, begun.last, actor, figures));
  return database_.write([&](Transaction& tx) -> Result<Report> {
    Report r;
    r.id = recorder_.new_id();
    r.number = begun.number;  // unique: of two at once one is refused, and made again by who asked
    r.kind = scope.kind;
    r.from = from;
    r.until = until;
    r.phase = scope.kind == "phase" ? scope.phase : 0;
    r.region = scope.region;
    r.party_id = scope.party_id;
    r.previous_id = begun.last ? begun.last->id : "";
    r.content = content;
    r.sha256 = to_hex(sha256(content));
    r.made_by = actor.id;
    r.made_at = recorder_.clock().now();
    r.event_id = recorder_.record(
        tx, kReportMade, actor.id, kReportRecord, r.id,
        fmt::format(
            R"({{"number":"{}","kind":"{}","from":"{}","until":"{}","region":{},"party":{},"sha256":"{}","figures":{}}})",
            r.number, r.kind, r.from, r.until, json_quote(r.region), json_quote(r.party_id), r.sha256, figures));
    insert_report(tx, r, scope.programme_id);
    return r;
  });
}

Result<ReportPage> Reports::list(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<ReportPage> {
    const int wanted = std::clamp(limit, 1, kReportsPageMax);
    return store::cut(ReportPage{select_reports(tx, after, wanted + 1), {}}, wanted);
  });
}

Result<Report> Reports::report(const std::string& id_or_number) const {
  return database_.read([&](Transaction& tx) -> Result<Report> {
    auto found = select_report(tx, id_or_number);
    if (!found) return report_unknown();
    return std::move(*found);
  });
}

Result<std::string> Reports::proof(const std::string& id_or_number) const {
  MUSTER_TRY(const Report r, report(id_or_number));
  MUSTER_TRY(const auto inclusion, log_.inclusion_proof(r.event_id));
  MUSTER_TRY(const auto entry, log_.entry(inclusion.index));
  MUSTER_TRY(const auto witnesses, database_.read([&](Transaction& tx) -> Result<std::vector<ledger::EnrolledWitness>> {
    return log_.witnesses(tx);
  }));
  return json::serialize(
      json::object{{"format", "muster-report-proof/1"},
                   {"content", r.content},
                   {"event_body", entry.event.body},
                   {"salt", entry.salt},
                   {"proof", json::parse(ledger::proof_json(inclusion, log_.verifier(), witnesses))}});
}

Result<ProvenReport> check_report_proof(std::string_view file, const ledger::ProofOptions& options) {
  const auto wrong = [](const char* what) {
    return refused("report_proof_wrong", fmt::format("This proof does not hold: {}.", what));
  };
  if (file.size() > kProofMax) return invalid("report_proof_form", "A proof has at most 4 MiB.");
  boost::system::error_code fault;
  const json::value said = json::parse(file, fault);
  const auto* object = fault ? nullptr : said.if_object();
  const auto text = [&](const char* name) -> const json::string* {
    const json::value* found = object ? object->if_contains(name) : nullptr;
    return found ? found->if_string() : nullptr;
  };
  const auto *content = text("content"), *body = text("event_body"), *salt = text("salt");
  if (!content || !body || !salt || !object->contains("proof") || !text("format") ||
      *text("format") != "muster-report-proof/1")
    return invalid("report_proof_form", "This is no proof of a report.");
  MUSTER_TRY(const auto proven, ledger::check_proof(json::serialize(object->at("proof")), options));
  if (!from_hex(std::string(*salt)).ok()) return wrong("the salt is no hex");
  const std::string commitment = to_hex(ledger::commitment(std::string(*salt), std::string(*body)));
  if (!proven.leaf_data.ends_with(commitment + "\n")) return wrong("the event is another one than the leaf's");
  if (proven.leaf_data.find(std::string("\n") + kReportMade.name + "/") == std::string::npos)
    return wrong("the leaf is not of a report");
  const json::value event = json::parse(*body, fault);
  const auto* fields = fault ? nullptr : event.if_object();
  const json::value* hash = fields ? fields->if_contains("sha256") : nullptr;
  if (!hash || !hash->is_string() || std::string(hash->as_string()) != to_hex(sha256(std::string(*content))))
    return wrong("the report is another one than the event's");
  ProvenReport out;
  out.number = std::string(fields->at("number").as_string());
  out.content = std::string(*content);
  out.origin = proven.origin;
  out.checkpoint_size = proven.size;
  out.keys_from_file = proven.keys_from_file;
  for (const auto& [name, n] : fields->at("figures").as_object()) out.figures[std::string(name)] = n.as_int64();
  return out;
}

}  // namespace muster::programme
