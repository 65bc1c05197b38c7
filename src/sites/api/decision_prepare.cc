// POST /cases/{id}/decision: a draft; the answer has the text to sign.
#include "case_handlers.h"

namespace muster::api {

http::Response decision_prepare(const Services& services, const http::Request& request) {
  static constexpr std::string_view kOutcomes[] = {"violation", "none", "more_evidence"};
  Body body(request);
  cases::DecisionDraft draft;
  draft.outcome = body.one_of("outcome", kOutcomes);
  draft.measure = body.maybe_text("measure", 20).value_or("");
  if (auto scope = body.maybe_object("scope")) {
    draft.scope_kind = scope->text("kind", 20);
    draft.scope_value = scope->text("value", 2'000);
  }
  draft.law = body.maybe_text("law", 500).value_or("");
  draft.article = body.maybe_text("article", 200).value_or("");
  draft.authority_party_id = body.maybe_text("authority_id", 60).value_or("");
  draft.executor_party_id = body.maybe_text("executor_id", 60).value_or("");
  draft.received_order_id = body.maybe_text("received_order_id", 60).value_or("");
  draft.prior_notice_id = body.maybe_text("prior_notice_id", 60).value_or("");
  draft.no_notice_reason = body.maybe_text("no_notice_reason", 2'000).value_or("");
  draft.reasons = body.text("reasons", 10'000);
  draft.starts = body.maybe_instant("starts_at");
  draft.expires = body.maybe_instant("expires_at");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto c, services.cases.find_case(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, c.version));
  MUSTER_ANSWER_TRY(const auto made, services.cases.prepare(c.id, draft, request.principal->person_id));
  return decision_answer(services, made.id, *request.principal, 201).header("Location", "/api/decisions/" + made.id);
}

}  // namespace muster::api
