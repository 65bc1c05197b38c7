// Searches the kinds of record that the caller may open, each along an index, and leaves out what finds nothing.
#include "search.h"

#include "json.h"
#include <base/text.h>
#include <cases/service.h>
#include <filings/service.h>
#include <names/name.h>
#include <parties/parties.h>

#include <algorithm>

#include <reports/service.h>

namespace muster::api {
namespace {

constexpr std::size_t kQueryMin = 2, kQueryMaxBytes = 253;
constexpr int kPeopleLookedAtMax = 500;

bool any(const http::Principal& who, std::initializer_list<const char*> roles) {
  return std::any_of(roles.begin(), roles.end(), [&](const char* role) { return who.has(role); });
}

void hit(json::array& out, const char* kind, const std::string& id, const std::string& title, std::string_view state) {
  if (out.size() < kSearchHitsMax)
    out.push_back(json::object{{"record_kind", kind}, {"record_id", id}, {"title", title}, {"state", state}});
}

void search_filings(const Services& services, const std::string& q, json::array& out) {
  filings::FilingFilter filter;
  filter.q = q;
  const auto found = services.filings.list(filter, "", kSearchOfOneKindMax);
  if (!found.ok()) return;
  for (const auto& f : found->items) hit(out, "filing", f.id, f.name + " · " + f.number, filings::to_text(f.state));
}

void search_cases(const Services& services, const std::string& q, json::array& out) {
  if (const auto one = services.cases.find_case(q); one.ok())
    return hit(out, "case", one->id, one->name + " · " + one->number, one->state);
  const auto name = names::parse_name(q);
  if (!name.ok()) return;
  cases::CaseFilter filter;
  filter.name = name->ascii;
  const auto found = services.cases.cases(filter, "", kSearchOfOneKindMax);
  if (!found.ok()) return;
  for (const auto& c : found->items) hit(out, "case", c.id, c.name + " · " + c.number, c.state);
}

void search_reports(const Services& services, const std::string& q, json::array& out) {
  if (q.starts_with("R-")) {
    if (const auto one = services.reports.report(q); one.ok())
      hit(out, "report", one->id, one->number + (one->host.empty() ? "" : " · " + one->host), one->state);
    return;
  }
  if (!names::parse_name(q).ok()) return;
  const auto found = services.reports.list({.name = q}, "", kSearchOfOneKindMax);
  if (!found.ok()) return;
  for (const auto& r : found->items) hit(out, "report", r.id, r.host + " · " + r.number, r.state);
}

void search_people(const Services& services, const std::string& q, json::array& out) {
  const std::string part = to_lower_ascii(q);
  const auto people = services.parties.list_people("", "", kPeopleLookedAtMax);
  if (!people.ok()) return;
  int shown = 0;
  for (const auto& p : *people)
    if (shown < kSearchOfOneKindMax && to_lower_ascii(p.display_name).find(part) != std::string::npos) {
      hit(out, "person", p.id, p.display_name, p.state);
      ++shown;
    }
}

}  // namespace

http::Response search(const Services& services, const http::Request& request) {
  const std::string q(trim(request.query_or("q", "")));
  if (q.size() > kQueryMaxBytes)
    return http::Response::problem(invalid("query_too_long", "Search for at most 253 characters.", "q"));
  json::array out;
  if (q.size() >= kQueryMin) {
    const auto& who = *request.principal;
    if (any(who, {"examiner", "decider", "confirmer", "appeal_officer", "auditor", "security_decider",
                  "security_confirmer"}))
      search_cases(services, q, out);
    if (any(who, {"examiner", "decider", "confirmer", "auditor", "security_decider", "security_confirmer"}))
      search_reports(services, q, out);
    if (const auto order = services.cases.order(q); order.ok())
      hit(out, "order", order->id, order->number + (order->sealed ? "" : " · " + order->scope_value), order->state);
    if (any(who, {"registrar", "examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor"}))
      search_filings(services, q, out);
    if (any(who, {"admin", "key_officer", "auditor"})) search_people(services, q, out);
  }
  return answer(json::object{{"items", std::move(out)}});
}

}  // namespace muster::api
