// The versioned catalogue of events. An event is written in the transaction of the record that it tells
// of; it feeds ledger, metrics, notices and the console's live view. Bodies never hold personal data: ids alone.
#pragma once

#include <base/time.h>
#include <store/database.h>

#include <span>
#include <string>
#include <vector>

namespace muster::events {

// A kind of event. Rooms define theirs as constants: constexpr Kind kFiled{"filing.filed", 1, "A filing was
// accepted."};
struct Kind {
  const char* name;      // "<record>.<past participle>"
  int version;           // of the body's shape
  const char* sentence;  // what it says to a person
};

struct Event {
  std::string id;  // UUIDv7
  std::string kind;
  int version = 1;
  Instant at;
  std::string actor;        // a person's id, or "system:<room>"
  std::string record_kind;  // "filing", "case", "order" …
  std::string record_id;
  std::string body;  // JSON object, written by the room; "" once destroyed
};

// Writes the event, its payload with `salt` (hex) and its outbox row. Rooms call ledger::Recorder, which calls this.
void append(store::Transaction& tx, const Event& event, const std::string& salt);
// Many at once, in their order, by the back end's bulk path; `salts` has one for each.
void append_all(store::Transaction& tx, std::span<const Event> events, std::span<const std::string> salts);

// A record's time line, oldest first.
std::vector<Event> of_record(store::Transaction& tx, const std::string& record_kind, const std::string& record_id,
                             int limit = 500);
// The newest events of all records before `before_id` (empty: from the newest), newest first.
std::vector<Event> latest(store::Transaction& tx, const std::string& before_id, int limit);

}  // namespace muster::events
