#include "metric_store.h"

#include <events/outbox.h>

#include <tuple>

#include <fmt/format.h>

namespace muster::metrics {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kGenerationByState{"metric_generation_by_state",
                                 "select * from metric_generation where state = :state order by id desc limit 1"};
constexpr Sql kGenerationById{"metric_generation_by_id", "select * from metric_generation where id = :id"};
constexpr Sql kGenerationNext{"metric_generation_next", "select coalesce(max(id), 0) + 1 as id from metric_generation"};
constexpr Sql kGenerationInsert{"metric_generation_insert",
                                "insert into metric_generation(id, definitions_sha256, state, created_at, state_at) "
                                "values(:id, :sha256, :state, :now, :now)"};
constexpr Sql kGenerationState{"metric_generation_state",
                               "update metric_generation set state = :state, state_at = :now where id = :id"};
constexpr Sql kRetired{"metric_generation_retired",
                       "select id from metric_generation where state = 'retired' order by id"};
constexpr Sql kDefinitionInsert{
    "metric_definition_insert",
    "insert into metric_definition(generation, name, unit, measures, persons, sentence_en, sentence_zh, target_hours) "
    "values(:generation, :name, :unit, :measures, :persons, :en, :zh, :target)"};
constexpr Sql kFigureAdd{
    "metric_figure_add",
    "insert into metric_figure(generation, metric, month, cell, time_class, n, micros) values(:generation, :metric, "
    ":month, "
    ":cell, :time_class, :n, :micros) on conflict(generation, metric, month, cell, time_class) do update set "
    "n = metric_figure.n + excluded.n, micros = metric_figure.micros + excluded.micros"};
constexpr Sql kChangedInsert{
    "metric_changed_insert",
    "insert into metric_changed(generation, metric, month) values(:generation, :metric, :month) "
    "on conflict(generation, metric, month) do nothing"};
constexpr Sql kChangedTake{
    "metric_changed_take",
    "delete from metric_changed where generation = :generation and metric = :metric and month = :month"};
constexpr Sql kFigures{
    "metric_figures",
    "select month, cell, time_class, n, micros from metric_figure where generation = :generation and "
    "metric = :metric and month >= :from and month <= :until and n <> 0 order by month, cell, time_class"};
constexpr Sql kFirstMonth{"metric_first_month",
                          "select coalesce(min(month), '') as month from metric_figure where generation = :generation"};
constexpr Sql kDifferences{
    "metric_differences",
    "select metric, month, cell, cast(sum(was_n) as bigint) as was_n, cast(sum(is_n) as bigint) as is_n from ("
    "select metric, month, cell, time_class, n as was_n, 0 as is_n, micros as was_m, 0 as is_m from metric_figure "
    "where "
    "generation = :was union all "
    "select metric, month, cell, time_class, 0 as was_n, n as is_n, 0 as was_m, micros as is_m from metric_figure "
    "where "
    "generation = :is) both_sides group by metric, month, cell, time_class "
    "having sum(was_n) <> sum(is_n) or sum(was_m) <> sum(is_m) order by metric, month, cell limit :limit"};
constexpr Sql kEditionNumbers{
    "metric_edition_numbers",
    "select metric, max(edition) as edition from metric_edition where month = :month group by metric"};
constexpr Sql kEditionInsert{"metric_edition_insert",
                             "insert into metric_edition(metric, month, edition, definitions_sha256, published_at) "
                             "values(:metric, :month, :edition, "
                             ":sha256, :now)"};
constexpr Sql kEditionFigureInsert{
    "metric_edition_figure_insert",
    "insert into metric_edition_figure(metric, month, edition, cell, time_class, n, micros) values(:metric, :month, "
    ":edition, :cell, :time_class, :n, :micros)"};
constexpr Sql kEditions{
    "metric_editions",
    "select e.month, e.edition, e.published_at, f.cell, f.time_class, f.n, f.micros from metric_edition e "
    "left join metric_edition_figure f on f.metric = e.metric and f.month = e.month and f.edition = e.edition "
    "where e.metric = :metric and e.month >= :from and e.month <= :until order by e.month, e.edition, f.cell, "
    "f.time_class"};
constexpr Sql kPublishedMonths{
    "metric_published_months",
    "select distinct month from metric_edition where month < :before order by month desc limit "
    ":limit"};
constexpr Sql kDeleteFigures{"metric_figure_delete", "delete from metric_figure where generation = :generation"};
constexpr Sql kDeleteChanged{"metric_changed_delete", "delete from metric_changed where generation = :generation"};

Generation generation_of(const Row& row) {
  return {row.integer("id"), row.text("definitions_sha256"), row.text("state")};
}

void add_row(Cells& cells, const Row& row) {
  Sum& sum = cells[row.text("cell")];
  sum.n += row.integer("n");
  sum.micros += row.integer("micros");
  if (const std::int64_t time_class = row.integer("time_class"); time_class != kNoTime)
    sum.classes[time_class] += row.integer("n");
}

}  // namespace

std::optional<Generation> select_generation(Transaction& tx, const char* state) {
  const auto row = tx.one(kGenerationByState, {{"state", state}});
  return row ? std::optional(generation_of(*row)) : std::nullopt;
}

std::optional<Generation> select_generation(Transaction& tx, std::int64_t id) {
  const auto row = tx.one(kGenerationById, {{"id", id}});
  return row ? std::optional(generation_of(*row)) : std::nullopt;
}

