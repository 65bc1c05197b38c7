// POST /disputes/{id}/events {"event": ask_dealer | note_answer {answer, words} | decide {outcome, reason}}.
#include "lookup_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::string_view kDisputeSteps[] = {"ask_dealer", "note_answer", "decide"};
constexpr std::string_view kDealerWords[] = {"confirms", "admits", "no_record"};
constexpr std::string_view kOutcomeWords[] = {"closed", "kept", "corrected"};

struct DisputeStep {
  std::string event, answer, words, outcome, reason;
};

DisputeStep step_in(Body& body) {
  DisputeStep out;
  out.event = body.one_of("event", kDisputeSteps);
  if (out.event == "note_answer") {
    out.answer = body.one_of("answer", kDealerWords);
    out.words = body.maybe_text("words", lookups::kDisputeWordsMax).value_or("");
  }
  if (out.event == "decide") {
    out.outcome = body.one_of("outcome", kOutcomeWords);
    out.reason = body.text("reason", 64);
  }
  return out;
}

Result<lookups::Dispute> take(const Services& services, const std::string& person, const lookups::Dispute& d,
                              const DisputeStep& step) {
  if (step.event == "ask_dealer") return services.disputes.ask_dealer(person, d.id, d.version);
  if (step.event == "note_answer")
    return services.disputes.note_answer(person, d.id, d.version, *lookups::dealer_answer(step.answer), step.words);
  return services.disputes.decide(person, d.id, d.version, *lookups::dispute_outcome(step.outcome), step.reason);
}

}  // namespace

http::Response dispute_event(const Services& services, const http::Request& request) {
  Body body(request);
  const DisputeStep step = step_in(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.disputes.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto after, take(services, request.principal->person_id, before, step));
  return dispute_answered(services, request, after);
}

}  // namespace muster::numbers_api
