#include "aggregate_store.h"
#include "service_parts.h"
#include <base/bytes.h>
#include <base/log.h>
#include <base/text.h>
#include <ledger/statement.h>
#include <metrics/figure.h>

#include <algorithm>

#include <aggregates/carry.h>
#include <aggregates/register.h>
#include <fmt/format.h>

namespace muster::programme {

namespace {

using aggregates::Envelope;
using store::Transaction;

void add_selections(std::string& out, const char* name, const std::vector<metrics::Selection>& all) {
  for (const auto& s : all) {
    out += fmt::format("{} {} {}", name, s.kind, s.key);
    for (const auto& [field, texts] : s.where) {
      auto sorted = texts;
      std::sort(sorted.begin(), sorted.end());
      out += fmt::format(" {}={}", field, fmt::join(sorted, ","));
    }
    out += '\n';
  }
}

// What figures of others must be, to stand beside ours.
Result<void> check_against(const Envelope& read, const metrics::Definitions& ours) {
  for (const auto& [name, hash] : read.definitions) {
    const auto own = known_metric(ours, name);
    if (!own || own->sha256 != hash)
      return refused("aggregates_redefined",
                     fmt::format("\"{}\" is defined otherwise there; nothing was taken.", name.substr(0, 60)), name);
  }
  std::optional<KnownMetric> own;
  for (const aggregates::Line& line : read.lines) {
    if (!own || own->name != line.metric) own = known_metric(ours, line.metric);
    if (!own || !read.definitions.contains(line.metric))
      return refused("aggregates_redefined",
                     fmt::format("\"{}\" comes without its definition; nothing was taken.", line.metric.substr(0, 60)),
                     "definitions");
    if (!line.dimension.empty() && std::find(own->by.begin(), own->by.end(), line.dimension) == own->by.end())
      return aggregates::not_this_form();
    if (own->persons && line.n > 0 && line.n < ours.small_cell)
      return refused(
          "aggregates_small_cell",
          fmt::format("\"{}\" is about persons, and a number under {} is in the clear.", line.metric, ours.small_cell),
          line.metric);
  }
  return {};
}

}  // namespace

std::string definition_sha256(const metrics::Definition& d) {
  std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n", d.name, d.unit, d.persons ? "persons" : "sites",
                                 fmt::join(d.by, " "), d.measures_time() ? "time" : "count");
  add_selections(text, "counts", d.counts);
  add_selections(text, "since", d.since);
  add_selections(text, "undone_by", d.undone_by);
  return to_hex(sha256(text));
}

std::optional<KnownMetric> known_metric(const metrics::Definitions& ours, std::string_view name) {
  if (const auto* own = ours.find(name))
    return KnownMetric{own->name, own->title_en, own->title_zh, own->by, own->persons, definition_sha256(*own)};
  if (const auto* other = aggregates::find_register_metric(name))
    return KnownMetric{
        other->name, other->title_en, other->title_zh, other->by, true, aggregates::definition_sha256(*other)};
  return std::nullopt;
}

Result<std::string> Aggregates::make(const std::string& from, const std::string& until, bool published,
                                     const std::string& origin, const Sign& sign) const {
  if (!metrics::is_month(from) || !metrics::is_month(until) || until < from)
    return invalid("month_form", "Write months as 2026-03, the first one first.", "from");
  int months = 1;
  for (std::string month = from; month < until; month = metrics::next_month(month)) ++months;
  if (months > kAggregateMonthsMax) return invalid("aggregate_months", "Ask for 24 months at most.", "until");
  const auto& ours = metrics_.definitions();
  Envelope out;
  const auto add = [&](const metrics::Definition& d, const std::string& month, const metrics::Cells& cells) {
    for (const auto& table : metrics::shown(d, cells, ours.small_cell))
      for (const auto& row : table.rows)
        out.lines.push_back({d.name, month, table.dimension, row.value, row.hidden, row.sum.n, row.sum.micros});
  };
  for (const auto& d : ours.items) {
    out.definitions[d.name] = definition_sha256(d);
    if (published) {
      MUSTER_TRY(const auto editions, metrics_.editions(d.name, from, until));
      for (std::size_t i = 0; i < editions.size(); ++i)
        if (i + 1 == editions.size() || editions[i + 1].month != editions[i].month)
          add(d, editions[i].month, editions[i].cells);
    } else {
      MUSTER_TRY(const auto all, metrics_.figures(d.name, from, until));
      for (const auto& [month, cells] : all) add(d, month, cells);
    }
  }
  const Instant now = recorder_.clock().now();
  out.origin = origin, out.from = from, out.until = until, out.sequence = now.micros;
  const std::string text = aggregates::to_text(out);
  return ledger::statement_file(text, sign(aggregates::kStatementKind, text, now));
}

