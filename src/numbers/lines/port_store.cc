#include "port_store.h"

#include <base/words.h>

#include <array>

namespace muster::lines {
namespace {

using store::Row;
using store::Sql;

constexpr std::array<const char*, 2> kDirections{"in", "out"};
constexpr std::array<const char*, kPortStateCount> kPortStates{"asked", "done", "ended", "cancelled", "lapsed"};

constexpr PortTransition kPortTable[] = {
    {PortState::asked, PortEvent::complete, PortState::done},
    {PortState::asked, PortEvent::cancel, PortState::cancelled},
    {PortState::asked, PortEvent::lapse, PortState::lapsed},
    {PortState::done, PortEvent::end, PortState::ended},
};

constexpr Sql kInsertPort{
    "port_insert",
    "insert into line_port(id, line_id, direction, other_operator, reference, state, state_since, due_at, reason, "
    "asked_by, asked_at, version) values(:id, :line, :direction, :operator, :reference, 'asked', :at, :due, '', :by, "
    ":at, 1)"};
constexpr Sql kPort{"port_get", "select * from line_port where id = :id"};
constexpr Sql kOpenPort{"port_open", "select * from line_port where line_id = :line and state in ('asked', 'done')"};
constexpr Sql kPortsOfLine{"ports_of_line", "select * from line_port where line_id = :line order by id"};
constexpr Sql kPortsIn{"ports_in_state",
                       "select * from line_port where state = :state and id > :after order by id limit :limit"};
constexpr Sql kLapsedPorts{"ports_lapsed",
                           "select * from line_port where due_at is not null and due_at <= :now order by due_at, id "
                           "limit :limit"};
constexpr Sql kEndedHere{
    "ports_ended_here",
    "select p.* from line_ownership o join line_port p on p.line_id = o.line_id and p.direction = 'in' and p.state = "
    "'done' join line l on l.id = o.line_id where o.until_at is not null and o.until_at >= :since and l.state = "
    "'disconnected' order by o.until_at limit :limit"};
constexpr Sql kChangePort{
    "port_change",
    "update line_port set state = :state, state_since = :since, due_at = :due, ownership_id = :ownership, reason = "
    ":reason, version = :version where id = :id and version = :version - 1"};

Port port_of(const Row& row) {
  Port p;
  p.id = row.text("id");
  p.line_id = row.text("line_id");
  p.direction = known(port_direction(row.text("direction")));
  p.other_operator = row.text("other_operator");
  p.reference = row.text("reference");
  p.state = known(port_state(row.text("state")));
  p.state_since = row.instant("state_since");
  p.due_at = row.maybe_instant("due_at");
  p.ownership_id = row.text("ownership_id");
  p.reason = row.text("reason");
  p.asked_by = row.text("asked_by");
  p.asked_at = row.instant("asked_at");
  p.version = row.integer("version");
  return p;
}

std::vector<Port> ports(const std::vector<Row>& rows) {
  std::vector<Port> out;
  for (const Row& row : rows) out.push_back(port_of(row));
  return out;
}

}  // namespace

const char* to_text(PortDirection direction) {
  return kDirections[static_cast<std::size_t>(direction)];
}
const char* to_text(PortState state) {
  return kPortStates[static_cast<std::size_t>(state)];
}
std::optional<PortDirection> port_direction(std::string_view text) {
  return find_word<PortDirection>(kDirections, text);
}
std::optional<PortState> port_state(std::string_view text) {
  return find_word<PortState>(kPortStates, text);
}
std::span<const PortTransition> port_transitions() {
  return kPortTable;
}
const PortTransition* find_transition(PortState from, PortEvent event) {
  for (const PortTransition& t : kPortTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

void insert(store::Transaction& tx, const Port& p) {
  tx.run(kInsertPort, {{"id", p.id},
                       {"line", p.line_id},
                       {"direction", to_text(p.direction)},
                       {"operator", p.other_operator},
                       {"reference", p.reference},
                       {"at", p.asked_at},
                       {"due", p.due_at},
                       {"by", p.asked_by}});
}
std::optional<Port> find_port(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPort, {{"id", id}});
  return row ? std::optional(port_of(*row)) : std::nullopt;
}
std::optional<Port> open_port(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kOpenPort, {{"line", line_id}});
  return row ? std::optional(port_of(*row)) : std::nullopt;
}
std::vector<Port> ports_of_line(store::Transaction& tx, const std::string& line_id) {
  return ports(tx.query(kPortsOfLine, {{"line", line_id}}));
}
std::vector<Port> ports_in(store::Transaction& tx, PortState state, const std::string& after, int limit) {
  return ports(tx.query(kPortsIn, {{"state", to_text(state)}, {"after", after}, {"limit", limit}}));
}
std::vector<Port> lapsed_ports(store::Transaction& tx, Instant now, int limit) {
  return ports(tx.query(kLapsedPorts, {{"now", now}, {"limit", limit}}));
}
std::vector<Port> ended_here(store::Transaction& tx, Instant since, int limit) {
  return ports(tx.query(kEndedHere, {{"since", since}, {"limit", limit}}));
}
bool change(store::Transaction& tx, const Port& p) {
  return tx.run(kChangePort,
                {{"id", p.id},
                 {"state", to_text(p.state)},
                 {"since", p.state_since},
                 {"due", p.due_at},
                 {"ownership", p.ownership_id.empty() ? std::optional<std::string>() : std::optional(p.ownership_id)},
                 {"reason", p.reason},
                 {"version", p.version}}) == 1;
}

}  // namespace muster::lines
