// GET /partners/{id}: by id or number; with its checklist, papers, people, suspensions, open findings and next steps.
#include "partner_handlers.h"
#include <partners/states.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr Duration kLately = std::chrono::hours(24 * 7);

json::object paper_json(const partners::Document& d) {
  return {{"id", d.id},
          {"item", d.item},
          {"number", d.number},
          {"issued_by", d.issued_by},
          {"valid_until", time_json(d.valid_until)},
          {"recorded_at", to_rfc3339(d.recorded_at)},
          {"replaced_at", time_json(d.replaced_at)}};
}

json::array items_json(const std::vector<partners::ItemState>& items) {
  json::array out;
  for (const auto& i : items)
    out.push_back(
        json::object{{"code", i.item.code},
                     {"type", partners::to_text(i.item.type)},
                     {"en", i.item.en},
                     {"zh", i.item.zh},
                     {"law", i.item.law},
                     {"met", i.met},
                     {"why_not", or_null(i.why_not)},
                     {"paper", i.paper ? json::value(paper_json(*i.paper)) : json::value()},
                     {"checked_at", i.last_check ? json::value(to_rfc3339(i.last_check->checked_at)) : json::value()},
                     {"note", i.last_check ? json::value(i.last_check->note) : json::value()}});
  return out;
}

json::array steps_json(partners::State from, const std::vector<partners::View::OpenStep>& steps) {
  json::array out;
  for (const auto& s : steps) {
    json::array why;
    for (const Error& e : s.hindrances) why.push_back(json::object{{"code", e.code}, {"sentence", e.sentence}});
    const auto* t = partners::find_transition(from, s.event);
    out.push_back(json::object{{"event", partners::to_text(s.event)},
                               {"to", partners::to_text(t->to)},
                               {"needs_reasons", t->needs_reasons},
                               {"role", s.role},
                               {"allowed", s.hindrances.empty()},
                               {"why_not", std::move(why)}});
  }
  return out;
}

}  // namespace

http::Response partner_show(const Services& services, const http::Request& request) {
  return partner_answer(services, request, request.param("id"));
}

http::Response partner_answer(const Services& services, const http::Request& request, const std::string& id,
                              int status) {
  MUSTER_ANSWER_TRY(const auto seen, seen_partner(services, request, id));
  MUSTER_ANSWER_TRY(const auto view, services.partners.view(seen.id, request.principal->person_id));
  MUSTER_ANSWER_TRY(const auto counts, services.findings.open_of(seen.id, ""));
  MUSTER_ANSWER_TRY(const auto standing, services.suspensions.of_partner(seen.number));
  MUSTER_ANSWER_TRY(const auto covered, services.inspector.coverage(seen.id, kLately));
  MUSTER_ANSWER_TRY(const auto sites, services.inventories.sites(seen.id));
  MUSTER_ANSWER_TRY(const auto history, services.partners.history(seen.id));
  const auto& p = view.partner;
  json::object out = partner_line_json(p);
  out["licence_number"] = p.licence_number;
  out["licence_until"] = time_json(view.licence_until);
  out["test_ref"] = or_null(p.test_ref);
  out["agreement"] = p.agreement.number.empty() ? json::value()
                                                : json::value(json::object{{"number", p.agreement.number},
                                                                           {"from", time_json(p.agreement.from)},
                                                                           {"until", time_json(p.agreement.until)}});
  out["round"] = p.round;
  out["end_reason"] = or_null(p.end_reason);
  out["bar"] = p.bar_proposed_by.empty()
                   ? json::value()
                   : json::value(json::object{
                         {"reason", p.bar_reason}, {"law", p.bar_law}, {"answer_by", time_json(p.bar_answer_by)}});
  out["items"] = items_json(view.items);
  json::array papers, suspended;
  for (const auto& d : view.papers) papers.push_back(paper_json(d));
  for (const auto& s : standing) suspended.push_back(suspension_json(s));
  out["papers"] = std::move(papers);
  out["suspensions"] = std::move(suspended);
  out["open_findings"] = counts_json(counts);
  out["links"] = covered.links;
  out["links_inspected_7_days"] = covered.inspected;
  out["sites"] = texts_json(sites);
  out["next_events"] = steps_json(p.state, view.steps);
  const auto more = services.database.read([&](store::Transaction& tx) -> Result<void> {
    json::array people;
    for (const auto& r : view.responsible)
      people.push_back(json::object{{"person", person_json(tx, r.person_id)},
                                    {"function", partners::to_text(r.function)},
                                    {"from", to_rfc3339(r.from)}});
    out["responsible"] = std::move(people);
    out["timeline"] = timeline_json(tx, history);
    return {};
  });
  if (!more.ok()) return http::Response::problem(more.error());
  auto made = answer(out, status).header("ETag", http::etag_of(p.version));
  if (status == 201) made.header("Location", "/api/partners/" + p.id);
  return made;
}

}  // namespace muster::api
