#include "legacy_store.h"

#include <base/words.h>
#include <store/key_range.h>
#include <store/keys.h>

namespace muster::restrictions {
namespace {

using store::Sql;

#define LEGACY "select b.*, i.source_name as source from legacy_block b join legacy_import i on i.id = b.import_id "
#define WAITS "b.state not in ('redecided', 'lapsed', 'withdrawn') "  // as the index legacy_by_turn says it
constexpr Sql kFind{"legacy_get", LEGACY "where b.id = :id"};
constexpr Sql kOfCase{"legacy_of_case", LEGACY "where b.case_ref = :case and b.state = 'case_opened' order by b.id"};
constexpr Sql kDue{"legacy_due",
                   LEGACY "where " WAITS "and b.redecide_by <= :now order by b.redecide_by, b.id limit :limit"};
constexpr Sql kWaiting{"legacy_waiting", LEGACY "where " WAITS
                                                "and (b.redecide_by, b.id) > (:after_due, :after_id) order by "
                                                "b.redecide_by, b.id limit :limit"};
constexpr Sql kByState{"legacy_by_state", LEGACY
                       "where b.state = :state and (b.redecide_by, b.id) > (:after_due, :after_id) order by "
                       "b.redecide_by, b.id limit :limit"};
constexpr Sql kByName{"legacy_by_name", LEGACY
                      "where b.name >= :low and b.name < :high and (b.name, b.id) > (:low, :after_id) and "
                      "(:state = '' or b.state = :state) order by b.name, b.id limit :limit"};
constexpr Sql kRemovals{"legacy_removals", LEGACY
                        "where b.state in ('lapsed', 'withdrawn') and (b.name, b.id) > (:after_name, :after_id) and "
                        "not exists(select 1 from legacy_block o where o.name = b.name and o.state in ('imported', "
                        "'case_opened', 'redecided')) order by b.name, b.id limit :limit"};
// By name alone: with the states beside it, many names look dearer than all that waits.
constexpr Sql kNamed{"legacy_named", "select name, state from legacy_block where name in " MUSTER_KEYS};
constexpr Sql kCounts{"legacy_counts", "select state, count(*) as n from legacy_block group by state"};
constexpr Sql kDueCount{"legacy_due_count",
                        "select count(*) as n from legacy_block b where " WAITS "and b.redecide_by <= :until"};
constexpr Sql kNextDue{"legacy_next_due", "select min(b.redecide_by) as at from legacy_block b where " WAITS};
constexpr Sql kChange{"legacy_change",
                      "update legacy_block set state = :state, state_at = :at, case_ref = :case, order_ref = :order, "
                      "end_reason = :reason, version = :version where id = :id and version = :version - 1"};
constexpr Sql kRunning{"legacy_import_running",
                       "select * from legacy_import where state = 'running' and source_name = :source order by id desc "
                       "limit 1"};
constexpr Sql kBegin{"legacy_import_begin",
                     "insert into legacy_import(id, source_name, format, state, bytes_done, lines_done, prefix_sha256, "
                     "accepted, already_in, refused, batches, redecide_by, actor, started_at, updated_at) values(:id, "
                     ":source, :format, 'running', 0, 0, '', 0, 0, 0, 0, :redecide_by, :actor, :now, :now)"};
constexpr Sql kGoOn{"legacy_import_go_on",
                    "update legacy_import set bytes_done = :bytes, lines_done = :lines, prefix_sha256 = :prefix, "
                    "accepted = :accepted, already_in = :already_in, refused = :refused, batches = :batches, state = "
                    ":state, updated_at = :now where id = :id"};
#undef WAITS
#undef LEGACY

LegacyBlock block_of(const store::Row& row) {
  LegacyBlock block;
  block.id = row.text("id");
  block.name = row.text("name");
  block.import_id = row.text("import_id");
  block.source = row.text("source");
  block.line = row.integer("line");
  block.reason = row.text("reason");
  block.law = row.text("law");
  block.dated_on = row.text("dated_on");
  block.imported_at = row.instant("imported_at");
  block.redecide_by = row.instant("redecide_by");
  block.state = known(legacy_state(row.text("state")));
  block.state_at = row.instant("state_at");
  block.case_ref = row.maybe_text("case_ref");
  block.order_ref = row.maybe_text("order_ref");
  block.end_reason = row.text("end_reason");
  block.version = row.integer("version");
  return block;
}

std::vector<LegacyBlock> blocks(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<LegacyBlock> out;
  for (const auto& row : tx.query(sql, binds)) out.push_back(block_of(row));
  return out;
}

// A key is "what it is sorted by, a blank, id".
std::pair<std::string, std::string> parts_of(const std::string& key) {
  const auto blank = key.find(' ');
  if (blank == std::string::npos) return {key, ""};
  return {key.substr(0, blank), key.substr(blank + 1)};
}
std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  for (const char c : text.substr(0, 18))
    if (c >= '0' && c <= '9') number = number * 10 + (c - '0');
  return number;
}

}  // namespace

std::optional<LegacyBlock> find_legacy(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFind, {{"id", id}});
  return row ? std::optional(block_of(*row)) : std::nullopt;
}
std::vector<LegacyBlock> legacy_of_case(store::Transaction& tx, const std::string& case_id) {
  return blocks(tx, kOfCase, {{"case", case_id}});
}
std::vector<LegacyBlock> due_legacy(store::Transaction& tx, Instant now, int limit) {
  return blocks(tx, kDue, {{"now", now}, {"limit", limit}});
}