std::int64_t insert_generation(Transaction& tx, const Definitions& definitions, const char* state, Instant now) {
  const std::int64_t id = tx.one(kGenerationNext)->integer("id");
  tx.run(kGenerationInsert, {{"id", id}, {"sha256", definitions.sha256}, {"state", state}, {"now", now}});
  for (const Definition& d : definitions.items)
    tx.run(kDefinitionInsert, {{"generation", id},
                               {"name", d.name},
                               {"unit", d.unit},
                               {"measures", d.measures_time() ? "time" : "count"},
                               {"persons", d.persons},
                               {"en", d.en},
                               {"zh", d.zh},
                               {"target", d.target_hours}});
  return id;
}

void update_generation(Transaction& tx, std::int64_t id, const char* state, Instant now) {
  tx.run(kGenerationState, {{"id", id}, {"state", state}, {"now", now}});
}

std::string consumer_of(std::int64_t generation) {
  return fmt::format("metrics:{}", generation);
}

std::size_t PlaceOf::operator()(const Contribution& c) const {
  const std::hash<std::string> hash;
  return (hash(c.cell) * 31 + hash(c.month)) * 31 + static_cast<std::size_t>(c.time_class);
}
bool PlaceOf::operator()(const Contribution& a, const Contribution& b) const {
  return a.time_class == b.time_class && a.cell == b.cell && a.month == b.month;
}

void add_to_figures(Transaction& tx, std::int64_t generation, const Deltas& deltas) {
  for (const auto& [metric, moves] : deltas) {
    // In order, so that two writers never wait for each other crosswise.
    std::map<std::tuple<std::string_view, std::string_view, std::int64_t>, const Sum*> in_order;
    for (const auto& [where, sum] : moves)
      if (sum.n != 0 || sum.micros != 0) in_order[{where.month, where.cell, where.time_class}] = &sum;
    std::string_view last;
    for (const auto& [where, sum] : in_order) {
      const auto& [month, cell, time_class] = where;
      tx.run(kFigureAdd, {{"generation", generation},
                          {"metric", metric},
                          {"month", month},
                          {"cell", cell},
                          {"time_class", time_class},
                          {"n", sum->n},
                          {"micros", sum->micros}});
      if (month != last) tx.run(kChangedInsert, {{"generation", generation}, {"metric", metric}, {"month", month}});
      last = month;
    }
  }
}

std::map<std::string, Cells> select_figures(Transaction& tx, std::int64_t generation, const std::string& metric,
                                            const std::string& from, const std::string& until) {
  std::map<std::string, Cells> out;
  for (const Row& row :
       tx.query(kFigures, {{"generation", generation}, {"metric", metric}, {"from", from}, {"until", until}}))
    add_row(out[row.text("month")], row);
  return out;
}

std::string select_first_month(Transaction& tx, std::int64_t generation) {
  return tx.one(kFirstMonth, {{"generation", generation}})->text("month");
}

std::vector<Difference> select_differences(Transaction& tx, std::int64_t was, std::int64_t is, int limit) {
  std::vector<Difference> out;
  for (const Row& row : tx.query(kDifferences, {{"was", was}, {"is", is}, {"limit", limit}}))
    out.push_back({row.text("metric"), row.text("month"), row.text("cell"), row.integer("was_n"), row.integer("is_n")});
  return out;
}

bool take_changed(Transaction& tx, std::int64_t generation, const std::string& metric, const std::string& month) {
  return tx.run(kChangedTake, {{"generation", generation}, {"metric", metric}, {"month", month}}) > 0;
}

std::map<std::string, std::int64_t> select_edition_numbers(Transaction& tx, const std::string& month) {
  std::map<std::string, std::int64_t> out;
  for (const Row& row : tx.query(kEditionNumbers, {{"month", month}})) out[row.text("metric")] = row.integer("edition");
  return out;
}

void insert_edition(Transaction& tx, const Edition& e, const std::string& definitions_sha256) {
  tx.run(kEditionInsert, {{"metric", e.metric},
                          {"month", e.month},
                          {"edition", e.number},
                          {"sha256", definitions_sha256},
                          {"now", e.published_at}});
  for (const auto& [cell, sum] : e.cells) {
    const auto put = [&, c = &cell](std::int64_t time_class, std::int64_t n, std::int64_t micros) {
      tx.run(kEditionFigureInsert, {{"metric", e.metric},
                                    {"month", e.month},
                                    {"edition", e.number},
                                    {"cell", *c},
                                    {"time_class", time_class},
                                    {"n", n},
                                    {"micros", micros}});
    };
    if (sum.classes.empty()) put(kNoTime, sum.n, 0);
    std::int64_t micros = sum.micros;  // of the cell as a whole; they stand with its first class
    for (const auto& [time_class, n] : sum.classes) {
      put(time_class, n, micros);
      micros = 0;
    }
  }
}

std::vector<Edition> select_editions(Transaction& tx, const std::string& metric, const std::string& from,
                                     const std::string& until) {
  std::vector<Edition> out;
  for (const Row& row : tx.query(kEditions, {{"metric", metric}, {"from", from}, {"until", until}})) {
    if (out.empty() || out.back().month != row.text("month") || out.back().number != row.integer("edition"))
      out.push_back({metric, row.text("month"), row.integer("edition"), row.instant("published_at"), {}});
    if (!row.is_null("n")) add_row(out.back().cells, row);
  }
  return out;
}

std::vector<std::string> select_published_months(Transaction& tx, const std::string& before, int limit) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kPublishedMonths, {{"before", before}, {"limit", limit}}))
    out.push_back(row.text("month"));
  return out;
}

std::int64_t delete_figures(Transaction& tx, std::int64_t generation) {
  return tx.run(kDeleteFigures, {{"generation", generation}}) + tx.run(kDeleteChanged, {{"generation", generation}});
}

std::vector<std::int64_t> select_retired(Transaction& tx) {
  std::vector<std::int64_t> out;
  for (const Row& row : tx.query(kRetired)) out.push_back(row.integer("id"));
  return out;
}

}  // namespace muster::metrics
