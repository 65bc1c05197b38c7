// The figures of this house in the form that a regulator's instance takes.
#include <base/text.h>
#include <ledger/statement.h>

#include <aggregates/envelope.h>
#include <aggregates/register.h>
#include <figures/service.h>

namespace muster::figures {
namespace {

constexpr std::string_view kCampaign = "campaign ", kComparison = "reconciliation ";

// One table of several with the same columns: rows of one name are added, or each table is a row of its own.
Table gathered(const std::vector<Table>& all, std::string_view prefix, bool row_a_table) {
  Table out;
  for (const Table& table : all) {
    if (!table.name.starts_with(prefix)) continue;
    out.columns = table.columns;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const std::string name = row_a_table ? table.name.substr(prefix.size()) : table.rows[r];
      const auto at = std::find(out.rows.begin(), out.rows.end(), name);
      const auto row = static_cast<std::size_t>(at - out.rows.begin());
      if (at == out.rows.end()) {
        out.rows.push_back(name);
        out.cells.emplace_back(table.columns.size());
      }
      for (std::size_t c = 0; c < table.columns.size(); ++c) out.cells[row][c] += table.cells[r][c];
    }
  }
  return out;
}

// A table's totals, by row and by column: what may not be told of it is not told here.
void add_totals(const char* metric, const std::string& month, const Table& table, std::int64_t cell_min,
                aggregates::Envelope& to, Export& counted) {
  const auto* meaning = aggregates::find_register_metric(metric);
  to.definitions[metric] = aggregates::definition_sha256(*meaning);
  if (table.rows.empty()) return;
  const OutwardTable told = outward(table, cell_min);
  ++counted.tables;
  const auto add = [&](const std::string& dimension, const std::string& value, const std::optional<std::int64_t>& n) {
    if (n == 0 && !dimension.empty()) return;  // what isn't named is nought
    to.lines.push_back({metric, month, dimension, value, !n, n.value_or(0), 0});
    counted.hidden += n ? 0 : 1;
  };
  add("", "", told.cells.back().back());
  for (std::size_t r = 0; r < told.rows.size(); ++r) add(meaning->by[0], told.rows[r], told.cells[r].back());
  for (std::size_t c = 0; c < told.columns.size(); ++c) add(meaning->by[1], told.columns[c], told.cells.back()[c]);
}

}  // namespace

Result<Export> Service::write_aggregates(const std::string& actor, const ledger::SigningKey& key) const {
  const std::int64_t cell_min = policy_.number("campaign.small_cell");
  MUSTER_TRY(const auto all, tables());
  const Instant now = recorder_.clock().now();
  const std::chrono::minutes here(policy_.calendar().settings().utc_offset_minutes);
  aggregates::Envelope envelope;
  envelope.origin = key.name();
  envelope.from = envelope.until = to_day(now + here).substr(0, 7);
  envelope.sequence = now.micros;
  Export out;
  add_totals("register_lines", envelope.from, gathered(all, "lines_by_region", false), cell_min, envelope, out);
  add_totals("register_campaign_lines", envelope.from, gathered(all, kCampaign, false), cell_min, envelope, out);
  add_totals("register_differences", envelope.from, gathered(all, kComparison, true), cell_min, envelope, out);
  out.text = aggregates::to_text(envelope);
  out.note = ledger::sign_statement(aggregates::kStatementKind, out.text, now, key);
  MUSTER_CHECK_OK(tell(actor, out));
  return out;
}

}  // namespace muster::figures
