// Programmes: begun from the template or empty, listed with what is behind in them.
#include "service_parts.h"
#include <base/text.h>
#include <parties/parties.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr int kProgrammesMax = 100;

void count(Counts& counts, const Item& item, const std::vector<Watch>& watched) {
  ++counts.items;
  std::int64_t& of_state = item.state == "planned"     ? counts.planned
                           : item.state == "under_way" ? counts.under_way
                           : item.state == "submitted" ? counts.submitted
                           : item.state == "accepted"  ? counts.accepted
                                                       : counts.dropped;
  ++of_state;
  const auto has = [&](const char* cause) {
    return std::any_of(watched.begin(), watched.end(), [&](const Watch& w) { return w.cause == cause; });
  };
  counts.overdue += has("overdue") ? 1 : 0;
  counts.at_risk += has("at_risk") ? 1 : 0;
  counts.no_evidence += has("no_evidence") ? 1 : 0;
}

// Phases, areas and items of the template, counted from the programme's first day.
void plant(Transaction& tx, const ledger::Recorder& recorder, const Template& from, const Programme& p) {
  std::vector<Phase> phases;
  for (const TemplatePhase& t : from.phases) {
    phases.push_back({recorder.new_id(), static_cast<std::int64_t>(phases.size()) + 1, t.title,
                      day_after(p.starts_on, t.first_day), day_after(p.starts_on, t.last_day)});
    insert_phase(tx, p.id, phases.back());
  }
  for (const TemplateArea& t : from.areas) {
    const Phase& phase = phases.at(static_cast<std::size_t>(t.phase) - 1);
    const Area area{recorder.new_id(), phase.id, t.code, phase.seq, t.title};
    insert_area(tx, p.id, area);
    for (const TemplateItem& i : t.items) {
      Item item;
      item.id = recorder.new_id();
      item.programme_id = p.id;
      item.area_id = area.id;
      item.code = i.code;
      item.title = i.title;
      item.evidence = i.evidence;
      item.metric = i.metric;
      item.towards = i.towards;
      item.due_on = day_after(p.starts_on, i.due);
      item.starts_on = std::min(phase.starts_on, item.due_on);
      item.state_by = p.created_by;
      insert_item(tx, item, p.created_at);
      std::int64_t seq = 0;
      for (const Both& step : i.steps) insert_step(tx, item.id, ++seq, step);
    }
  }
}

}  // namespace

Error stale_record() {
  return Error{Failure::stale, "stale", "Somebody changed this record since you read it. Look again.", {}, {}};
}
Error item_unknown() {
  return not_found("item_unknown", "There is no such item, or it is not your party's.");
}
Error programme_unknown() {
  return not_found("programme_unknown", "There is no such programme.");
}

Result<void> need_supervisor(const Actor& actor) {
  if (actor.supervisor) return {};
  return refused("role_missing", "This step is for: supervisor.");
}

Result<void> need_person(Transaction& tx, const std::string& id, const char* field) {
  const auto person = parties::find_person(tx, id);
  if (person && person->state == "active") return {};
  return invalid("person_unknown", "There is no such person, or they have left.", field);
}

Result<Programme> need_programme(Transaction& tx, const std::string& id) {
  auto found = select_programme(tx, id);
  if (!found) return programme_unknown();
  return std::move(*found);
}

Result<Programme> need_running(Transaction& tx, const std::string& id) {
  MUSTER_TRY(auto found, need_programme(tx, id));
  if (found.state == "closed") return conflict("programme_closed", "This programme is closed; nothing in it changes.");
  return found;
}

Result<void> check_texts(const Both& both, std::size_t max, bool needed, const char* field) {
  for (const std::string* text : {&both.en, &both.zh})
    if (text->size() > max || !is_valid_utf8(*text))
      return invalid("text_too_long", fmt::format("Write at most {} bytes of text.", max), field);
  if (needed && both.empty()) return invalid("text_missing", "Write it in English or in Chinese.", field);
  return {};
}

bool answers_for(const Item& item, const std::string& person) {
  return !person.empty() && (item.owner_id == person ||
                             std::find(item.deputies.begin(), item.deputies.end(), person) != item.deputies.end());
}

bool sees(const Item& item, const Actor& actor) {
  return !actor.own_party_only || (!actor.party_id.empty() && item.owner_party == actor.party_id) ||
         answers_for(item, actor.id);
}

bool reports_into(Transaction& tx, const std::string& programme_id, const Actor& actor) {
  const auto all = select_parties(tx, programme_id);
  return std::any_of(all.begin(), all.end(), [&](const auto& p) { return p.first == actor.party_id; });
}

void mask(Item& item) {
  item.owner_id.clear();
  item.deputies.clear();
  item.reason.clear();
  item.state_by.clear();
}

std::vector<Item> seen_items(Transaction& tx, const std::string& programme_id, const Actor& actor) {
  if (!actor.own_party_only) return select_items(tx, programme_id, "");
  if (!reports_into(tx, programme_id, actor))
    return select_items(tx, programme_id, actor.party_id.empty() ? "-" : actor.party_id);
  auto all = select_items(tx, programme_id, "");
  for (Item& item : all)
    if (!sees(item, actor)) mask(item);
  return all;
}

std::string Service::today() const {
  return policy_.calendar().local_day(recorder_.clock().now());
}

