#include "debarment_store.h"
#include <base/text.h>
#include <notices/notices.h>
#include <policy/policy.h>
#include <store/page.h>
#include <vault/vault.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

using store::Transaction;

constexpr int kDebarmentPageMax = 500;
constexpr std::size_t kEndReasonMax = 2000;
constexpr const char* kHearingField = "hearing";

Error debarment_unknown() {
  return not_found("debarment_unknown", "There is no such debarment.");
}
Error debarment_stale() {
  return {Failure::stale, "stale", "Somebody changed this record since you read it. Look again.", {}, {}};
}

std::string moved_body(const Debarment& d, DebarmentState from, DebarmentEvent event) {
  return fmt::format(R"({{"number":{},"cause":"{}","from":"{}","to":"{}","event":"{}","reason":{}}})",
                     json_quote(d.number), to_text(d.cause), to_text(from), to_text(d.state), to_text(event),
                     json_quote(d.end_reason));
}

const events::Kind& kind_of(DebarmentState to) {
  return to == DebarmentState::active ? kDebarmentActivated : has_ended(to) ? kDebarmentEnded : kDebarmentMoved;
}

}  // namespace

Result<Debarment> DebarmentService::propose(const NewDebarment& asked, const std::string& person) const {
  const Instant now = recorder_.clock().now();
  MUSTER_CHECK_OK(check_proposal(asked, now));
  return database_.write([&](Transaction& tx) -> Result<Debarment> {
    if (!select_subject(tx, asked.subject_id))
      return invalid("subject_unknown", "There is no such subject.", "subject_id");
    if (has_open_debarment(tx, asked.subject_id))
      return conflict("debarment_open", "A debarment of this entity is under way or in force already.");
    Debarment d;
    static_cast<NewDebarment&>(d) = asked;
    d.id = recorder_.new_id();
    d.number = next_debarment_number(tx, now);
    d.proposed_by = person;
    d.proposed_at = now;
    insert_debarment(tx, d);
    recorder_.record(tx, kDebarmentProposed, person, kDebarmentRecord, d.id,
                     fmt::format(R"({{"number":{},"cause":"{}"}})", json_quote(d.number), to_text(d.cause)));
    return *select_debarment(tx, d.id);
  });
}

// The letter of the step: what is held against the entity and until when it is heard, or that it is debarred.
Result<void> DebarmentService::tell(Transaction& tx, Debarment& d, const std::string& person) const {
  const auto subject = select_subject(tx, d.subject_id);
  notices::NewNotice letter;
  const bool hearing = d.state == DebarmentState::notified;
  letter.kind = hearing ? kDebarmentLetter : kDebarmentDecidedLetter;
  letter.recipient_ref = subject && !subject->a_site.empty() ? "site:" + subject->a_site : "subject:" + d.subject_id;
  letter.record_kind = kDebarmentRecord;
  letter.record_id = d.id;
  letter.language = subject && subject->language.starts_with("zh") ? "zh" : "en";
  letter.values = {{"number", d.number}, {"reason", d.reason}, {"law", d.law}};
  if (hearing) {
    letter.values["decision"] = d.decision_ref;
    letter.values["answer_by"] = to_day(*d.answer_by);
  } else {
    letter.values["until"] = to_day(*d.until);
  }
  MUSTER_TRY(const std::string id, notices_.send(tx, person, letter));
  if (hearing) d.notice_id = id;
  return {};
}

