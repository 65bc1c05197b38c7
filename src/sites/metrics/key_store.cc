#include "key_store.h"

#include <store/key_range.h>
#include <store/keys.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::metrics {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;
using store::Value;

constexpr Sql kWords{"metric_words", "select id, word from metric_word where word in " MUSTER_KEYS};
constexpr Sql kWordInsert{"metric_word_insert",
                          "insert into metric_word(word) values(:word) on conflict(word) do nothing"};
constexpr Sql kKeys{"metric_keys",
                    "select k.key, k.since_at, k.since_seq, s.word as since_cell, k.count_at, k.count_seq, c.word as "
                    "count_cell, k.last_at, k.last_seq, k.last_undoes, k.month, w.word as cell from metric_key k "
                    "left join metric_word s on s.id = k.since_cell left join metric_word c on c.id = k.count_cell "
                    "left join metric_word w on w.id = k.cell "
                    "where k.generation = :generation and k.metric = :metric and k.key in " MUSTER_KEYS};
constexpr Sql kKeysDelete{
    "metric_keys_delete",
    "delete from metric_key where generation = :generation and metric = :metric and key in " MUSTER_KEYS};
constexpr std::array<std::string_view, 14> kKeyColumns{
    "generation", "metric",     "key",     "since_at", "since_seq",   "since_cell", "count_at",
    "count_seq",  "count_cell", "last_at", "last_seq", "last_undoes", "month",      "cell"};
// Both bounds as one row each: with `key > :after` beside equalities SQLite walks the primary key of all months
// instead.
constexpr Sql kBehind{
    "metric_behind",
    "select k.key, e.record_kind, e.record_id, k.count_at, coalesce(k.count_at - k.since_at, 0) as micros from ("
    "select key, count_at, count_seq, since_at from metric_key where generation = :generation and metric = :metric and "
    "month <> 0 and (month, cell, key) > (:month, :cell, :after) and (month, cell, key) < (:month, :cell, :beyond) "
    "order by month, cell, key limit :limit) k join outbox o on o.seq = k.count_seq join event e on e.id = o.event_id "
    "order by k.key"};
constexpr Sql kDeleteNext{"metric_key_delete_next",
                          "select metric from metric_key where generation = :generation order by metric limit 1"};
constexpr Sql kDeleteSome{
    "metric_key_delete_some",
    "delete from metric_key where generation = :generation and metric = :metric and key < coalesce((select key from "
    "metric_key where generation = :generation and metric = :metric order by key limit 1 offset :limit), :beyond)"};

std::int64_t number_of_month(std::string_view month) {
  return std::stoll(std::string(month.substr(0, 4)) + std::string(month.substr(5)));
}
std::string month_of_number(std::int64_t number) {
  return fmt::format("{:04}-{:02}", number / 100, number % 100);
}

std::optional<Mark> mark_of(const Row& row, std::string_view at, std::string_view seq) {
  const auto when = row.maybe_instant(at);
  return when ? std::optional(Mark{*when, {}, row.integer(seq)}) : std::nullopt;
}

StoredKey key_row(const Row& row, const Definition& definition) {
  StoredKey out;
  KeyState& s = out.state;
  out.stored = true;
  s.since = mark_of(row, "since_at", "since_seq");
  s.count = mark_of(row, "count_at", "count_seq");
  s.last = mark_of(row, "last_at", "last_seq");
  if (!s.last) s.last = s.count;
  s.since_cell = row.text("since_cell");
  s.count_cell = row.text("count_cell");
  s.last_undoes = row.flag("last_undoes");
  const std::int64_t month = row.integer("month");
  if (month == 0) return out;
  out.counted = Contribution{month_of_number(month), row.text("cell"), kNoTime, 0};
  if (definition.measures_time() && s.since && s.count) out.counted->take(s.count->at - s.since->at);
  return out;
}

