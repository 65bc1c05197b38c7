// GET /companies, /companies/{id}, /companies/{id}/lines (those that wait for their user), /companies/{id}/users.
#include "change_handlers.h"
#include "line_handlers.h"
#include "registration_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {

registration::Companies companies_of(const Services& s) {
  return {s.database, s.recorder, s.vault, s.policy};
}

json::object company_json(const registration::Company& c) {
  return {{"id", c.id},
          {"organisation_kind", c.organisation_kind},
          {"organisation_number", c.organisation_number},
          {"name", c.name},
          {"responsible_id", c.responsible_id},
          {"resolution_ref", c.resolution_ref},
          {"lines_max", c.lines_max},
          {"enrolled_at", time_json(c.enrolled_at)},
          {"ended_at", time_json(c.ended_at)}};
}

http::Response company_answer(const Services& services, const registration::Company& c, int status) {
  MUSTER_ANSWER_TRY(const auto taken, companies_of(services).lines_taken(c.id));
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = company_json(c);
    one["lines_taken"] = taken;
    one["enrolled_by"] = person_json(tx, c.enrolled_by);
    one["timeline"] = timeline_json(tx, events::of_record(tx, registration::kCompanyRecord, c.id));
    return one;
  }));
  return answer(std::move(out), status);
}

http::Response company_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, companies_of(services).list(page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& company : found) items.push_back(company_json(company));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response company_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto company, companies_of(services).get(request.param("id")));
  return company_answer(services, company);
}

http::Response company_waiting(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  std::int64_t last = 0;  // the place in the list is a line's id: no number stands in an address
  if (!page.after.empty()) {
    MUSTER_ANSWER_TRY(const auto line, services.lines.line(page.after));
    last = line.msisdn;
  }
  MUSTER_ANSWER_TRY(auto found, companies_of(services).waiting(request.param("id"), last, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& line : found) items.push_back(line_json(line));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response company_user_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, companies_of(services).users(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& r : found) {
      json::object one = registration_json(r);
      one["line"] = line_ref(tx, r.line_id);
      out.push_back(std::move(one));
    }
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

}  // namespace muster::numbers_api
