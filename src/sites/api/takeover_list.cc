// GET /takeovers/origins: where filings came from. GET /takeovers/filings: those to be verified again, the soonest
// first. POST /takeovers/filings/{id}/events: verify_again {how}.
#include "takeover_handlers.h"
#include <filings/import.h>
#include <takeover/takeover.h>
#include <web/records.h>

namespace muster::api {
namespace {

struct Takeovers {
  filings::Importer importer;
  takeover::Service service;
  explicit Takeovers(const Services& services)
      : importer(services.database, services.recorder, services.vault, services.restrictions),
        service(services.database, services.recorder, services.policy, importer) {}
};

std::optional<std::string> next_takeover_page(const std::string& next) {
  return next.empty() ? std::nullopt : std::optional(next);
}

// "System: file · mark" has the file's name between the two.
std::string file_of(const takeover::Origin& origin) {
  std::string name = origin.source_name.substr(std::min(origin.system.size() + 2, origin.source_name.size()));
  if (const auto mark = name.rfind(" · "); mark != std::string::npos) name.erase(mark);
  return name;
}

}  // namespace

http::Response takeover_origins(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, Takeovers(services).service.origins(page.after, page.limit));
  json::array items;
  for (const auto& origin : found.items)
    items.push_back(json::object{{"source", origin.source_name},
                                 {"system", origin.system},
                                 {"file", file_of(origin)},
                                 {"law", or_null(origin.law)},
                                 {"reverify_by", time_json(origin.reverify_by)},
                                 {"begun_at", time_json(origin.begun_at)},
                                 {"accepted", origin.accepted}});
  return list_answer(std::move(items), next_takeover_page(found.next));
}

http::Response takeover_filings(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found,
                    Takeovers(services).service.to_reverify(request.query_or("system", ""), page.after, page.limit));
  json::array items;
  for (const auto& one : found.items)
    items.push_back(json::object{{"site_id", one.site_id},
                                 {"number", one.number},
                                 {"name", one.name},
                                 {"system", one.system},
                                 {"due", time_json(one.due)}});
  return list_answer(std::move(items), next_takeover_page(found.next));
}

http::Response takeover_filing_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kTakeoverEvents[] = {"verify_again"};
  Body body(request);
  body.one_of("event", kTakeoverEvents);
  const std::string how = body.text("how", 500);
  MUSTER_BODY_DONE(body);
  const std::string site = request.param("id");
  MUSTER_ANSWER_CHECK(Takeovers(services).service.reverified(site, how, request.principal->person_id));
  return answer({{"site_id", site}, {"verified", true}, {"how", how}});
}

}  // namespace muster::api
