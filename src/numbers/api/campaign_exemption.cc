// GET and POST /campaigns/{id}/exemptions; POST /exemptions/{id}/events: one is lifted before its day.
#include "campaign_handlers.h"
#include <lines/service.h>

namespace muster::numbers_api {
namespace {

// Named by its number, in the body alone, or by its id.
Result<std::string> line_of(const Services& services, const std::optional<std::string>& id,
                            const std::optional<std::string>& msisdn) {
  if (id) return *id;
  MUSTER_TRY(const auto digits, lines::parse_msisdn(msisdn.value_or("")));
  MUSTER_TRY(const auto line, services.lines.line_of_msisdn(digits));
  return line.id;
}

}  // namespace

http::Response exemption_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.campaigns.exemptions(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& e : found) {
    json::object one = exemption_json(e);
    const auto line = services.lines.line(e.line_id);
    one["msisdn_masked"] = line.ok() ? json::value(lines::msisdn_masked(line->msisdn)) : json::value(nullptr);
    items.push_back(std::move(one));
  }
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response exemption_create(const Services& services, const http::Request& request) {
  Body body(request);
  const auto line_id = body.maybe_text("line_id", 64), msisdn = body.maybe_text("msisdn", 40);
  const std::string reason = body.text("reason", 64);
  const Instant until = body.instant("until");
  if (!line_id && !msisdn) body.fault("msisdn", "required", "Name the line by its number or its id.");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const std::string line, line_of(services, line_id, msisdn));
  MUSTER_ANSWER_TRY(const auto made,
                    services.campaigns.exempt(request.principal->person_id, request.param("id"), line, reason, until));
  return answer(exemption_json(made), 201);
}

http::Response exemption_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"lift"};
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto lifted,
                    services.campaigns.lift_exemption(request.principal->person_id, request.param("id")));
  return answer(exemption_json(lifted));
}

}  // namespace muster::numbers_api
