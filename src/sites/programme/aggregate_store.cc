#include "aggregate_store.h"

namespace muster::programme {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertSource{
    "aggregate_source_insert",
    "insert into aggregate_source(id, name, vkey, url, due_days, since_month, added_by, added_at, "
    "ended_at) values(:id, :name, :vkey, :url, :due, :since, :by, :now, null)"};
constexpr Sql kEndSource{"aggregate_source_end",
                         "update aggregate_source set ended_at = :now where id = :id and ended_at is null"};
constexpr Sql kSources{"aggregate_sources",
                       "select s.*, (select max(d.until_month) from aggregate_delivery d where d.source_id = s.id) as "
                       "until_month, (select "
                       "max(d.received_at) from aggregate_delivery d where d.source_id = s.id) as received_at from "
                       "aggregate_source s order "
                       "by s.name limit 1000"};
constexpr Sql kLastDelivery{
    "aggregate_delivery_last",
    "select sequence, sha256 from aggregate_delivery where source_id = :source order by sequence "
    "desc limit 1"};
constexpr Sql kInsertDelivery{
    "aggregate_delivery_insert",
    "insert into aggregate_delivery(source_id, sequence, sha256, from_month, until_month, received_at, text, note) "
    "values(:source, :sequence, :sha256, :from, :until, :now, :text, :note)"};
constexpr Sql kUpsertFigure{
    "aggregate_figure_upsert",
    "insert into aggregate_figure(source_id, metric, month, dimension, value, hidden, n, micros, first_n, sequence) "
    "values(:source, :metric, :month, :dimension, :value, :hidden, :n, :micros, :n, :sequence) on conflict(source_id, "
    "metric, month, dimension, value) do update set hidden = excluded.hidden, n = excluded.n, micros = "
    "excluded.micros, "
    "sequence = excluded.sequence"};
constexpr Sql kClearFigures{"aggregate_figure_clear",
                            "update aggregate_figure set n = 0, micros = 0, hidden = 0, sequence = :sequence where "
                            "source_id = :source and month >= :from and month <= :until and sequence < :sequence"};
constexpr Sql kFiguresOf{"aggregate_figures",
                         "select s.id, s.name, f.month, f.value, f.hidden, f.n, f.first_n from aggregate_figure f join "
                         "aggregate_source s on "
                         "s.id = f.source_id where f.metric = :metric and f.dimension = :dimension and f.month >= "
                         ":from and f.month <= :until "
                         "order by s.name, f.month, f.value limit 20000"};

}  // namespace

void insert_source(Transaction& tx, const AggregateSource& s) {
  tx.run(kInsertSource, {{"id", s.id},
                         {"name", s.name},
                         {"vkey", s.vkey},
                         {"url", s.url},
                         {"due", s.due_days},
                         {"since", s.since_month},
                         {"by", s.added_by},
                         {"now", s.added_at}});
}

bool end_source_row(Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndSource, {{"id", id}, {"now", now}}) == 1;
}

std::vector<AggregateSource> select_sources(Transaction& tx) {
  std::vector<AggregateSource> out;
  for (const Row& row : tx.query(kSources)) {
    AggregateSource s;
    s.id = row.text("id");
    s.name = row.text("name");
    s.vkey = row.text("vkey");
    s.url = row.text("url");
    s.due_days = row.integer("due_days");
    s.since_month = row.text("since_month");
    s.added_by = row.text("added_by");
    s.added_at = row.instant("added_at");
    s.ended_at = row.maybe_instant("ended_at");
    s.received_at = row.maybe_instant("received_at");
    s.until_month = row.text("until_month");
    out.push_back(std::move(s));
  }
  return out;
}

std::optional<Delivered> select_last_delivery(Transaction& tx, const std::string& source_id) {
  const auto row = tx.one(kLastDelivery, {{"source", source_id}});
  return row ? std::optional(Delivered{row->integer("sequence"), row->text("sha256")}) : std::nullopt;
}

void insert_delivery(Transaction& tx, const std::string& source_id, std::int64_t sequence, const std::string& sha256,
                     const std::string& from, const std::string& until, std::string_view text, std::string_view note,
                     Instant now) {
  tx.run(kInsertDelivery, {{"source", source_id},
                           {"sequence", sequence},
                           {"sha256", sha256},
                           {"from", from},
                           {"until", until},
                           {"now", now},
                           {"text", text},
                           {"note", note}});
}

void upsert_figure(Transaction& tx, const std::string& source_id, const std::string& metric, const std::string& month,
                   const std::string& dimension, const std::string& value, bool hidden, std::int64_t n,
                   std::int64_t micros, std::int64_t sequence) {
  tx.run(kUpsertFigure, {{"source", source_id},
                         {"metric", metric},
                         {"month", month},
                         {"dimension", dimension},
                         {"value", value},
                         {"hidden", hidden},
                         {"n", n},
                         {"micros", micros},
                         {"sequence", sequence}});
}

void clear_figures(Transaction& tx, const std::string& source_id, const std::string& from, const std::string& until,
                   std::int64_t sequence) {
  tx.run(kClearFigures, {{"source", source_id}, {"from", from}, {"until", until}, {"sequence", sequence}});
}

std::vector<AggregateFigure> select_aggregate_figures(Transaction& tx, const std::string& metric,
                                                      const std::string& dimension, const std::string& from,
                                                      const std::string& until) {
  std::vector<AggregateFigure> out;
  for (const Row& row :
       tx.query(kFiguresOf, {{"metric", metric}, {"dimension", dimension}, {"from", from}, {"until", until}}))
    out.push_back({row.text("id"), row.text("name"), row.text("month"), row.text("value"), row.flag("hidden"),
                   row.integer("n"), row.integer("first_n")});
  return out;
}

}  // namespace muster::programme
