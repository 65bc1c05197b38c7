// Providers are told of what was found with them: one letter each, with the list beside it.
#include "census_store.h"
#include "service_inside.h"
#include <base/csv.h>
#include <base/text.h>
#include <names/name.h>
#include <notices/notices.h>
#include <policy/policy.h>

#include <map>
#include <set>

#include <fmt/format.h>

namespace muster::census {
namespace {

constexpr int kSitesPerLetter = 50'000;   // more go into a second letter
constexpr std::size_t kNamesShown = 100;  // in the letter's own words; the list has them all
constexpr int kProvidersAtOnce = 100;

Result<Run> done_run(store::Transaction& tx, const std::string& run_id) {
  auto run = run_id.empty() ? newest_done(tx) : find_run(tx, run_id);
  if (!run) return not_found("run_unknown", "There is no such census.");
  if (run->state != "done")
    return conflict("run_not_done", "This census is not finished; there is nothing to tell yet.");
  return std::move(*run);
}

std::string shown_names(const std::vector<ToNotice>& sites) {
  std::string out;
  for (std::size_t i = 0; i < std::min(kNamesShown, sites.size()); ++i)
    out += fmt::format("{}{}", i ? "\n" : "", sites[i].name);
  if (sites.size() > kNamesShown)
    out += fmt::format("\n… + {}", with_separators(static_cast<std::int64_t>(sites.size() - kNamesShown)));
  return out;
}

notices::NewNotice letter_of(const Run& run, const std::string& provider_id, const std::vector<ToNotice>& sites,
                             Instant due) {
  std::array<std::int64_t, kStandings> counts{};
  for (const ToNotice& site : sites) ++counts[static_cast<std::size_t>(site.standing)];
  const auto count = [&](Standing s) { return with_separators(counts[static_cast<std::size_t>(s)]); };
  notices::NewNotice notice;
  notice.kind = notices::letters::kCensusSites;
  notice.party_id = provider_id;
  notice.record_kind = "census_run";
  notice.record_id = run.id;
  notice.values = {{"count", with_separators(static_cast<std::int64_t>(sites.size()))},
                   {"unfiled", count(Standing::unfiled)},
                   {"cancelled", count(Standing::cancelled)},
                   {"provider_differs", count(Standing::provider_differs)},
                   {"address_differs", count(Standing::address_differs)},
                   {"names", shown_names(sites)},
                   {"day", to_day(run.started_at)},
                   {"due", to_day(due)}};
  return notice;
}

// Those of `scope.names` that are to be told of, by provider; the others are counted.
std::map<std::string, std::vector<ToNotice>> chosen(store::Transaction& tx, const Run& run, const NoticeScope& scope,
                                                    Instant now, NoticeReport& report) {
  std::map<std::string, std::vector<ToNotice>> out;
  for (const auto& name : std::set<std::string>(scope.names.begin(), scope.names.end())) {
    const auto finding = find_finding(tx, run, name, now);
    if (finding && needs_notice(finding->standing) && finding->provider_id.empty())
      ++report.unattributed;
    else if (finding && (finding->notice == "due" || (scope.remind && finding->notice == "overdue")))
      out[finding->provider_id].push_back({finding->name, finding->standing});
    else
      ++report.left_out;
  }
  return out;
}

}  // namespace

// What is to be told is read in the transaction that tells it: two who send at once send nothing twice.
Result<std::int64_t> Service::send_letter(const Run& run, const std::string& actor, const std::string& provider_id,
                                          const NoticeScope& scope) {
  Inside& in = *inside_;
  return in.database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
    const Instant now = in.recorder.clock().now();
    const Instant due = in.policy().due("filing.unfiled_cure", now);
    NoticeReport ignored;
    const auto sites = scope.names.empty()
                           ? select_to_notice(tx, run.number, provider_id, scope.remind, kSitesPerLetter, now)
                           : chosen(tx, run, scope, now, ignored)[provider_id];
    if (sites.empty()) return std::int64_t{0};
    MUSTER_TRY(const std::string notice_id, in.notices->send(tx, actor, letter_of(run, provider_id, sites, due)));
    insert_notices(tx, sites, provider_id, notice_id, run.number, now, due);
    in.recorder.record(tx, kNoticesSent, actor, "census_run", run.id,
                       fmt::format("{{\"provider\":{},\"notice\":{},\"names\":{}}}", json_quote(provider_id),
                                   json_quote(notice_id), sites.size()));
    return static_cast<std::int64_t>(sites.size());
  });
}

