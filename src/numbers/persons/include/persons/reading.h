// Who read or looked up a person's data, and why: rows that the person's own page lists. Written in the transaction of
// the reading. What a law keeps from the person for a time is listed by itself when that time is over. Holds ids and
// codes.
#pragma once

#include <ledger/recorder.h>
#include <persons/holder.h>
#include <store/database.h>

#include <span>
#include <string>
#include <vector>

namespace muster::persons {

enum class ReadingKind : std::uint8_t {
  read,       // fields in clear
  looked_up,  // found by a number or a document, without fields
  compared,   // by a machine; the answer was yes, no or a likeness
  answered,   // to an authority
  exported,   // by the person
};
inline constexpr int kReadingKindCount = 5;
const char* to_text(ReadingKind kind);
std::optional<ReadingKind> reading_kind(std::string_view text);

enum class Reader : std::uint8_t { staff, authority, client, dealer, program, holder };
inline constexpr int kReaderCount = 6;
const char* to_text(Reader reader);
std::optional<Reader> reader(std::string_view text);

struct Reading {
  std::string id, holder_id;
  ReadingKind kind = ReadingKind::read;
  Instant at, tell_at;
  std::string law;  // that delays the telling, or ""
  Reader reader = Reader::staff;
  std::string reader_id;            // of the person of the house, the party, the client; or ""
  std::string purpose;              // a code
  std::vector<std::string> fields;  // codes
};

struct NewReading {
  std::string holder_id;
  ReadingKind kind = ReadingKind::read;
  std::string actor;  // as in events: who it is follows from it
  std::string purpose;
  std::vector<std::string> fields = {};
  std::optional<Reader> reader = {};  // where the actor acts for somebody else (an authority)
  std::string reader_id = {};
  std::optional<Instant> tell_at = {};  // later than now only with the law that says so
  std::string law = {};
};
// What the house's own programs read for their own work (actors "system:…" but the command line) is not told.
void note_readings(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const NewReading> readings);
inline void note_reading(store::Transaction& tx, const ledger::Recorder& recorder, const NewReading& reading) {
  note_readings(tx, recorder, {&reading, 1});
}

// Those that may be told at `now`, of these records, newest first; `before`: the key of the last one seen, or "".
std::vector<Reading> readings_of(store::Transaction& tx, const std::vector<std::string>& holder_ids, Instant now,
                                 const std::string& before, int limit);
std::string key_of(const Reading& reading);  // for `before`

// All records that are one person: the one that counts, first, and those that are the same as it.
std::vector<std::string> records_of_person(store::Transaction& tx, const std::string& holder_id);

}  // namespace muster::persons
