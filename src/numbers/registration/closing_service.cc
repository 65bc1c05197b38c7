#include "closing_store.h"
#include "registration_store.h"
#include "transfer_store.h"
#include <base/text.h>
#include <persons/notice.h>

#include <limits>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr const char* kClosingActor = "system:closings";

Error unknown_closing() {
  return not_found("closing_unknown", "There is no such closing.");
}
Error closing_changed() {
  return {Failure::stale, "stale_version", "The closing changed meanwhile; look again.", {}};
}

void record_end(store::Transaction& tx, const ledger::Recorder& recorder, const Closing& c, const std::string& reason) {
  recorder.record(
      tx, kClosingEnded, c.ended_by, kClosingRecord, c.id,
      fmt::format(R"({{"line":"{}","state":"{}","reason":{}}})", c.line_id, to_text(c.state), json_quote(reason)));
}

void set_ended(Closing& c, ClosingState to, const std::string& actor, Instant now) {
  c.state = to;
  c.next_at.reset();
  c.ended_at = now;
  c.ended_by = actor;
  ++c.version;
}

// Whether the line stands where the closing's last step left it.
bool stands_as_left(const Closing& c, const lines::Line& line) {
  return c.stage_line_since && line.state_since == *c.stage_line_since;
}

}  // namespace

Result<void> open_one(store::Transaction& tx, const ledger::Recorder& recorder, const policy::Policy& policy,
                      Closing& c) {
  c.id = recorder.new_id();
  c.asked_at = recorder.clock().now();
  const NextStep next = next_step(c.cause, c.stage);
  c.next_at = next.term ? policy.due(next.term, c.asked_at) : c.asked_at;
  insert(tx, c);
  persons::tell(tx, recorder, {c.holder_id, c.line_id, persons::notice::kClosingAsked, kClosingRecord, c.id});
  recorder.record(tx, kClosingAsked, c.asked_by, kClosingRecord, c.id,
                  fmt::format(R"({{"line":"{}","holder":"{}","cause":"{}","reference":{}}})", c.line_id, c.holder_id,
                              to_text(c.cause), json_quote(c.evidence_ref)));
  return {};
}

Result<void> end_closing(store::Transaction& tx, const ledger::Recorder& recorder, const policy::Policy& policy,
                         Closing& c, ClosingState to, const std::string& actor, const std::string& reason) {
  auto line = lines::find_line(tx, c.line_id);
  if (stands_as_left(c, *line) && lines::find_transition(line->state, lines::Event::restore))
    MUSTER_CHECK_OK(lines::step(tx, {recorder, policy, actor}, *line, lines::Event::restore));
  set_ended(c, to, actor, recorder.clock().now());
  if (!change(tx, c)) return closing_changed();
  persons::tell(tx, recorder, {c.holder_id, c.line_id, persons::notice::kClosingWithdrawn, kClosingRecord, c.id});
  record_end(tx, recorder, c, reason);
  return {};
}

void overtake_closing(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& line_id,
                      const std::string& actor) {
  auto c = open_closing(tx, line_id);
  if (!c) return;
  set_ended(*c, ClosingState::overtaken, actor, recorder.clock().now());
  if (change(tx, *c)) record_end(tx, recorder, *c, "overtaken");
}

Result<Closing> Closings::ask(const std::string& actor, std::int64_t msisdn, const persons::Document& shown,
                              const std::string& reference) {
  if (!lines::is_code(reference))
    return invalid("reference_form", "Give the number of the form, of the message or of the letter.", "reference");
  const auto document = persons::check_document(shown, persons::Category::citizen, recorder_.clock().now());
  const bool readable = std::all_of(document.faults.begin(), document.faults.end(), [](const Error& e) {
    return e.field == "document_expires_on" || e.code == "document_category";
  });
  return database_.write([&](store::Transaction& tx) -> Result<Closing> {
    const auto line = lines::find_by_msisdn(tx, msisdn);
    if (!line) return not_found("line_unknown", "There is no line with this number.");
    const auto held = lines::open_ownership(tx, line->id);
    if (!held || line->state == lines::State::registered)
      return conflict("line_without_holder", "The line is nobody's, or not in service yet.", "msisdn");
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    const auto found = readable ? persons::find_by_documents(tx, {persons::document_index(keys, document.document)})
                                : std::map<std::string, persons::Shown>();
    if (found.empty() || found.begin()->second.holder.counts_as() != held->counted_under)
      return refused("giver_not_holder", "The document shown is not one of the holder of this line.",
                     "document_number");
    if (transfer_open(tx, line->id))
      return conflict("transfer_open", "A transfer of this line waits; withdraw that first.", "msisdn");
    if (auto open = open_closing(tx, line->id)) {
      if (open->cause == ClosingCause::wish) return conflict("closing_open", "The line is to be closed already.");
      overtake_closing(tx, recorder_, line->id, actor);  // the wish is the shorter way
    }
    Closing c;
    c.line_id = line->id;
    c.ownership_id = held->id;
    c.holder_id = held->holder_id;
    c.evidence_ref = reference;
    c.asked_by = actor;
    MUSTER_CHECK_OK(open_one(tx, recorder_, policy_, c));
    return c;
  });
}

