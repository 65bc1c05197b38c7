// Which lines a campaign is about: looked at one after the other by their ids, and put into their waves.
#include "campaign_store.h"
#include "enrolled_store.h"
#include <registration/rules.h>

#include <campaigns/service.h>
#include <fmt/format.h>
#include <reconciliation/records.h>

namespace muster::campaigns {
namespace {

using registration::UnverifiedLine;
constexpr const char* kEnrolActor = "system:campaigns";
constexpr int kPreviewBatch = 2'000;

// The candidates among some lines, each with its wave or none.
class Choice {
 public:
  Choice(store::Transaction& tx, const policy::Policy& policy, const Campaign& campaign,
         const std::vector<UnverifiedLine>& lines)
      : policy_(policy), campaign_(campaign) {
    std::set<std::string> claims;
    for (const UnverifiedLine& line : lines) claims.insert(line.claim);
    if (!claims.empty()) held_ = registration::lines_of_claims(tx, {claims.begin(), claims.end()});
    if (!campaign.cohort.differs_from) return;
    std::vector<std::string> ids;
    for (const UnverifiedLine& line : lines) ids.push_back(line.line_id);
    if (!ids.empty()) differing_ = reconciliation::differences_of(tx, *campaign.cohort.differs_from, ids);
  }
  bool matches(const UnverifiedLine& line) const { return belongs(campaign_.cohort, candidate(line)); }
  const Wave* wave(const UnverifiedLine& line) const { return wave_of(campaign_.waves, candidate(line)); }

 private:
  Candidate candidate(const UnverifiedLine& line) const {
    const auto at = held_.find(line.claim);
    const bool excess = line.slot > registration::cap_of(policy_, line.category, line.kind);
    const auto difference = differing_.find(line.line_id);
    return {line, at == held_.end() ? std::int64_t{1} : at->second, excess,
            difference == differing_.end() ? std::nullopt : std::optional(difference->second)};
  }
  const policy::Policy& policy_;
  const Campaign& campaign_;
  std::map<std::string, std::int64_t> held_;
  std::map<std::string, reconciliation::Difference> differing_;
};

}  // namespace

Result<std::vector<std::string>> Service::running() const {
  return database_.read(
      [](store::Transaction& tx) -> Result<std::vector<std::string>> { return running_campaigns(tx); });
}

Result<Service::Batch> Service::enrol(const std::string& id, int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<Batch> {
    auto campaign = find_campaign(tx, id);
    if (!campaign || campaign->state != State::running || campaign->enrolled) return Batch{0, 0, true};
    const Instant now = recorder_.clock().now();
    const auto lines = registration::unverified_after(tx, campaign->enrol_after, limit);
    std::vector<std::string> ids;
    for (const UnverifiedLine& line : lines) ids.push_back(line.line_id);
    const auto taken = ids.empty() ? std::set<std::string>{} : enrolled_of(tx, ids);
    const Choice choice(tx, policy_, *campaign, lines);
    std::vector<Enrolled> rows;
    CountChange counts;
    for (const UnverifiedLine& line : lines) {
      const Wave* wave = taken.contains(line.line_id) || !choice.matches(line) ? nullptr : choice.wave(line);
      if (!wave) continue;
      rows.push_back(
          {line.line_id, id, wave->ordinal, LineState::unverified, now, now, {}, 0, line.region, line.dealer});
      counts.add(line.dealer, line.region, wave->ordinal, LineState::unverified, 1);
    }
    if (!rows.empty()) insert_all(tx, rows);
    counts.write(tx, id);
    if (!lines.empty()) campaign->enrol_after = lines.back().line_id;
    campaign->enrolled = static_cast<int>(lines.size()) < limit;
    note_enrolled(tx, *campaign);
    if (!rows.empty())
      recorder_.record(tx, kEnrolled, kEnrolActor, kCampaignRecord, id, fmt::format(R"({{"lines":{}}})", rows.size()));
    return Batch{static_cast<std::int64_t>(lines.size()), static_cast<std::int64_t>(rows.size()), campaign->enrolled};
  });
}

Result<Preview> Service::preview(const std::string& id, const std::function<bool(std::int64_t)>& go_on) const {
  MUSTER_TRY(const Campaign c, campaign(id));
  Preview out;
  out.by_wave.resize(c.waves.size());
  std::string after;
  for (bool more = true; more && go_on(out.looked_at);) {
    MUSTER_TRY(more, database_.read([&](store::Transaction& tx) -> Result<bool> {
      const auto lines = registration::unverified_after(tx, after, kPreviewBatch);
      const Choice choice(tx, policy_, c, lines);
      for (const UnverifiedLine& line : lines) {
        if (!choice.matches(line)) continue;
        ++out.matching;
        if (const Wave* wave = choice.wave(line))
          ++out.by_wave[static_cast<std::size_t>(wave->ordinal - 1)];
        else
          ++out.without_wave;
      }
      out.looked_at += static_cast<std::int64_t>(lines.size());
      if (!lines.empty()) after = lines.back().line_id;
      return static_cast<int>(lines.size()) == kPreviewBatch;
    }));
  }
  return out;
}

}  // namespace muster::campaigns
