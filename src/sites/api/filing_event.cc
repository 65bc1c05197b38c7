// POST /filings/{id}/events: one step of the state machine.
#include "filing_handlers.h"

namespace muster::api {
namespace {

filings::Change read_change(std::optional<Body> body) {
  filings::Change change;
  if (!body) return change;
  change.name = body->maybe_text("name", 1'200);
  change.home_url = body->maybe_text("home_url", 2'048);
  change.language = body->maybe_text("language", 35);
  if (body->has("service_types")) change.service_types = body->texts("service_types", 20, 64);
  change.add_domains = body->texts("add_domains", 100, 1'200);
  change.remove_domains = body->texts("remove_domains", 100, 1'200);
  change.add_pre_approvals = read_pre_approvals(*body, "add_pre_approvals");
  change.remove_pre_approvals = read_pre_approval_keys(*body, "remove_pre_approvals");
  return change;
}

}  // namespace

http::Response filing_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string word = body.text("event", 40);
  filings::Step step;
  step.reasons = body.texts("reasons", 50, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) step.reasons.push_back(*note);
  step.change = read_change(body.maybe_object("data"));
  const auto event = filings::event_of(word);
  if (!word.empty() && !event) body.fault("event", "event_unknown", "There is no such step of a filing.");
  MUSTER_BODY_DONE(body);
  step.event = *event;
  MUSTER_ANSWER_TRY(const auto filing, visible_filing(services, request));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, filing.version));
  const auto done = services.filings.apply(filing.id, filing.version, step, actor_of(*request.principal));
  if (!done.ok()) return filing_problem(done.error());
  return filing_answer(services, filing.id, *request.principal);
}

}  // namespace muster::api