Result<Service::Standing> Service::standing(const std::vector<Item>& items) const {
  Standing out{today(), shipped_.supervision, {}};
  const std::string until = metrics_.current_month();
  std::string from = until;
  for (int i = 1; i < out.rules.trend_months; ++i) from = metrics::month_before(from);
  for (const Item& item : items) {
    if (item.metric.empty() || out.trends.contains(item.metric)) continue;
    const metrics::Definition* definition = metrics_.definitions().find(item.metric);
    if (!definition) continue;  // of other definitions; nothing is known of it
    MUSTER_TRY(const auto months, metrics_.figures(item.metric, from, until));
    Trend& trend = out.trends[item.metric];
    if (definition->target_hours) trend.target = static_cast<double>(*definition->target_hours) * 3600;
    for (std::string month = from;; month = metrics::next_month(month)) {
      const auto found = months.find(month);
      const metrics::Sum sum = found == months.end() ? metrics::Sum{} : metrics::total_of(found->second);
      if (!definition->measures_time())
        trend.points.push_back({month, static_cast<double>(sum.n)});
      else if (const auto median = sum.median())
        trend.points.push_back({month, static_cast<double>(median->count()) / 1e6});
      if (month == until) break;
    }
  }
  return out;
}

Result<Programme> Service::create(const NewProgramme& what, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  if (!is_day(what.starts_on)) return invalid("programme_day", "Write the first day as 2026-03-01.", "starts_on");
  Programme p;
  p.title = what.title.empty() && what.from_template ? shipped_.title : what.title;
  MUSTER_CHECK_OK(check_texts(p.title, kTitleMax, true, "title"));
  return database_.write([&](Transaction& tx) -> Result<Programme> {
    if (!what.head_id.empty()) MUSTER_CHECK_OK(need_person(tx, what.head_id, "head_id"));
    p.id = recorder_.new_id();
    p.head_id = what.head_id;
    p.starts_on = what.starts_on;
    p.state = "running";
    p.created_by = actor.id;
    p.created_at = recorder_.clock().now();
    insert_programme(tx, p);
    if (what.from_template) plant(tx, recorder_, shipped_, p);
    recorder_.record(tx, kCreated, actor.id, kProgrammeRecord, p.id,
                     fmt::format(R"({{"starts_on":"{}","template":{},"items":{}}})", p.starts_on,
                                 what.from_template ? json_quote(shipped_.sha256) : "null",
                                 what.from_template ? shipped_.items() : 0));
    return p;
  });
}

Result<Whole> Service::programme(const std::string& id, const Actor& actor) const {
  std::vector<Item> items;
  MUSTER_TRY(Whole out, database_.read([&](Transaction& tx) -> Result<Whole> {
    Whole whole;
    MUSTER_TRY(whole.programme, need_programme(tx, id));
    whole.phases = select_phases(tx, id);
    for (const Area& area : select_areas(tx, id)) whole.areas.push_back({area, {}});
    whole.parties = select_parties(tx, id);
    items = seen_items(tx, id, actor);
    return whole;
  }));
  MUSTER_TRY(const Standing standing, standing(items));
  for (const Item& item : items) {
    const auto watched = standing.of(item);
    count(out.counts, item, watched);
    for (AreaLine& line : out.areas)
      if (line.area.id == item.area_id) count(line.counts, item, watched);
  }
  return out;
}

Result<std::string> Service::newest() const {
  return database_.read([](Transaction& tx) -> Result<std::string> {
    const auto first = select_programmes(tx, 1);
    return first.empty() ? std::string() : first[0].id;
  });
}

Result<std::vector<Whole>> Service::list(const Actor& actor) const {
  MUSTER_TRY(const auto all, database_.read([&](Transaction& tx) -> Result<std::vector<Programme>> {
    return select_programmes(tx, kProgrammesMax);
  }));
  std::vector<Whole> out;
  for (const Programme& p : all) {
    MUSTER_TRY(Whole whole, programme(p.id, actor));
    if (actor.own_party_only && whole.counts.items == 0) continue;
    out.push_back(std::move(whole));
  }
  return out;
}

Result<Programme> Service::change(const std::string& id, std::int64_t version, const std::optional<std::string>& head,
                                  const std::optional<std::string>& state, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  if (state && *state != "running" && *state != "closed")
    return invalid("programme_state", "A programme is running or closed.", "state");
  return database_.write([&](Transaction& tx) -> Result<Programme> {
    MUSTER_TRY(auto p, need_programme(tx, id));
    if (p.version != version) return stale_record();
    if (head && !head->empty()) MUSTER_CHECK_OK(need_person(tx, *head, "head_id"));
    if (head) p.head_id = *head;
    if (state) p.state = *state;
    if (!update_programme(tx, p, recorder_.clock().now())) return stale_record();
    recorder_.record(tx, kChanged, actor.id, kProgrammeRecord, id, fmt::format(R"({{"state":"{}"}})", p.state));
    ++p.version;
    return p;
  });
}

Result<void> Service::add_party(const std::string& id, const std::string& party_id, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  return database_.write([&](Transaction& tx) -> Result<void> {
    MUSTER_CHECK_OK(need_running(tx, id));
    if (!parties::find_party(tx, party_id)) return invalid("party_unknown", "There is no such party.", "party_id");
    insert_party(tx, id, party_id, recorder_.clock().now());
    recorder_.record(tx, kChanged, actor.id, kProgrammeRecord, id,
                     fmt::format(R"({{"party":{}}})", json_quote(party_id)));
    return {};
  });
}

}  // namespace muster::programme