Result<AggregateSource> Aggregates::add(const NewSource& what, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  if (trim(what.name).empty() || what.name.size() > kTitleMax || !is_valid_utf8(what.name))
    return invalid("source_name", "Name the operator, in at most 200 bytes.", "name");
  MUSTER_TRY(const auto key, ledger::VerifierKey::parse(what.vkey));
  if (!what.url.empty() && !what.url.starts_with("https://") && !what.url.starts_with("http://"))
    return invalid("source_url", "An address begins with https://.", "url");
  if (what.due_days < 1 || what.due_days > 90) return invalid("source_due", "1 to 90 days.", "due_days");
  if (!what.since_month.empty() && !metrics::is_month(what.since_month))
    return invalid("month_form", "Write a month as 2026-03.", "since_month");
  return database_.write([&](Transaction& tx) -> Result<AggregateSource> {
    for (const auto& s : select_sources(tx))
      if (s.name == what.name || s.vkey == key.to_text())
        return conflict("source_known", "An operator of this name or key is there already.", "name");
    AggregateSource s;
    s.id = recorder_.new_id();
    s.name = what.name;
    s.vkey = key.to_text();
    s.url = what.url;
    s.due_days = what.due_days;
    s.since_month = what.since_month.empty() ? metrics_.current_month() : what.since_month;
    s.added_by = actor.id;
    s.added_at = recorder_.clock().now();
    insert_source(tx, s);
    recorder_.record(tx, kSourceAdded, actor.id, kSourceRecord, s.id,
                     fmt::format(R"({{"origin":{},"due_days":{}}})", json_quote(key.name), s.due_days));
    return s;
  });
}

Result<void> Aggregates::end(const std::string& id, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (!end_source_row(tx, id, recorder_.clock().now()))
      return not_found("source_unknown", "There is no such operator, or its aggregates are expected no more.");
    recorder_.record(tx, kSourceEnded, actor.id, kSourceRecord, id);
    return {};
  });
}

Result<std::vector<AggregateSource>> Aggregates::sources() const {
  MUSTER_TRY(auto all, database_.read([&](Transaction& tx) -> Result<std::vector<AggregateSource>> {
    return select_sources(tx);
  }));
  const Instant now = recorder_.clock().now();
  const std::string current = metrics_.current_month();
  for (AggregateSource& s : all) {
    if (s.ended_at) continue;
    std::string month = s.until_month.empty() ? s.since_month : metrics::next_month(s.until_month);
    if (month < s.since_month) month = s.since_month;
    if (month < current && metrics_.end_of(month) + std::chrono::hours(24 * s.due_days) <= now) s.late_month = month;
  }
  return all;
}

