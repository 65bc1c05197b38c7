#include <base/bytes.h>
#include <base/text.h>
#include <ledger/statement.h>
#include <lines/line.h>

#include <algorithm>
#include <map>

#include <figures/service.h>
#include <fmt/format.h>
#include <reconciliation/service.h>

namespace muster::figures {
namespace {

constexpr store::Sql kLinesByRegion{
    "figures_lines_by_region",
    "select p.region, l.state, cast(sum(l.n) as bigint) as n from (select pool_id, state, count(*) as n from line "
    "group by pool_id, "
    "state) l join number_pool p on p.id = l.pool_id group by p.region, l.state order by p.region, l.state"};
constexpr int kCampaignsAtOnce = 100;
constexpr std::size_t kCampaignsMax = 1'000;

Table lines_table(store::Transaction& tx) {
  Table out{"lines_by_region", {}, {}, {}};
  for (int s = 0; s < lines::kStateCount; ++s) out.columns.emplace_back(lines::to_text(static_cast<lines::State>(s)));
  for (const auto& row : tx.query(kLinesByRegion)) {
    const std::string region = row.text("region"), state = row.text("state");
    if (out.rows.empty() || out.rows.back() != region) {
      out.rows.push_back(region);
      out.cells.emplace_back(out.columns.size());
    }
    const auto column = std::find(out.columns.begin(), out.columns.end(), state);
    out.cells.back()[static_cast<std::size_t>(column - out.columns.begin())] = row.integer("n");
  }
  return out;
}

Table campaign_table(const campaigns::Campaign& campaign, const campaigns::Progress& progress) {
  Table out{"campaign " + campaign.name, {}, {}, {}};
  for (int s = 0; s < campaigns::kLineStateCount; ++s)
    out.columns.emplace_back(campaigns::to_text(static_cast<campaigns::LineState>(s)));
  for (const auto& region : progress.regions) {
    out.rows.push_back(region.key);
    out.cells.emplace_back(region.counts.begin(), region.counts.end());
  }
  return out;
}

Table run_table(const reconciliation::Run& run) {
  Table out{std::string("reconciliation ") + reconciliation::to_text(run.source), {to_day(run.started_at)}, {}, {}};
  for (std::size_t d = 0; d < reconciliation::kDifferenceCount; ++d)
    out.columns.emplace_back(reconciliation::to_text(static_cast<reconciliation::Difference>(d)));
  out.cells.emplace_back(run.counts.by_difference.begin(), run.counts.by_difference.end());
  return out;
}

}  // namespace

Result<std::vector<Table>> Service::tables() const {
  MUSTER_TRY(const Table lines,
             database_.read([](store::Transaction& tx) -> Result<Table> { return lines_table(tx); }));
  std::vector<Table> out{lines};
  const campaigns::Service campaigns(database_, recorder_, policy_);
  std::string before;
  for (bool more = true; more && out.size() < kCampaignsMax;) {
    MUSTER_TRY(const auto some, campaigns.list(before, kCampaignsAtOnce));
    for (const auto& campaign : some) {
      MUSTER_TRY(const auto progress, campaigns.progress(campaign.id));
      out.push_back(campaign_table(campaign, progress));
      before = campaign.id;
    }
    more = static_cast<int>(some.size()) == kCampaignsAtOnce;
  }
  const reconciliation::Service comparisons(database_, recorder_);
  for (std::size_t s = 0; s < reconciliation::kSourceCount; ++s) {
    MUSTER_TRY(const auto newest, comparisons.runs(static_cast<reconciliation::Source>(s), "", 1));
    if (!newest.empty() && newest.front().state == "done") out.push_back(run_table(newest.front()));
  }
  std::erase_if(out, [](const Table& table) { return table.rows.empty(); });
  return out;
}

Result<Export> Service::write(const std::string& actor, const ledger::SigningKey& key) const {
  const std::int64_t cell_min = policy_.number("campaign.small_cell");
  MUSTER_TRY(const auto all, tables());
  Export out;
  std::string list;
  for (const Table& table : all) {
    const OutwardTable told = outward(table, cell_min);
    out.hidden += told.hidden;
    ++out.tables;
    list += (list.empty() ? "" : ",") + to_json(told);
  }
  const Instant now = recorder_.clock().now();
  out.text = fmt::format(R"({{"origin":{},"at":"{}","cell_min":{},"tables":[{}]}})", json_quote(key.name()),
                         to_rfc3339(now), cell_min, list);
  out.note = ledger::sign_statement(kStatementKind, out.text, now, key);
  MUSTER_CHECK_OK(tell(actor, out));
  return out;
}

Result<void> Service::tell(const std::string& actor, const Export& made) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    recorder_.record(tx, kExported, actor, kFiguresRecord, recorder_.new_id(),
                     fmt::format(R"({{"sha256":"{}","tables":{},"hidden":{}}})", to_hex(sha256(made.text)), made.tables,
                                 made.hidden));
    return {};
  });
}

}  // namespace muster::figures
