#include "thing_store.h"
#include <base/text.h>
#include <lines/records.h>
#include <persons/records.h>

#include <algorithm>

#include <fmt/format.h>
#include <things/service.h>

namespace muster::things {
namespace {

Error with_field(Error error, const char* field) {
  error.field = field;
  return error;
}
Error unknown_thing() {
  return not_found("thing_unknown", "There is no such binding of a line to a device.");
}
Error thing_changed() {
  return {Failure::stale, "stale_version", "The binding changed meanwhile; look again.", {}};
}
Error device_taken() {
  return conflict("device_bound", "This device is bound to another line.", "device");
}
Result<void> check_evidence(const std::string& reference) {
  if (!lines::is_code(reference))
    return invalid("evidence_missing", "Give the number of the contract, of the repair or of the letter.",
                   "evidence_ref");
  return {};
}

std::string bound_body(const Thing& t) {
  return fmt::format(R"({{"line":"{}","device_kind":"{}","scenario":{},"services":{},"evidence":{},"replaces":{}}})",
                     t.line_id, to_text(t.device.kind), json_quote(t.scenario),
                     json_quote(fmt::format("{}", fmt::join(t.services, " "))), json_quote(t.evidence_ref),
                     json_quote(t.replaces_id));
}

}  // namespace

Result<Thing> Service::bind(const std::string& actor, NewThing asked) const {
  auto faults = check(asked, policy_);
  const auto msisdn = lines::parse_msisdn(asked.msisdn);
  if (!msisdn.ok()) faults.insert(faults.begin(), msisdn.error());
  if (!faults.empty()) {
    Error error = faults.front();
    error.all = std::move(faults);
    return error;
  }
  return database_.write([&](store::Transaction& tx) -> Result<Thing> {
    const auto line = lines::find_by_msisdn(tx, *msisdn);
    if (!line) return with_field(not_found("line_unknown", "There is no line with this number."), "msisdn");
    if (line->kind != lines::LineKind::iot)
      return conflict("thing_line_kind", "This line is one of people: devices are bound to lines of things.", "msisdn");
    const auto held = lines::open_ownership(tx, line->id);
    if (!held) return conflict("line_without_holder", "Nobody holds this line yet.", "msisdn");
    MUSTER_CHECK_OK(free_of_former(tx, line->id, asked.device));
    if (open_of_line(tx, line->id))
      return conflict("thing_bound", "This line has a device already; change that one.", "msisdn");
    if (open_of_device(tx, asked.device.number)) return device_taken();
    // A claim of the former register is no person who could answer.
    const std::string contact = asked.contact_id.empty() ? held->holder_id : asked.contact_id;
    const auto person = persons::find_holder(tx, contact);
    if (!person || person->destroyed_at)
      return with_field(
          not_found("contact_unknown", "There is no such person on record who could answer for the device."),
          "contact_id");
    Thing t;
    t.id = recorder_.new_id();
    t.line_id = line->id;
    t.ownership_id = held->id;
    t.contact_id = contact;
    t.device = asked.device;
    t.scenario = asked.scenario;
    t.services = asked.services;
    t.evidence_ref = asked.evidence_ref;
    t.bound_by = actor;
    t.state_since = t.bound_at = recorder_.clock().now();
    insert(tx, t);
    recorder_.record(tx, kBound, actor, kThingRecord, t.id, bound_body(t));
    MUSTER_CHECK_OK(lift_bar(tx, line->id, actor));
    return t;
  });
}

// What the line or the device was bound to before its holder changed.
Result<void> Service::free_of_former(store::Transaction& tx, const std::string& line_id, const Device& device) const {
  for (auto before : {open_of_line(tx, line_id), open_of_device(tx, device.number)}) {
    if (!before) continue;
    const auto held = lines::open_ownership(tx, before->line_id);
    if (held && held->id == before->ownership_id) continue;
    auto now = find_thing(tx, before->id);
    if (now->state != State::ended) MUSTER_CHECK_OK(end(tx, *now, Event::line_ended, kThingsClock));
  }
  return {};
}

Result<Thing> Service::take(store::Transaction& tx, const std::string& id, std::int64_t version, Event event) const {
  auto thing = find_thing(tx, id);
  if (!thing) return unknown_thing();
  if (thing->version != version) return thing_changed();
  if (!find_transition(thing->state, event))
    return conflict("thing_state", "This step is not open to a binding in its present state.");
  return std::move(*thing);
}

Result<void> Service::step(store::Transaction& tx, Thing& t, Event event, const std::string& actor,
                           const std::string& body) const {
  t.state = find_transition(t.state, event)->to;
  t.state_since = recorder_.clock().now();
  t.due_at.reset();
  if (t.state == State::mismatched) t.due_at = policy_.due("iot.explain_within", t.state_since);
  if (t.state == State::ended) t.ended_at = t.state_since;
  ++t.version;
  if (!change(tx, t)) return thing_changed();
  const events::Kind& kind = t.state == State::mismatched ? kSeenElsewhere
                             : t.state == State::ended    ? kEnded
                                                          : kExplained;
  recorder_.record(tx, kind, actor, kThingRecord, t.id, body);
  return {};
}

Result<void> Service::end(store::Transaction& tx, Thing& t, Event event, const std::string& actor,
                          const std::string& evidence_ref) const {
  t.end_reason = event == Event::change_device ? "device_changed" : event == Event::unbind ? "unbound" : "line_ended";
  const std::string evidence =
      evidence_ref.empty() ? std::string() : fmt::format(R"(,"evidence":{})", json_quote(evidence_ref));
  return step(tx, t, event, actor,
              fmt::format(R"({{"line":"{}","reason":"{}"{}}})", t.line_id, t.end_reason, evidence));
}

Result<Thing> Service::change_device(const std::string& actor, const std::string& id, std::int64_t version,
                                     const Device& asked, const std::string& evidence_ref) const {
  MUSTER_CHECK_OK(check_evidence(evidence_ref));
  MUSTER_TRY(const Device device, check_device(asked));
  return database_.write([&](store::Transaction& tx) -> Result<Thing> {
    MUSTER_TRY(Thing before, take(tx, id, version, Event::change_device));
    if (before.device.number == device.number)
      return conflict("device_same", "The line is bound to this device already.", "device");
    const Instant now = recorder_.clock().now();
    const auto earlier = things::of_line(tx, before.line_id);
    const auto changes = std::count_if(earlier.begin(), earlier.end(), [&](const Thing& t) {
      return t.ownership_id == before.ownership_id && t.end_reason == "device_changed" &&
             policy_.due("iot.changes_within", *t.ended_at) > now;
    });
    if (changes >= policy_.number("iot.changes_max"))
      return refused("thing_changes_max",
                     "The device of this line was changed as often as it may be for now. A card that moves around is "
                     "looked at by people.",
                     "device");
    MUSTER_CHECK_OK(free_of_former(tx, before.line_id, device));
    if (open_of_device(tx, device.number)) return device_taken();
    MUSTER_CHECK_OK(end(tx, before, Event::change_device, actor));
    Thing next = before;
    next.id = recorder_.new_id();
    next.device = device;
    next.evidence_ref = evidence_ref;
    next.replaces_id = before.id;
    next.state = State::bound;
    next.state_since = next.bound_at = now;
    next.due_at.reset();
    next.ended_at.reset();
    next.end_reason.clear();
    next.bound_by = actor;
    next.version = 1;
    insert(tx, next);
    recorder_.record(tx, kBound, actor, kThingRecord, next.id, bound_body(next));
    MUSTER_CHECK_OK(lift_bar(tx, next.line_id, actor));
    return next;
  });
}

Result<Thing> Service::explain(const std::string& actor, const std::string& id, std::int64_t version,
                               const std::string& evidence_ref) const {
  MUSTER_CHECK_OK(check_evidence(evidence_ref));
  return database_.write([&](store::Transaction& tx) -> Result<Thing> {
    MUSTER_TRY(Thing t, take(tx, id, version, Event::explain));
    MUSTER_CHECK_OK(step(tx, t, Event::explain, actor, fmt::format(R"({{"evidence":{}}})", json_quote(evidence_ref))));
    MUSTER_CHECK_OK(lift_bar(tx, t.line_id, actor));
    return t;
  });
}

Result<Thing> Service::unbind(const std::string& actor, const std::string& id, std::int64_t version,
                              const std::string& evidence_ref) const {
  MUSTER_CHECK_OK(check_evidence(evidence_ref));
  return database_.write([&](store::Transaction& tx) -> Result<Thing> {
    MUSTER_TRY(Thing t, take(tx, id, version, Event::unbind));
    MUSTER_CHECK_OK(end(tx, t, Event::unbind, actor, evidence_ref));
    return t;
  });
}

Result<Seen> Service::seen(const std::string& actor, const Sighting& sighting) const {
  MUSTER_TRY(const std::int64_t msisdn, lines::parse_msisdn(sighting.msisdn));
  MUSTER_TRY(const Device device, check_device(sighting.device));
  return database_.write([&](store::Transaction& tx) -> Result<Seen> {
    const auto line = lines::find_by_msisdn(tx, msisdn);
    if (!line) return with_field(not_found("line_unknown", "There is no line with this number."), "msisdn");
    auto t = open_of_line(tx, line->id);
    // Of a chip nothing is told by the device's IMEI, and the other way round.
    if (!t || t->device.kind != device.kind) return Seen::not_bound;
    const bool right = t->device.number == device.number;
    if (right && t->state == State::mismatched && !find_bar(tx, line->id))
      MUSTER_CHECK_OK(step(tx, *t, Event::seen_right, actor, R"({"seen":"right"})"));
    if (!right && t->state == State::bound)
      MUSTER_CHECK_OK(step(tx, *t, Event::seen_elsewhere, actor, fmt::format(R"({{"line":"{}"}})", t->line_id)));
    return right ? Seen::right : Seen::elsewhere;
  });
}

Result<Thing> Service::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Thing> {
    auto found = find_thing(tx, id);
    return found ? Result<Thing>(std::move(*found)) : unknown_thing();
  });
}
Result<std::vector<Thing>> Service::of_line(const std::string& line_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Thing>> { return things::of_line(tx, line_id); });
}
Result<Thing> Service::of_device(const Device& asked) const {
  MUSTER_TRY(const Device device, check_device(asked));
  return database_.read([&](store::Transaction& tx) -> Result<Thing> {
    auto found = open_of_device(tx, device.number);
    return found ? Result<Thing>(std::move(*found)) : unknown_thing();
  });
}
Result<std::vector<Thing>> Service::in_state(State state, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Thing>> {
    return list(tx, state, after, std::clamp(limit, 1, 501));
  });
}

}  // namespace muster::things
