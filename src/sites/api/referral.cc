// GET, POST /regulators; POST /regulators/{id}/events {event: end}; GET, POST /referrals: what this house refers.
#include "programme_handlers.h"
#include "referral_handlers.h"
#include <ledger/log.h>
#include <web/records.h>

namespace muster::api {
programme::Referrals referrals_of(const Services& services) {
  return {services.database, services.recorder, services.testing, services.policy};
}

json::object said_json(const programme::ReferralText& said, const std::string& sha256, const std::string& state,
                       const std::string& code, Instant state_since) {
  json::array evidence;
  for (const auto& hash : said.evidence) evidence.emplace_back(hash);
  return {{"number", said.number},   {"ground", said.ground},
          {"host", said.host},       {"asks", said.asks},
          {"seen_on", said.seen_on}, {"evidence", std::move(evidence)},
          {"sha256", sha256},        {"state", state},
          {"code", or_null(code)},   {"state_since", to_rfc3339(state_since)}};
}

namespace {

json::object regulator_json(const programme::Regulator& r) {
  return {{"id", r.id},
          {"name", r.name},
          {"vkey", r.vkey},
          {"url", r.url},
          {"added_at", to_rfc3339(r.added_at)},
          {"ended_at", time_json(r.ended_at)}};
}

json::object referral_json(const Services& services, const programme::Referral& r) {
  json::object out = said_json(r.said, r.sha256, r.state, r.code, r.state_at);
  out["id"] = r.id;
  out["regulator"] = json::object{{"id", r.regulator_id}, {"name", r.regulator_name}};
  out["written_at"] = to_rfc3339(r.written_at);
  out["written_by"] = person_of(services, r.written_by);
  return out;
}

}  // namespace

http::Response regulator_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto all, referrals_of(services).regulators());
  json::array items;
  for (const auto& r : all) items.push_back(regulator_json(r));
  return list_answer(std::move(items), std::nullopt);
}

http::Response regulator_add(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("name", programme::kTitleMax);
  const std::string vkey = body.text("vkey", 500);
  const std::string url = body.text("url", programme::kRefMax);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, referrals_of(services).add_regulator(name, vkey, url, actor_of(request)));
  return answer(regulator_json(made), 201);
}

http::Response regulator_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(referrals_of(services).end_regulator(request.param("id"), actor_of(request)));
  return http::Response::no_content();
}

http::Response referral_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, referrals_of(services).list(page.after, page.limit));
  json::array items;
  for (const auto& r : found.items) items.push_back(referral_json(services, r));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response referral_write(const Services& services, const http::Request& request) {
  if (!services.sign) return http::Response::problem(unavailable("referrals_off", "This program signs nothing."));
  Body body(request);
  programme::NewReferral what;
  what.regulator_id = body.text("regulator_id", 100);
  what.ground = body.text("ground", 100);
  what.host = body.text("host", 253);
  what.asks = body.maybe_text("asks", 20).value_or("look_into");
  what.seen_on = body.maybe_text("seen_on", 10).value_or("");
  what.evidence = body.texts("evidence", programme::kReferralEvidenceMax, 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto written,
                    referrals_of(services).write(what, services.ledger.origin(), services.sign, actor_of(request)));
  return answer(referral_json(services, written), 201);
}

}  // namespace muster::api
