#include "line_handlers.h"
#include <events/event.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

// Nobody holds it, and its rest after the last holder is over.
bool nobodys(lines::State state) {
  return state == lines::State::available || state == lines::State::reserved;
}

json::array next_events_json(const lines::Line& line) {
  json::array out;
  for (const lines::Transition& t : lines::transitions()) {
    if (t.from != line.state) continue;
    json::array why;
    const bool open = by_people(t.from, t.event);
    if (!open) why.push_back({{"code", "line_step_follows"}, {"sentence", kStepFollows}});
    out.push_back({{"event", lines::to_text(t.event)},
                   {"to", lines::to_text(t.to)},
                   {"allowed", open},
                   {"why_not", std::move(why)},
                   {"needs_reasons", t.needs_reason}});
  }
  return out;
}

}  // namespace

bool by_people(lines::State from, lines::Event event) {
  using lines::Event;
  if (event == Event::release) return from == lines::State::reserved;
  return event == Event::warn || event == Event::bar_one_way || event == Event::bar || event == Event::restore ||
         event == Event::disconnect;
}

json::object line_json(const lines::Line& line) {
  return {{"id", line.id},
          {"msisdn_masked", lines::msisdn_masked(line.msisdn)},
          {"msisdn", nobodys(line.state) ? json::value(lines::msisdn_text(line.msisdn)) : json::value(nullptr)},
          {"pool_id", line.pool_id},
          {"kind", lines::to_text(line.kind)},
          {"state", lines::to_text(line.state)},
          {"state_since", time_json(line.state_since)},
          {"due_at", time_json(line.due_at)},
          {"reserved_for", or_null(line.reserved_for)},
          {"has_sim", !line.sim_id.empty()},
          {"charged", lines::is_charged(line.state)}};
}

json::object pool_json(const lines::Pool& pool) {
  return {{"id", pool.id},
          {"name", pool.name},
          {"operator", pool.operator_name},
          {"region", pool.region},
          {"kind", lines::to_text(pool.kind)},
          {"first", lines::msisdn_text(pool.first)},
          {"last", lines::msisdn_text(pool.last)},
          {"numbers", pool.last - pool.first + 1},
          {"stocked", pool.stocked},
          {"created_at", time_json(pool.created_at)}};
}

json::object ownership_json(const lines::Ownership& o) {
  return {{"id", o.id},
          {"line_id", o.line_id},
          {"holder_id", o.holder_id},
          {"slot", o.slot},
          {"cap", o.cap},
          {"beyond_cap", o.excess},
          {"ground", o.ground_ref},
          {"from", time_json(o.from)},
          {"until", time_json(o.until)}};
}

http::Response line_answer(const Services& services, const lines::Line& line, int status) {
  auto body = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = line_json(line);
    json::array held, sims;
    for (const auto& ownership : lines::ownerships_of_line(tx, line.id)) held.push_back(ownership_json(ownership));
    for (const auto& sim : lines::sims_of(tx, line.id))
      sims.push_back({{"sim_id", sim.sim_id},
                      {"reason", sim.reason},
                      {"from", time_json(sim.from)},
                      {"until", time_json(sim.until)}});
    out["holdings"] = std::move(held);
    out["sims"] = std::move(sims);
    out["next_events"] = next_events_json(line);
    out["timeline"] = timeline_json(tx, events::of_record(tx, lines::kLineRecord, line.id));
    return out;
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(*std::move(body), status).header("ETag", http::etag_of(line.version));
}

}  // namespace muster::numbers_api
