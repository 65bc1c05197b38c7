#include "campaign_handlers.h"
#include <events/event.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

template <class List, class Word>
json::array words_json(const List& list, Word word) {
  json::array out;
  for (const auto one : list) out.push_back(json::value(word(one)));
  return out;
}

json::object cohort_json(const campaigns::Cohort& c) {
  return {
      {"categories", words_json(c.categories, [](persons::Category x) { return persons::to_text(x); })},
      {"kinds", words_json(c.kinds, [](lines::LineKind x) { return lines::to_text(x); })},
      {"regions", texts_json(c.regions)},
      {"dealers", texts_json(c.dealers)},
      {"document_kinds", texts_json(c.document_kinds)},
      {"held_min", c.held_min},
      {"held_max", c.held_max},
      {"registered_before", or_null(c.registered_before)},
      {"excess_only", c.excess_only},
      {"differs_from", c.differs_from ? json::value(reconciliation::to_text(*c.differs_from)) : json::value(nullptr)},
      {"differences",
       words_json(c.differences, [](reconciliation::Difference x) { return reconciliation::to_text(x); })}};
}

struct Closed {
  const char* code;
  const char* sentence;
};
// Why a step that the table has is closed to this person; nothing: it is open.
std::optional<Closed> closed_to(const http::Principal& person, const campaigns::Campaign& c, campaigns::Event event) {
  if (event == campaigns::Event::approve && !person.has("supervisor"))
    return Closed{"role_missing", "A supervisor approves it."};
  if (event == campaigns::Event::approve && person.person_id == c.created_by)
    return Closed{"campaign_same_person", "Who drafted a campaign does not approve it."};
  if (!person.has("operator") && !person.has("supervisor"))
    return Closed{"role_missing", "An operator or a supervisor takes this step."};
  return std::nullopt;
}

json::array next_json(const http::Principal& person, const campaigns::Campaign& c) {
  json::array out;
  for (const auto& t : campaigns::transitions()) {
    if (t.from != c.state) continue;
    json::array why;
    const auto closed = closed_to(person, c, t.event);
    if (closed) why.push_back({{"code", closed->code}, {"sentence", closed->sentence}});
    out.push_back({{"event", campaigns::to_text(t.event)},
                   {"to", campaigns::to_text(t.to)},
                   {"allowed", !closed},
                   {"why_not", std::move(why)},
                   {"needs_reasons", t.event == campaigns::Event::pause || t.event == campaigns::Event::end}});
  }
  return out;
}

}  // namespace

json::object wave_json(const campaigns::Wave& w) {
  return {{"ordinal", w.ordinal},
          {"name", w.name},
          {"held_min", w.held_min},
          {"held_max", w.held_max},
          {"regions", texts_json(w.regions)},
          {"invite_at", time_json(w.invite_at)},
          {"warn_at", time_json(w.warn_at)},
          {"deadline", time_json(w.one_way_at)},
          {"bar_at", time_json(w.bar_at)},
          {"disconnect_at", time_json(w.disconnect_at)},
          {"moves", w.moves}};
}

json::object campaign_json(const campaigns::Campaign& c) {
  json::array waves;
  for (const auto& wave : c.waves) waves.push_back(wave_json(wave));
  return {{"id", c.id},
          {"name", c.name},
          {"state", campaigns::to_text(c.state)},
          {"state_since", time_json(c.state_since)},
          {"law", c.law},
          {"sender", c.sender},
          {"place", c.place},
          {"cohort", cohort_json(c.cohort)},
          {"waves", std::move(waves)},
          {"created_at", time_json(c.created_at)},
          {"approved_at", time_json(c.approved_at)},
          {"enrolled", c.enrolled}};
}

json::object counts_json(const campaigns::Row& row) {
  json::object lines;
  for (int s = 0; s < campaigns::kLineStateCount; ++s)
    lines[campaigns::to_text(static_cast<campaigns::LineState>(s))] = row.counts[static_cast<std::size_t>(s)];
  return {{"key", row.key}, {"all", campaigns::sum(row.counts)}, {"lines", std::move(lines)}};
}

json::object exemption_json(const campaigns::Exemption& e) {
  return {{"id", e.id},
          {"line_id", e.line_id},
          {"reason", e.reason},
          {"until", time_json(e.until)},
          {"granted_at", time_json(e.granted_at)},
          {"ended_at", time_json(e.ended_at)}};
}

http::Response campaign_answer(const Services& services, const http::Request& request,
                               const campaigns::Campaign& campaign, int status) {
  MUSTER_ANSWER_TRY(const auto moves, services.campaigns.moves(campaign.id));
  auto body = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = campaign_json(campaign);
    out["created_by"] = person_json(tx, campaign.created_by);
    out["approved_by"] = person_json(tx, campaign.approved_by);
    json::array moved;
    for (const auto& m : moves)
      moved.push_back({{"wave", m.wave},
                       {"from", time_json(m.from)},
                       {"to", time_json(m.to)},
                       {"reason", m.reason},
                       {"by", person_json(tx, m.moved_by)},
                       {"at", time_json(m.moved_at)}});
    out["moves"] = std::move(moved);
    out["next_events"] = next_json(*request.principal, campaign);
    out["timeline"] = timeline_json(tx, events::of_record(tx, campaigns::kCampaignRecord, campaign.id));
    return out;
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(*std::move(body), status).header("ETag", http::etag_of(campaign.version));
}

}  // namespace muster::numbers_api
