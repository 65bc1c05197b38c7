#include <base/text.h>
#include <base/words.h>
#include <persons/reading.h>
#include <persons/records.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr const char* kReadingKinds[] = {"read", "looked_up", "compared", "answered", "exported"};
constexpr const char* kReaders[] = {"staff", "authority", "client", "dealer", "program", "holder"};
constexpr std::string_view kAtCommandLine = "system:command_line";

constexpr Sql kInsertReading{
    "holder_reading_insert",
    "insert into holder_reading(id, holder_id, kind, at, tell_at, law, reader, reader_id, purpose, fields) "
    "values(:id, :holder, :kind, :at, :tell, :law, :reader, :reader_id, :purpose, :fields)"};
constexpr Sql kReadings{"holder_readings",
                        "select * from holder_reading where holder_id = :holder and tell_at <= :now and "
                        "(tell_at < :before_at or (tell_at = :before_at and id < :before_id)) "
                        "order by tell_at desc, id desc limit :limit"};
constexpr Sql kSamePerson{"holder_same_person", "select id from holder where same_as = :id order by id"};

Reader reader_of(std::string_view actor) {
  if (actor.starts_with("holder:")) return Reader::holder;
  if (actor.starts_with("client:")) return Reader::client;
  if (actor.starts_with("system:") && actor != kAtCommandLine) return Reader::program;
  return Reader::staff;
}
std::string reader_id_of(std::string_view actor) {
  if (const auto colon = actor.find(':'); colon != std::string_view::npos)
    return std::string(actor.starts_with("system:") ? std::string_view() : actor.substr(colon + 1));
  return std::string(actor);
}

Reading reading_of(const Row& row) {
  Reading r;
  r.id = row.text("id");
  r.holder_id = row.text("holder_id");
  r.kind = known(reading_kind(row.text("kind")));
  r.at = row.instant("at");
  r.tell_at = row.instant("tell_at");
  r.law = row.text("law");
  r.reader = known(reader(row.text("reader")));
  r.reader_id = row.text("reader_id");
  r.purpose = row.text("purpose");
  const std::string fields = row.text("fields");
  for (const auto field : split(fields, ' '))
    if (!field.empty()) r.fields.emplace_back(field);
  return r;
}

// "<micros>:<id>"
std::pair<Instant, std::string> parse_key(std::string_view key) {
  Instant at{INT64_MAX};
  const auto colon = key.find(':');
  if (colon == std::string_view::npos) return {at, {}};
  std::from_chars(key.data(), key.data() + colon, at.micros);
  return {at, std::string(key.substr(colon + 1))};
}

}  // namespace

const char* to_text(ReadingKind kind) {
  return kReadingKinds[static_cast<int>(kind)];
}
std::optional<ReadingKind> reading_kind(std::string_view text) {
  return find_word<ReadingKind>(kReadingKinds, text);
}
const char* to_text(Reader reader) {
  return kReaders[static_cast<int>(reader)];
}
std::optional<Reader> reader(std::string_view text) {
  return find_word<Reader>(kReaders, text);
}

void note_readings(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const NewReading> readings) {
  const Instant now = recorder.clock().now();
  for (const NewReading& r : readings) {
    const Reader who = r.reader.value_or(reader_of(r.actor));
    if (who == Reader::program) continue;
    tx.run(kInsertReading, {{"id", recorder.new_id()},
                            {"holder", r.holder_id},
                            {"kind", to_text(r.kind)},
                            {"at", now},
                            {"tell", std::max(now, r.tell_at.value_or(now))},
                            {"law", r.law},
                            {"reader", to_text(who)},
                            {"reader_id", r.reader ? r.reader_id : reader_id_of(r.actor)},
                            {"purpose", r.purpose},
                            {"fields", fmt::format("{}", fmt::join(r.fields, " "))}});
  }
}

std::vector<Reading> readings_of(store::Transaction& tx, const std::vector<std::string>& holder_ids, Instant now,
                                 const std::string& before, int limit) {
  const auto [before_at, before_id] = parse_key(before);
  std::vector<Reading> out;
  for (const std::string& holder : holder_ids)
    for (const Row& row : tx.query(
             kReadings,
             {{"holder", holder}, {"now", now}, {"before_at", before_at}, {"before_id", before_id}, {"limit", limit}}))
      out.push_back(reading_of(row));
  std::sort(out.begin(), out.end(), [](const Reading& a, const Reading& b) {
    return a.tell_at != b.tell_at ? b.tell_at < a.tell_at : b.id < a.id;
  });
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

std::string key_of(const Reading& reading) {
  return fmt::format("{}:{}", reading.tell_at.micros, reading.id);
}

std::vector<std::string> records_of_person(store::Transaction& tx, const std::string& holder_id) {
  const auto holder = find_holder(tx, holder_id);
  if (!holder) return {};
  std::vector<std::string> out{holder->counts_as()};
  for (const Row& row : tx.query(kSamePerson, {{"id", out.front()}})) out.push_back(row.text("id"));
  return out;
}

}  // namespace muster::persons
