// From captured to verified, rejected, or pending while the authority is away.
#include "question.h"
#include "registration_store.h"
#include "step.h"
#include "unverified_store.h"
#include <base/text.h>
#include <registration/service.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr const char* kActor = "system:verification";
constexpr const char* kTermOver = "verification_term_over";
constexpr const char* kDenied = "identity_denied";

Error nothing_to_verify() {
  return not_found("registration_unknown", "There is no such registration.");
}

const events::Kind& kind_of(Event event) {
  switch (event) {
    case Event::verify:
      return kVerified;
    case Event::defer:
      return kDeferred;
    case Event::reject:
      return kRejected;
    case Event::recheck:
      return kRechecked;
    case Event::close:
      break;
  }
  return kClosed;
}

std::string body_of(const Registration& r) {
  std::string reasons;
  for (const std::string& reason : r.reasons) reasons += (reasons.empty() ? "" : ",") + json_quote(reason);
  return fmt::format(R"({{"line":"{}","reasons":[{}]}})", r.line_id, reasons);
}

}  // namespace

Result<void> Service::take_step(store::Transaction& tx, Registration& r, Event event, const std::string& actor,
                                const std::vector<std::string>& reasons) {
  return step(tx, {recorder_, policy_, actor}, r, event, reasons);
}

Result<void> step(store::Transaction& tx, const StepContext& context, Registration& r, Event event,
                  const std::vector<std::string>& reasons) {
  const auto& [recorder_, policy_, actor] = context;
  const Transition* found = find_transition(r.state, event);
  if (!found)
    return conflict("registration_state",
                    fmt::format("This step is not open to a registration that is {}.", to_text(r.state)));
  const Instant now = recorder_.clock().now();
  if (found->line) {
    auto line = lines::find_line(tx, r.line_id);
    // The line may have gone its own way meanwhile (barred on the holder's word, disconnected).
    if (line && lines::find_transition(line->state, *found->line)) {
      const std::string why = reasons.empty() ? std::string() : reasons.front();
      MUSTER_CHECK_OK(lines::step(tx, {recorder_, policy_, actor}, *line, *found->line, why));
    }
  }
  r.state = found->to;
  r.state_since = now;
  r.due_at.reset();
  if (found->to == State::pending)
    r.due_at = policy_.due(event == Event::recheck ? "registration.recheck_within" : "registration.verify_within", now);
  if (found->to != State::pending) r.next_check_at.reset();
  r.reasons = reasons;
  ++r.version;
  if (!change(tx, r))
    return {Error{Failure::stale, "stale_version", "The registration changed meanwhile; look again.", {}}};
  MUSTER_CHECK_OK(follow_registration(tx, recorder_, r, event));
  recorder_.record(tx, kind_of(event), actor, kRegistrationRecord, r.id, body_of(r));
  return {};
}

// Reads what the authority is asked, and lends the registration to this process for a while.
Result<std::vector<Question>> Service::take_questions(int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<Question>> {
    const Instant now = recorder_.clock().now();
    std::vector<Question> out;
    for (Registration& r : due_checks(tx, now, limit)) {
      r.next_check_at = now + kAskingTime;
      ++r.checks;
      ++r.version;
      if (!change(tx, r)) continue;
      MUSTER_TRY(Question question, question_about(tx, vault_, r.id, r.holder_id, r.document_id));
      out.push_back(std::move(question));
    }
    return out;
  });
}

Result<void> Service::settle(const Question& question, const Result<Answer>& answer) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    auto r = find_registration(tx, question.id);
    if (!r || !r->next_check_at) return {};  // settled meanwhile
    if (answer.ok()) {
      if (answer->confirmed) return take_step(tx, *r, Event::verify, kActor);
      return take_step(tx, *r, Event::reject, kActor, denial_codes(answer->reasons));
    }
    r->next_check_at = next_question(policy_, recorder_.clock().now(), r->checks);
    if (r->state == State::captured) return take_step(tx, *r, Event::defer, kActor);
    ++r->version;
    (void)change(tx, *r);
    return {};
  });
}

Result<int> Service::verify_due(Authority& authority, int limit) {
  MUSTER_TRY(const auto questions, take_questions(limit));
  for (const Question& question : questions) MUSTER_CHECK_OK(settle(question, authority.check(question)));
  return static_cast<int>(questions.size());
}

Result<Registration> Service::note_check(const std::string& person_id, const std::string& id, Outcome outcome) {
  return database_.write([&](store::Transaction& tx) -> Result<Registration> {
    auto r = find_registration(tx, id);
    if (!r) return nothing_to_verify();
    if (r->method != Method::manual || (r->state != State::captured && r->state != State::pending))
      return conflict("registration_state", "This registration does not wait for a check by hand.");
    if (r->captured_by == person_id)
      return refused("check_by_capturer", "Who captured a registration does not check it.");
    insert_check(tx, id, person_id, outcome, recorder_.clock().now());
    recorder_.record(tx, kChecked, person_id, kRegistrationRecord, id,
                     fmt::format(R"({{"outcome":"{}"}})", to_text(outcome)));
    if (outcome == Outcome::denied) {
      MUSTER_CHECK_OK(take_step(tx, *r, Event::reject, person_id, {kDenied}));
    } else if (confirmations(tx, id, r->state_since) >= 2) {
      MUSTER_CHECK_OK(take_step(tx, *r, Event::verify, person_id));
    }
    return *r;
  });
}

Result<int> Service::tick(int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (Registration& r : past_due(tx, recorder_.clock().now(), limit)) {
      MUSTER_CHECK_OK(take_step(tx, r, Event::reject, kActor, {kTermOver}));
      ++count;
    }
    return count;
  });
}

Result<int> Service::close_ended(Instant since, int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (Registration& r : ended_since(tx, since, limit)) {
      MUSTER_CHECK_OK(take_step(tx, r, Event::close, kActor));
      ++count;
    }
    return count;
  });
}

}  // namespace muster::registration
