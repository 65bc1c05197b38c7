// SQL of devices that lines are bound to. Inside of the room.
#pragma once

#include <store/database.h>

#include <things/thing.h>

namespace muster::things {

inline constexpr const char* kThingsClock = "system:things";  // who does what falls due

void insert(store::Transaction& tx, const Thing& thing);
bool change(store::Transaction& tx, const Thing& thing);  // false: it changed meanwhile
std::optional<Thing> find_thing(store::Transaction& tx, const std::string& id);
std::optional<Thing> open_of_line(store::Transaction& tx, const std::string& line_id);
std::optional<Thing> open_of_device(store::Transaction& tx, const std::string& device);
std::vector<Thing> of_line(store::Transaction& tx, const std::string& line_id);  // oldest first
std::vector<Thing> list(store::Transaction& tx, State state, const std::string& after, int limit);
// Whose term is over, and whose line is barred because of it not yet.
std::vector<Thing> unexplained(store::Transaction& tx, Instant now, int limit);
// Those in this state behind `after` whose holder's interval has ended; `last`: the last one that was looked at, or "".
std::vector<Thing> left_behind(store::Transaction& tx, State open, const std::string& after, int limit,
                               std::string& last);

// Lines of things in service without a device, not barred because of it yet, by since when.
struct Unbound {
  std::string line_id;
  Instant since;
  bool spared = false;
};
std::optional<Instant> unbound_since(store::Transaction& tx, const std::string& line_id);
void unbound_barred(store::Transaction& tx, const std::string& line_id);
std::vector<Unbound> unbound(store::Transaction& tx, Instant after, const std::string& after_id, int limit);
// Those that a clock may bar, held or unbound up to `until`.
std::vector<Unbound> unbound_due(store::Transaction& tx, Instant until, int limit);

struct Bar {
  std::string reason;
  Instant line_since;
};
void put_bar(store::Transaction& tx, const std::string& line_id, const Bar& bar);
std::optional<Bar> find_bar(store::Transaction& tx, const std::string& line_id);
void drop_bar(store::Transaction& tx, const std::string& line_id);

}  // namespace muster::things
