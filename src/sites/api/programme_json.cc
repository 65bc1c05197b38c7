#include "programme_handlers.h"
#include <web/records.h>

#include <algorithm>

namespace muster::api {
namespace {

using programme::Actor;

json::object counts_json(const programme::Counts& c) {
  return {{"items", c.items},         {"planned", c.planned},   {"under_way", c.under_way},
          {"submitted", c.submitted}, {"accepted", c.accepted}, {"dropped", c.dropped},
          {"overdue", c.overdue},     {"at_risk", c.at_risk},   {"no_evidence", c.no_evidence}};
}

json::array watched_json(const std::vector<programme::Watch>& watched) {
  json::array out;
  for (const auto& w : watched)
    out.push_back(json::object{{"cause", w.cause}, {"code", w.code}, {"value", w.value}, {"limit", w.limit}});
  return out;
}

json::object line_json(const Services& services, const programme::Item& i,
                       const std::vector<programme::Watch>& watched) {
  return {{"id", i.id},
          {"programme_id", i.programme_id},
          {"area", i.area_code},
          {"code", i.code},
          {"title", both_json(i.title)},
          {"owner", person_of(services, i.owner_id)},
          {"starts_on", i.starts_on},
          {"due_on", i.due_on},
          {"state", i.state},
          {"state_since", to_rfc3339(i.state_at)},
          {"metric", or_null(i.metric)},
          {"steps", i.steps},
          {"steps_done", i.steps_done},
          {"evidence_shown", i.evidences},
          {"watched", watched_json(watched)}};
}

// Every step out of the present state, and why one is closed to who asks.
json::array next_events(const programme::Item& item, const Actor& actor) {
  const bool answers = item.owner_id == actor.id ||
                       std::find(item.deputies.begin(), item.deputies.end(), actor.id) != item.deputies.end();
  json::array out;
  for (const auto& t : programme::transitions()) {
    if (t.from != item.state) continue;
    json::array why;
    const auto closed = [&](const char* code, const char* sentence) {
      why.push_back(json::object{{"code", code}, {"sentence", sentence}});
    };
    if (t.by_supervisor && !actor.supervisor) closed("role_missing", "This step is for: supervisor.");
    if (!t.by_supervisor && !actor.supervisor && !answers)
      closed("role_missing", "This step is for the item's owner, its deputies and supervisors.");
    if (t.event == "begin" && item.owner_id.empty())
      closed("item_without_owner", "Nobody answers for this item yet. Name its owner first.");
    if (t.event == "submit" && item.steps_done < item.steps)
      closed("item_steps_open", "Steps of this item are not done yet.");
    if (t.event == "submit" && !item.evidence.empty() && item.evidences == 0)
      closed("programme_item_evidence", "An item is handed in with its evidence.");
    if (t.event == "accept" && item.state_by == actor.id)
      closed("programme_item_second", "Who handed an item in can't accept it.");
    out.push_back(json::object{{"event", json::string(t.event)},
                               {"to", json::string(t.to)},
                               {"allowed", why.empty()},
                               {"needs_reasons", t.needs_reason},
                               {"why_not", std::move(why)}});
  }
  return out;
}

json::object trend_json(const programme::Trend& trend) {
  json::array points;
  for (const auto& p : trend.points) points.push_back(json::object{{"month", p.month}, {"value", p.value}});
  return {{"points", std::move(points)}, {"target", trend.target ? json::value(*trend.target) : json::value()}};
}

}  // namespace

json::value person_of(const Services& services, const std::string& id) {
  if (id.empty()) return nullptr;
  const auto person =
      services.database.read([&](store::Transaction& tx) -> Result<json::value> { return person_json(tx, id); });
  return person.ok() ? *person : json::value();
}

programme::Actor actor_of(const http::Request& request) {
  const auto& who = *request.principal;
  Actor actor{who.person_id, who.party_id, who.has("supervisor"), false};
  actor.own_party_only = !who.roles.empty() && std::all_of(who.roles.begin(), who.roles.end(),
                                                           [](const std::string& r) { return r == "partner_user"; });
  return actor;
}

json::object both_json(const programme::Both& both) {
  return {{"en", both.in("en")}, {"zh", both.in("zh")}};
}

programme::Both maybe_both(Body& body, const char* field, std::size_t max) {
  auto part = body.maybe_object(field);
  if (!part) return {};
  return {part->maybe_text("en", max).value_or(""), part->maybe_text("zh", max).value_or("")};
}

json::object programme_json(const Services& services, const programme::Whole& whole) {
  const auto& p = whole.programme;
  json::array phases, areas, parties;
  for (const auto& phase : whole.phases)
    phases.push_back(json::object{{"seq", phase.seq},
                                  {"title", both_json(phase.title)},
                                  {"starts_on", phase.starts_on},
                                  {"due_on", phase.due_on}});
  for (const auto& line : whole.areas)
    areas.push_back(json::object{{"code", line.area.code},
                                 {"phase", line.area.phase_seq},
                                 {"title", both_json(line.area.title)},
                                 {"counts", counts_json(line.counts)}});
  for (const auto& [id, name] : whole.parties) parties.push_back(json::object{{"id", id}, {"name", name}});
  return {{"id", p.id},
          {"title", both_json(p.title)},
          {"head", person_of(services, p.head_id)},
          {"starts_on", p.starts_on},
          {"state", p.state},
          {"created_at", to_rfc3339(p.created_at)},
          {"today", services.programme.today()},
          {"phases", std::move(phases)},
          {"areas", std::move(areas)},
          {"parties", std::move(parties)},
          {"counts", counts_json(whole.counts)}};
}

json::object listed_json(const Services& services, const programme::Listed& listed) {
  return line_json(services, listed.item, listed.watched);
}

json::object item_json(const Services& services, const programme::WholeItem& whole, const Actor& actor) {
  const auto& i = whole.item;
  json::object out = line_json(services, i, whole.watched);
  json::array deputies, steps, evidence, returns;
  for (const auto& id : i.deputies) deputies.push_back(person_of(services, id));
  for (const auto& s : whole.steps)
    steps.push_back(json::object{{"seq", s.seq},
                                 {"title", both_json(s.title)},
                                 {"done_at", time_json(s.done_at)},
                                 {"done_by", person_of(services, s.done_by)}});
  for (const auto& e : whole.evidence)
    evidence.push_back(json::object{{"kind", e.kind},
                                    {"ref", or_null(e.ref)},
                                    {"note", or_null(e.note)},
                                    {"added_by", person_of(services, e.added_by)},
                                    {"added_at", to_rfc3339(e.added_at)}});
  for (const auto& r : whole.returns)
    returns.push_back(json::object{{"party", json::object{{"id", r.party_id}, {"name", r.party_name}}},
                                   {"standing", r.standing},
                                   {"note", or_null(r.note)},
                                   {"given_by", person_of(services, r.given_by)},
                                   {"given_at", to_rfc3339(r.given_at)}});
  out["evidence_required"] = both_json(i.evidence);
  out["towards"] = or_null(i.towards);
  out["reason"] = or_null(i.reason);
  out["deputies"] = std::move(deputies);
  out["step_list"] = std::move(steps);
  out["evidence"] = std::move(evidence);
  out["returns"] = std::move(returns);
  out["trend"] = trend_json(whole.trend);
  out["next_events"] = next_events(i, actor);
  const auto timeline = services.database.read(
      [&](store::Transaction& tx) -> Result<json::array> { return timeline_json(tx, whole.history); });
  out["timeline"] = timeline.ok() ? *timeline : json::array();
  return out;
}

http::Response item_answer(const Services& services, const http::Request& request,
                           const Result<programme::WholeItem>& whole, int status) {
  if (!whole.ok()) return http::Response::problem(whole.error());
  return answer(item_json(services, *whole, actor_of(request)), status)
      .header("ETag", http::etag_of(whole->item.version));
}

}  // namespace muster::api
