#include "line_store.h"
#include "port_store.h"
#include <base/text.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

constexpr const char* kPortActor = "system:ports";
constexpr std::size_t kOperatorMax = 100;

Error unknown_port() {
  return not_found("port_unknown", "There is no such porting.");
}
Error port_changed() {
  return {Failure::stale, "stale_version", "The porting changed meanwhile; look again.", {}};
}
Error port_is_open() {
  return conflict("port_open", "Another porting of this number is open.", "msisdn");
}

Result<void> check_asked(const std::string& other_operator, const std::string& reference) {
  if (other_operator.empty() || other_operator.size() > kOperatorMax || !is_valid_utf8(other_operator))
    return invalid("port_operator", "Name the other operator, in 1 to 100 bytes.", "operator");
  if (!is_code(reference))
    return invalid("reference_form", "Give the number of the request at the clearing house.", "reference");
  return {};
}

Port new_port(const ledger::Recorder& recorder, const policy::Policy& policy, const Line& line, PortDirection direction,
              const std::string& other_operator, const std::string& reference, const std::string& actor) {
  Port p;
  p.id = recorder.new_id();
  p.line_id = line.id;
  p.direction = direction;
  p.other_operator = other_operator;
  p.reference = reference;
  p.asked_by = actor;
  p.asked_at = p.state_since = recorder.clock().now();
  p.due_at = policy.due("port.within", p.asked_at);
  return p;
}

void record_port(store::Transaction& tx, const ledger::Recorder& recorder, const events::Kind& kind,
                 const std::string& actor, const Port& p) {
  recorder.record(
      tx, kind, actor, kPortRecord, p.id,
      fmt::format(R"({{"line":"{}","direction":"{}","operator":{},"reference":{},"state":"{}","reason":{}}})",
                  p.line_id, to_text(p.direction), json_quote(p.other_operator), json_quote(p.reference),
                  to_text(p.state), json_quote(p.reason)));
}

}  // namespace

Result<Port> Ports::ask_out(const std::string& actor, std::int64_t msisdn, const std::string& other_operator,
                            const std::string& reference) const {
  MUSTER_CHECK_OK(check_asked(other_operator, reference));
  return database_.write([&](store::Transaction& tx) -> Result<Port> {
    const auto line = find_by_msisdn(tx, msisdn);
    if (!line) return not_found("line_unknown", "There is no line with this number.");
    if (!in_service(line->state))
      return conflict("line_state", "A line that is in service, and not barred, can go out.", "msisdn");
    if (find_pool(tx, line->pool_id)->foreign)
      return conflict("line_foreign", "The number came in; when it ends here it goes back to its own block.", "msisdn");
    if (open_port(tx, line->id)) return port_is_open();
    const Port p = new_port(recorder_, policy_, *line, PortDirection::out, other_operator, reference, actor);
    insert(tx, p);
    record_port(tx, recorder_, kPortAsked, actor, p);
    return p;
  });
}

Result<Port> Ports::ask_in(const std::string& actor, std::int64_t msisdn, const std::string& other_operator,
                           const std::string& reference, const std::string& reserved_for) const {
  MUSTER_CHECK_OK(check_asked(other_operator, reference));
  return database_.write([&](store::Transaction& tx) -> Result<Port> {
    const auto pool = foreign_pool_of(tx, msisdn);
    if (!pool)
      return not_found("port_pool_unknown", "The block of this number is not on record as another operator's.");
    auto line = find_by_msisdn(tx, msisdn);
    if (!line) {
      Line made;
      made.id = recorder_.new_id();
      made.msisdn = msisdn;
      made.pool_id = pool->id;
      made.kind = pool->kind;
      made.state_since = recorder_.clock().now();
      insert_lines(tx, {&made, 1});
      line = std::move(made);
    }
    if (open_port(tx, line->id)) return port_is_open();
    const Port p = new_port(recorder_, policy_, *line, PortDirection::in, other_operator, reference, actor);
    insert(tx, p);
    const StepContext context{recorder_, policy_, actor};
    if (line->state == State::available) {
      MUSTER_CHECK_OK(reserve_until(tx, context, *line, reserved_for, *p.due_at));
    } else {
      MUSTER_CHECK_OK(reconnect(tx, context, *line, reserved_for, p.due_at));
    }
    record_port(tx, recorder_, kPortAsked, actor, p);
    return p;
  });
}