Result<Debarment> DebarmentService::apply(const std::string& id, std::int64_t version, const Step& step,
                                          const std::string& person) const {
  const bool ends = step.event == DebarmentEvent::remove || step.event == DebarmentEvent::withdraw;
  if (ends && (trim(step.reason).empty() || step.reason.size() > kEndReasonMax))
    return invalid("debarment_end_reason", "Say why it ends, in 2,000 bytes at most.", "reason");
  return database_.write([&](Transaction& tx) -> Result<Debarment> {
    const Instant now = recorder_.clock().now();
    auto found = select_debarment(tx, id);
    if (!found) return debarment_unknown();
    if (found->version != version) return debarment_stale();
    const DebarmentTransition* t = find_transition(found->state, step.event);
    if (!t || t->role.empty())
      return conflict("debarment_state",
                      fmt::format("This step is not open to a debarment that is {}.", to_text(found->state)));
    Debarment d = *found;
    d.state = t->to;
    d.state_at = now;
    if (step.event == DebarmentEvent::notify) {
      d.answer_by = policy_.due("restriction.hearing_notice", now);
      MUSTER_CHECK_OK(tell(tx, d, person));
    } else if (step.event == DebarmentEvent::hear) {
      MUSTER_CHECK_OK(check_hearing(*found, step.silent, step.words, person, now));
      d.heard_by = person;
      d.heard_at = now;
      d.heard_how = step.silent ? "silent" : "words";
      if (!step.silent) MUSTER_CHECK_OK(vault_.put(tx, d.id, kHearingField, step.words));
    } else if (step.event == DebarmentEvent::activate) {
      d.from = std::max(now, step.from.value_or(now));
      d.until = step.until.value_or(*d.from);
      MUSTER_CHECK_OK(check_activation(
          *found, *d.from, *d.until, person,
          {policy_.duration("restriction.debarment_term_max"), policy_.duration("restriction.entered_within")}, now));
      d.activated_by = person;
      d.review_at = std::min(*d.until, policy_.due("restriction.review_every", *d.from));
      MUSTER_CHECK_OK(tell(tx, d, person));
    } else if (step.event == DebarmentEvent::review) {
      d.review_at = std::min(*d.until, policy_.due("restriction.review_every", now));
    } else {
      d.end_reason = step.reason;
    }
    if (!update_debarment(tx, d)) return debarment_stale();
    recorder_.record(tx, kind_of(d.state), person, kDebarmentRecord, d.id, moved_body(d, found->state, step.event));
    return *select_debarment(tx, d.id);
  });
}

Result<int> DebarmentService::expire_due(int limit) const {
  return database_.write([&](Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    int ended = 0;
    for (Debarment d : select_debarments_due(tx, now, limit)) {
      const DebarmentState from = d.state;
      d.state = DebarmentState::expired;
      d.state_at = now;
      d.end_reason = "term_over";
      if (!update_debarment(tx, d)) continue;
      recorder_.record(tx, kDebarmentEnded, "system:restrictions", kDebarmentRecord, d.id,
                       moved_body(d, from, DebarmentEvent::expire));
      ++ended;
    }
    return ended;
  });
}

Result<Debarment> DebarmentService::debarment(const std::string& key) const {
  return database_.read([&](Transaction& tx) -> Result<Debarment> {
    auto found = select_debarment(tx, key);
    if (!found) return debarment_unknown();
    return *found;
  });
}

Result<DebarmentPage> DebarmentService::list(const DebarmentFilter& filter, const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kDebarmentPageMax);
  return database_.read([&](Transaction& tx) -> Result<DebarmentPage> {
    return store::cut(DebarmentPage{select_debarments(tx, filter, after, wanted + 1), {}}, wanted);
  });
}

Result<std::vector<events::Event>> DebarmentService::history(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, kDebarmentRecord, id);
  });
}

Result<std::string> DebarmentService::hearing_words(const std::string& id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<std::string> {
    const auto found = select_debarment(tx, id);
    if (!found) return debarment_unknown();
    return vault_.get(tx, found->id, kHearingField, "read_hearing", person);
  });
}

Result<PublicDebarments> DebarmentService::published(const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kDebarmentPageMax);
  // "number name" of the last one: numbers have no blanks.
  const std::size_t blank = after.find(' ');
  const std::string number = after.substr(0, blank), name = blank == std::string::npos ? "" : after.substr(blank + 1);
  return database_.read([&](Transaction& tx) -> Result<PublicDebarments> {
    PublicDebarments out{select_public_debarments(tx, name, number, recorder_.clock().now(), wanted + 1), {}};
    if (static_cast<int>(out.items.size()) > wanted) {
      out.items.pop_back();
      out.next = out.items.back().number + " " + out.items.back().name;
    }
    return out;
  });
}

}  // namespace muster::restrictions
