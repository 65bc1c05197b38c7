// SQL of portings. Inside of the room.
#pragma once

#include <lines/port.h>

namespace muster::lines {

void insert(store::Transaction& tx, const Port& port);
std::optional<Port> find_port(store::Transaction& tx, const std::string& id);
std::optional<Port> open_port(store::Transaction& tx, const std::string& line_id);  // asked for, or done
std::vector<Port> ports_of_line(store::Transaction& tx, const std::string& line_id);
std::vector<Port> ports_in(store::Transaction& tx, PortState state, const std::string& after, int limit);
std::vector<Port> lapsed_ports(store::Transaction& tx, Instant now, int limit);
// Numbers that came in, whose line was disconnected since.
std::vector<Port> ended_here(store::Transaction& tx, Instant since, int limit);
bool change(store::Transaction& tx, const Port& port);  // false: it is at another version

}  // namespace muster::lines