Result<Port> Ports::complete(const std::string& actor, const std::string& id) const {
  return database_.write([&](store::Transaction& tx) -> Result<Port> {
    auto p = find_port(tx, id);
    if (!p) return unknown_port();
    const PortTransition* found = find_transition(p->state, PortEvent::complete);
    if (!found) return conflict("port_state", "This porting waits for nothing any more.");
    auto line = find_line(tx, p->line_id);
    const auto held = open_ownership(tx, line->id);
    if (!held || !in_service(line->state))
      return conflict("line_state", "The line is not in service with a holder.", "msisdn");
    p->ownership_id = held->id;
    if (p->direction == PortDirection::out)
      MUSTER_CHECK_OK(step(tx, {recorder_, policy_, actor}, *line, Event::disconnect, "ported_out"));
    p->state = found->to;
    p->state_since = recorder_.clock().now();
    p->due_at.reset();
    ++p->version;
    if (!change(tx, *p)) return port_changed();
    record_port(tx, recorder_, kPortDone, actor, *p);
    return std::move(*p);
  });
}

Result<void> Ports::end(store::Transaction& tx, Port& p, PortEvent event, const std::string& actor,
                        const std::string& reason) const {
  const PortTransition* found = find_transition(p.state, event);
  if (!found) return conflict("port_state", "This step is not open to the porting in its present state.");
  p.state = found->to;
  p.state_since = recorder_.clock().now();
  p.due_at.reset();
  p.reason = reason;
  ++p.version;
  if (!change(tx, p)) return port_changed();
  record_port(tx, recorder_, kPortEnded, actor, p);
  return {};
}

Result<Port> Ports::cancel(const std::string& actor, const std::string& id, const std::string& reason) const {
  if (!is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return database_.write([&](store::Transaction& tx) -> Result<Port> {
    auto p = find_port(tx, id);
    if (!p) return unknown_port();
    MUSTER_CHECK_OK(end(tx, *p, PortEvent::cancel, actor, reason));
    // A number that was set aside to come in is not given to anybody.
    auto line = find_line(tx, p->line_id);
    if (p->direction == PortDirection::in && line->state == State::reserved)
      MUSTER_CHECK_OK(step(tx, {recorder_, policy_, actor}, *line, Event::release));
    return std::move(*p);
  });
}

Result<Port> Ports::come_back(const std::string& actor, const std::string& id, const std::string& reason) const {
  if (!is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return database_.write([&](store::Transaction& tx) -> Result<Port> {
    auto p = find_port(tx, id);
    if (!p) return unknown_port();
    if (p->direction != PortDirection::out) return conflict("port_state", "Only a number that went out comes back.");
    MUSTER_CHECK_OK(end(tx, *p, PortEvent::end, actor, reason));
    auto line = find_line(tx, p->line_id);
    MUSTER_CHECK_OK(step(tx, {recorder_, policy_, actor}, *line, Event::quarantine));
    return std::move(*p);
  });
}

Result<Port> Ports::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Port> {
    auto found = find_port(tx, id);
    return found ? Result<Port>(std::move(*found)) : unknown_port();
  });
}
Result<std::vector<Port>> Ports::of_line(const std::string& line_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Port>> { return ports_of_line(tx, line_id); });
}
Result<std::vector<Port>> Ports::list(PortState state, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Port>> {
    return ports_in(tx, state, after, std::clamp(limit, 1, 501));
  });
}

Result<int> Ports::tick(int limit, Duration look_back) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    int count = 0;
    for (Port& p : lapsed_ports(tx, now, limit)) {
      MUSTER_CHECK_OK(end(tx, p, PortEvent::lapse, kPortActor, "term_over"));
      ++count;
    }
    for (Port& p : ended_here(tx, now - look_back, limit - count)) {
      MUSTER_CHECK_OK(end(tx, p, PortEvent::end, kPortActor, "returned"));
      ++count;
    }
    return count;
  });
}

}  // namespace muster::lines