Result<Closing> Closings::withdraw(const std::string& actor, const std::string& id, const std::string& reason) {
  if (!lines::is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return database_.write([&](store::Transaction& tx) -> Result<Closing> {
    auto c = find_closing(tx, id);
    if (!c) return unknown_closing();
    if (c->state != ClosingState::open) return conflict("closing_state", "This closing has ended.");
    if (c->cause == ClosingCause::beyond_cap)
      return conflict("closing_chosen", "The holder chose other lines to keep; a new choice changes that.");
    MUSTER_CHECK_OK(end_closing(tx, recorder_, policy_, *c, ClosingState::withdrawn, actor, reason));
    return std::move(*c);
  });
}

Result<void> Closings::advance(store::Transaction& tx, Closing& c) {
  auto line = lines::find_line(tx, c.line_id);
  const auto held = lines::open_ownership(tx, c.line_id);
  if (!held || held->id != c.ownership_id) {
    overtake_closing(tx, recorder_, c.line_id, kClosingActor);
    return {};
  }
  NextStep next = next_step(c.cause, c.stage);
  // A line that never served has nothing to be disconnected from.
  if (next.event == lines::Event::disconnect && line->state == lines::State::registered)
    next.event = lines::Event::release;
  const char* reason = c.cause == ClosingCause::wish ? "holders_wish" : "beyond_cap";
  const bool closes = next.event == lines::Event::disconnect || next.event == lines::Event::release;
  // The line may stand further on for another reason (barred since its document ended): the closing's own clock goes
  // on.
  if (lines::find_transition(line->state, next.event)) {
    MUSTER_CHECK_OK(lines::step(tx, {recorder_, policy_, kClosingActor}, *line, next.event, reason));
    c.stage_line_since = line->state_since;
  } else if (closes) {
    overtake_closing(tx, recorder_, c.line_id, kClosingActor);
    return {};
  }
  if (closes) {
    lines::settle_excess(tx, held->counted_under);
    set_ended(c, ClosingState::closed, kClosingActor, recorder_.clock().now());
    if (!change(tx, c)) return closing_changed();
    persons::tell(tx, recorder_, {c.holder_id, c.line_id, persons::notice::kLineClosed, kClosingRecord, c.id});
    record_end(tx, recorder_, c, reason);
    return {};
  }
  c.stage = next.stage;
  c.next_at = policy_.due(next_step(c.cause, c.stage).term, c.asked_at);
  ++c.version;
  return change(tx, c) ? Result<void>() : Result<void>(closing_changed());
}

Result<int> Closings::tick(int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    auto due = open_closings(tx, recorder_.clock().now(), Instant{0}, {}, limit);
    for (Closing& c : due) MUSTER_CHECK_OK(advance(tx, c));
    return static_cast<int>(due.size());
  });
}

Result<Closing> Closings::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Closing> {
    auto found = find_closing(tx, id);
    return found ? Result<Closing>(std::move(*found)) : unknown_closing();
  });
}
Result<std::vector<Closing>> Closings::of_holder(const std::string& holder_id, const std::string& after,
                                                 int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Closing>> {
    return closings_of_holder(tx, holder_id, after, std::clamp(limit, 1, 501));
  });
}
Result<std::vector<Closing>> Closings::open(const std::optional<Closing>& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Closing>> {
    const Instant end{std::numeric_limits<std::int64_t>::max()};
    return open_closings(tx, end, after ? after->next_at.value_or(Instant{0}) : Instant{0},
                         after ? after->id : std::string(), std::clamp(limit, 1, 501));
  });
}

}  // namespace muster::registration