std::vector<LegacyBlock> list_legacy(store::Transaction& tx, const LegacyFilter& filter, const std::string& after,
                                     int limit) {
  const auto [first, id] = parts_of(after);
  store::Binds binds{{"after_id", id}, {"limit", limit}};
  if (!filter.name_prefix.empty()) {
    const auto range = store::keys_from(filter.name_prefix, first);
    binds.emplace_back("low", range.low);
    binds.emplace_back("high", range.high);
    binds.emplace_back("state", filter.state ? to_text(*filter.state) : "");
    return blocks(tx, kByName, binds);
  }
  binds.emplace_back("after_due", number_of(first));
  if (!filter.state) return blocks(tx, kWaiting, binds);
  binds.emplace_back("state", to_text(*filter.state));
  return blocks(tx, kByState, binds);
}

std::string key_of(const LegacyFilter& filter, const LegacyBlock& block) {
  return (filter.name_prefix.empty() ? std::to_string(block.redecide_by.micros) : block.name) + " " + block.id;
}

std::vector<LegacyBlock> list_removals(store::Transaction& tx, const std::string& after, int limit) {
  const auto [name, id] = parts_of(after);
  return blocks(tx, kRemovals, {{"after_name", name}, {"after_id", id}, {"limit", limit}});
}

LegacyCounts count_legacy(store::Transaction& tx, Instant now) {
  LegacyCounts counts;
  for (const auto& row : tx.query(kCounts))
    counts.by_state[static_cast<std::size_t>(known(legacy_state(row.text("state"))))] = row.integer("n");
  const auto due_within = [&](int days) {
    return tx.one(kDueCount, {{"until", now + std::chrono::hours(24 * days)}})->integer("n");
  };
  counts.due_7_days = due_within(7);
  counts.due_30_days = due_within(30);
  counts.next_due = tx.one(kNextDue)->maybe_instant("at");
  return counts;
}

void change_legacy(store::Transaction& tx, const LegacyBlock& block) {
  tx.run(kChange, {{"id", block.id},
                   {"state", to_text(block.state)},
                   {"at", block.state_at},
                   {"case", block.case_ref},
                   {"order", block.order_ref},
                   {"reason", block.end_reason},
                   {"version", block.version}});
}

std::unordered_set<std::string> waiting_names(store::Transaction& tx, const std::vector<LegacyRow>& rows) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const LegacyRow& row : rows) names.push_back(row.name);
  std::unordered_set<std::string> out;
  store::each_of(tx, kNamed, names, [&](const store::Row& row) {
    if (is_open(known(legacy_state(row.text("state"))))) out.insert(row.text("name"));
  });
  return out;
}

void insert_legacy(store::Transaction& tx, const std::vector<const LegacyRow*>& rows, const std::string& import_id,
                   Instant now, Instant redecide_by, const std::function<std::string()>& new_id) {
  static constexpr std::string_view kColumns[] = {"id",       "name",       "import_id",   "line",        "reason",
                                                  "law",      "dated_on",   "imported_at", "redecide_by", "state",
                                                  "state_at", "end_reason", "version"};
  const auto bulk = tx.bulk("legacy_block", kColumns);
  for (const LegacyRow* row : rows) {
    const store::Value values[] = {
        new_id(),   row->name,     import_id,      row->line,          row->reason,
        row->law,   row->dated_on, now.micros,     redecide_by.micros, std::string(to_text(LegacyState::imported)),
        now.micros, std::string(), std::int64_t{1}};
    bulk->row(values);
  }
  bulk->finish();
}

std::optional<LegacyImportState> running_import(store::Transaction& tx, const std::string& source_name) {
  const auto row = tx.one(kRunning, {{"source", source_name}});
  if (!row) return std::nullopt;
  LegacyImportState state;
  state.id = row->text("id");
  state.format = row->text("format");
  state.prefix_sha256 = row->text("prefix_sha256");
  state.bytes = row->integer("bytes_done");
  state.records = row->integer("lines_done");
  state.counts.accepted = row->integer("accepted");
  state.counts.already_in = row->integer("already_in");
  state.counts.refused = row->integer("refused");
  state.counts.batches = static_cast<int>(row->integer("batches"));
  state.redecide_by = row->instant("redecide_by");
  return state;
}

void insert_import(store::Transaction& tx, const LegacyImportState& state, const std::string& source_name,
                   const std::string& actor, Instant now) {
  tx.run(kBegin, {{"id", state.id},
                  {"source", source_name},
                  {"format", state.format},
                  {"redecide_by", state.redecide_by},
                  {"actor", actor},
                  {"now", now}});
}

void change_import(store::Transaction& tx, const LegacyImportState& state, Instant now) {
  tx.run(kGoOn, {{"id", state.id},
                 {"bytes", state.bytes},
                 {"lines", state.records},
                 {"prefix", state.prefix_sha256},
                 {"accepted", state.counts.accepted},
                 {"already_in", state.counts.already_in},
                 {"refused", state.counts.refused},
                 {"batches", state.counts.batches},
                 {"state", state.done ? "done" : "running"},
                 {"now", now}});
}

}  // namespace muster::restrictions