std::array<Value, 14> values_of(std::int64_t generation, const KeyWrite& write, const Words& words) {
  const KeyState& s = write.value->state;
  const auto& counted = write.value->counted;
  const auto at = [](const std::optional<Mark>& m) { return m ? Value(m->at.micros) : Value(); };
  const auto seq = [](const std::optional<Mark>& m) { return m ? Value(m->seq) : Value(); };
  const bool apart = s.last != s.count;
  const auto cell = [&](const std::optional<Mark>& m, const std::string& word) {
    return m ? Value(words.at(word)) : Value();
  };
  return {generation,
          write.metric,
          std::string(write.key),
          at(s.since),
          seq(s.since),
          cell(s.since, s.since_cell),
          at(s.count),
          seq(s.count),
          cell(s.count, s.count_cell),
          apart ? at(s.last) : Value(),
          apart ? seq(s.last) : Value(),
          std::int64_t{s.last_undoes},
          counted ? number_of_month(counted->month) : 0,
          counted ? words.at(counted->cell) : 0};
}

void delete_stored(Transaction& tx, std::int64_t generation, const std::vector<KeyWrite>& writes) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].value->stored) keys.emplace_back(writes[i].key);
    const bool last = i + 1 == writes.size() || writes[i + 1].metric != writes[i].metric;
    if (!last) continue;
    store::run_of(tx, kKeysDelete, keys, {{"generation", generation}, {"metric", writes[i].metric}});
    keys.clear();
  }
}

void take_numbers(Transaction& tx, Words& words, const std::vector<std::string>& of) {
  store::each_of(tx, kWords, of, [&](const Row& row) { words[row.text("word")] = row.integer("id"); });
}

// The cells that these keys name.
Words words_of(const std::vector<KeyWrite>& writes) {
  Words out;
  for (const KeyWrite& write : writes) {
    const KeyState& s = write.value->state;
    if (s.since) out.try_emplace(s.since_cell);
    if (s.count) out.try_emplace(s.count_cell);
    if (write.value->counted) out.try_emplace(write.value->counted->cell);
  }
  return out;
}

}  // namespace

void number_words(Transaction& tx, Words& words) {
  const auto missing = [&] {
    std::vector<std::string> out;
    for (const auto& [word, number] : words)
      if (number == 0) out.push_back(word);
    std::sort(out.begin(), out.end());
    return out;
  };
  take_numbers(tx, words, missing());
  const auto fresh = missing();
  for (const std::string& word : fresh) tx.run(kWordInsert, {{"word", word}});
  take_numbers(tx, words, fresh);
}

void select_keys(Transaction& tx, std::int64_t generation, const Definition& definition, std::int64_t metric,
                 const std::vector<std::string>& keys, StoredKeys& out) {
  store::each_of(tx, kKeys, keys,
                 [&](const Row& row) { out.insert_or_assign(row.text("key"), key_row(row, definition)); },
                 {{"generation", generation}, {"metric", metric}});
}

void write_keys(Transaction& tx, std::int64_t generation, const std::vector<KeyWrite>& writes) {
  if (writes.empty()) return;
  Words words = words_of(writes);
  number_words(tx, words);
  delete_stored(tx, generation, writes);
  const auto bulk = tx.bulk("metric_key", kKeyColumns);
  for (const KeyWrite& write : writes) bulk->row(values_of(generation, write, words));
  bulk->finish();
}

std::vector<Behind> select_behind(Transaction& tx, std::int64_t generation, const std::string& metric,
                                  const std::string& month, const std::string& cell, const std::string& after_key,
                                  int limit) {
  std::vector<Behind> out;
  Words words{{metric, 0}, {cell, 0}};
  take_numbers(tx, words, {metric, cell});  // a word without a number has nothing behind it
  for (const Row& row : tx.query(kBehind, {{"generation", generation},
                                           {"metric", words.at(metric)},
                                           {"month", number_of_month(month)},
                                           {"cell", words.at(cell)},
                                           {"after", after_key},
                                           {"beyond", store::kBeyond},
                                           {"limit", limit}}))
    out.push_back({row.text("key"), row.text("record_kind"), row.text("record_id"), row.instant("count_at"), cell,
                   Duration(row.integer("micros"))});
  return out;
}

std::int64_t delete_keys(Transaction& tx, std::int64_t generation, int limit) {
  const auto next = tx.one(kDeleteNext, {{"generation", generation}});
  if (!next) return 0;
  return tx.run(
      kDeleteSome,
      {{"generation", generation}, {"metric", next->integer("metric")}, {"limit", limit}, {"beyond", store::kBeyond}});
}

}  // namespace muster::metrics