Result<Taken> Aggregates::store(const AggregateSource& source, const ledger::VerifierKey& key, const Envelope& read,
                                std::string_view text, std::string_view note) const {
  MUSTER_TRY(const auto said, ledger::verify_statement(note, text, key));
  if (said.kind != aggregates::kStatementKind || read.origin != said.origin) return aggregates::not_this_form();
  MUSTER_CHECK_OK(check_against(read, metrics_.definitions()));
  return database_.write([&](Transaction& tx) -> Result<Taken> {
    Taken out{source.id, source.name, read.sequence, static_cast<std::int64_t>(read.lines.size()), false};
    const auto last = select_last_delivery(tx, source.id);
    if (last && last->sequence == read.sequence && last->sha256 == said.sha256) {
      out.was_there = true;
      return out;
    }
    if (last && last->sequence >= read.sequence)
      return conflict("aggregates_old", "Newer aggregates of this operator are here already.");
    const Instant now = recorder_.clock().now();
    insert_delivery(tx, source.id, read.sequence, said.sha256, read.from, read.until, text, note, now);
    for (const aggregates::Line& line : read.lines)
      upsert_figure(tx, source.id, line.metric, line.month, line.dimension, line.value, line.hidden, line.n,
                    line.micros, read.sequence);
    clear_figures(tx, source.id, read.from, read.until, read.sequence);
    recorder_.record(tx, kAggregatesTaken, "system:aggregates", kSourceRecord, source.id,
                     fmt::format(R"({{"source":"{}","sequence":{},"from":"{}","until":"{}","sha256":"{}"}})", source.id,
                                 read.sequence, read.from, read.until, said.sha256));
    return out;
  });
}

Result<Taken> Aggregates::take(std::string_view file) const {
  MUSTER_TRY(const auto parts, aggregates::read_file(file));
  MUSTER_TRY(const auto read, aggregates::read_text(parts.text));
  MUSTER_TRY(const auto all, sources());
  for (const AggregateSource& source : all) {
    const auto key = ledger::VerifierKey::parse(source.vkey);
    if (source.ended_at || !key.ok() || key->name != read.origin) continue;
    auto taken = store(source, *key, read, parts.text, parts.note);
    if (!taken.ok() && taken.error().failure != Failure::unavailable && taken.error().code != "aggregates_old") {
      const std::string code = taken.error().code;
      const auto told = database_.write([&](Transaction& tx) -> Result<void> {
        recorder_.record(tx, kAggregatesRefused, "system:aggregates", kSourceRecord, source.id,
                         fmt::format(R"({{"source":"{}","code":"{}"}})", source.id, code));
        return {};
      });
      if (!told.ok()) return told.error();
    }
    return taken;
  }
  return refused("aggregates_origin", "Nobody's aggregates are expected under this name.");
}

Result<std::vector<AggregateFigure>> Aggregates::figures(const std::string& metric, const std::string& dimension,
                                                         const std::string& from, const std::string& until) const {
  const auto own = known_metric(metrics_.definitions(), metric);
  if (!own) return not_found("metric_unknown", "There is no metric of this name.");
  if (!dimension.empty() && std::find(own->by.begin(), own->by.end(), dimension) == own->by.end())
    return invalid("dimension_unknown", "This metric is not told apart by that.", "by");
  if (!metrics::is_month(from) || !metrics::is_month(until))
    return invalid("month_form", "Write a month as 2026-03.", "from");
  return database_.read([&](Transaction& tx) -> Result<std::vector<AggregateFigure>> {
    return select_aggregate_figures(tx, metric, dimension, from, until);
  });
}

Result<int> Aggregates::fetch_all() const {
  MUSTER_TRY(const auto all, sources());
  int fresh = 0;
  for (const AggregateSource& source : all) {
    if (source.ended_at || source.url.empty()) continue;
    const auto file = aggregates::fetch(source.url);
    const auto taken = file.ok() ? take(*file) : Result<Taken>(file.error());
    if (taken.ok())
      fresh += taken->was_there ? 0 : 1;
    else
      log::warning("AGGREGATES-001", "Aggregates of an operator did not come, or were refused.",
                   {{"source", source.id}, {"code", taken.error().code}});
  }
  return fresh;
}

}  // namespace muster::programme
