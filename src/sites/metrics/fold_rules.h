// How events become what is counted: for each metric and key one state, into which events are folded in any order, any
// number of times. Pure. Inside of the room.
#pragma once

#include <events/event.h>
#include <metrics/definition.h>
#include <metrics/figure.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::metrics {

// Events are ordered by when they happened; of the same moment, by their ids. The id is the event's own text, which
// must outlive the mark; empty: it is to be looked up by the number before two marks of one moment are compared.
struct Mark {
  Instant at;
  std::string_view id;
  std::int64_t seq = 0;  // of the outbox
  auto operator<=>(const Mark&) const = default;
};

enum class Part : std::uint8_t { since, counts, undoes };

// What one event says to one metric.
struct Touch {
  std::size_t metric = 0;  // place in Definitions::items
  Part part = Part::counts;
  std::string key;
  Mark mark;
  std::string cell;  // what it knows of the cell; an unknown value is empty
};

// The earliest beginning, the earliest that counts, and the latest of those that count or undo. Each is a least or
// greatest one, so that neither order nor repetition matters.
struct KeyState {
  std::optional<Mark> since, count, last;
  std::string since_cell, count_cell;
  bool last_undoes = false;
  bool operator==(const KeyState&) const = default;
};
bool fold(KeyState& state, const Touch& touch);  // false: it says nothing new

// Where and as what a key counts now.
struct Contribution {
  std::string month, cell;
  std::int64_t time_class = kNoTime;
  std::int64_t micros = 0;
  void take(Duration time);
  bool operator==(const Contribution&) const = default;
};
std::optional<Contribution> contribution(const Definition& definition, const KeyState& state, int utc_offset_minutes);

// The definitions by kinds of events: an event that nobody counts costs one look-up.
class Reader {
 public:
  explicit Reader(const Definitions& definitions);
  // What the event says, to each metric that it concerns. A body that was destroyed, or is not JSON, has no fields.
  // `seq` is the event's number in the outbox. What comes out points to the event's id.
  void read(const events::Event& event, std::int64_t seq, std::vector<Touch>& out) const;
  bool concerns(std::string_view kind) const { return rules_.contains(std::string(kind)); }

 private:
  struct Rule {
    std::size_t metric;
    Part part;
    const Selection* selection;
  };
  const Definitions& definitions_;
  std::unordered_map<std::string, std::vector<Rule>> rules_;
};

}  // namespace muster::metrics