Result<std::vector<ProviderNotices>> Service::notices_due(const std::string& run_id, const std::string& after_provider,
                                                          int limit) const {
  Inside& in = *inside_;
  return in.database.read([&](store::Transaction& tx) -> Result<std::vector<ProviderNotices>> {
    MUSTER_TRY(const Run run, done_run(tx, run_id));
    return count_notices(tx, run.number, after_provider, std::clamp(limit, 1, 500), in.recorder.clock().now());
  });
}

Result<std::int64_t> Service::unattributed(const std::string& run_id) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    MUSTER_TRY(const Run run, done_run(tx, run_id));
    return count_unattributed(tx, run.number);
  });
}

Result<NoticeReport> Service::notify_providers(const std::string& run_id, const std::string& actor,
                                               const NoticeScope& scope,
                                               const std::function<bool(const NoticeReport&)>& on_progress) {
  Inside& in = *inside_;
  if (!in.notices) return unavailable("notices_missing", "Notices can't be sent by this program.");
  if (in.policy().flag("instance.shadow"))
    return refused("shadow_mode",
                   "This instance runs beside another system: it shows what is to be told and tells nobody.");
  if (scope.names.size() > static_cast<std::size_t>(kNoticeNamesMax))
    return invalid("notice_names", "Name at most 500 sites, or none for all of them.", "names");
  std::optional<Run> run;
  std::vector<std::string> providers = scope.providers;
  NoticeReport report;
  MUSTER_CHECK_OK(in.database.read([&](store::Transaction& tx) -> Result<void> {
    MUSTER_TRY(run, done_run(tx, run_id));
    if (scope.names.empty()) {
      report.unattributed = count_unattributed(tx, run->number);
      return {};
    }
    const auto by_provider = chosen(tx, *run, scope, in.recorder.clock().now(), report);
    for (const auto& [provider, sites] : by_provider)
      if (scope.providers.empty() ||
          std::find(scope.providers.begin(), scope.providers.end(), provider) != scope.providers.end())
        providers.push_back(provider);
    return {};
  }));
  const bool all = scope.names.empty() && scope.providers.empty();
  for (std::string after; !report.stopped;) {
    if (all) {
      providers.clear();
      MUSTER_TRY(const auto due, notices_due(run->id, after, kProvidersAtOnce));
      if (due.empty()) break;
      for (const ProviderNotices& p : due)
        if (p.all().due > 0 || (scope.remind && p.all().overdue > 0)) providers.push_back(p.provider_id);
      after = due.back().provider_id;
    }
    MUSTER_CHECK_OK(send_letters(*run, actor, providers, scope, on_progress, report));
    if (!all) break;
  }
  return report;
}

Result<void> Service::send_letters(const Run& run, const std::string& actor, const std::vector<std::string>& providers,
                                   const NoticeScope& scope,
                                   const std::function<bool(const NoticeReport&)>& on_progress, NoticeReport& report) {
  for (const std::string& provider : std::set<std::string>(providers.begin(), providers.end())) {
    for (std::int64_t letters = 0;; ++letters) {
      MUSTER_TRY(const std::int64_t named, send_letter(run, actor, provider, scope));
      if (named == 0) break;
      report.providers += letters == 0;
      ++report.letters;
      report.names += named;
      if (on_progress && !on_progress(report)) {
        report.stopped = true;
        return {};
      }
      if (named < kSitesPerLetter) break;
    }
  }
  return {};
}

Result<std::vector<NoticedSite>> Service::sites_of_notice(const std::string& notice_id, const std::string& after,
                                                          int limit) const {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<NoticedSite>> {
    return select_noticed(tx, notice_id, after, std::clamp(limit, 1, 5'000));
  });
}

Result<std::optional<std::string>> Service::list_of_notice(const std::string& notice_id) const {
  MUSTER_TRY(const auto sites, inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<NoticedSite>> {
    return select_noticed(tx, notice_id, "", kSitesPerLetter);
  }));
  if (sites.empty()) return std::optional<std::string>();
  return std::optional(kNoticedSitesHeader + csv_lines(sites));
}

std::string csv_lines(const std::vector<NoticedSite>& sites) {
  std::string out;
  for (const NoticedSite& site : sites) {
    append_csv_field(out, site.name, true);
    out += ',';
    append_csv_field(out, names::to_unicode(site.name), true);
    out += fmt::format(",{},", to_text(site.standing));
    append_csv_field(out, sentence(site.standing));
    out += fmt::format(",{}\r\n", to_day(site.due));
  }
  return out;
}

}  // namespace muster::census
