// Providers are told of the unfiled sites that were seen with them.
#include "census_store.h"
#include "service_inside.h"
#include <base/text.h>
#include <notices/notices.h>
#include <policy/policy.h>

#include <fmt/format.h>

namespace muster::census {
namespace {

constexpr std::size_t kNamesTextMax = 9'000;  // bytes in one letter; more names go into a second one

}  // namespace

Result<NoticeReport> Service::notify_providers(const std::string& run_id, const std::string& actor,
                                               const std::vector<std::string>& names) {
  Inside& in = *inside_;
  if (!in.notices) return unavailable("notices_missing", "Notices can't be sent by this program.");
  const policy::Policy& policy = in.config.policy ? *in.config.policy : policy::Policy::standard();
  std::optional<Run> run;
  std::vector<ToNotice> open;
  NoticeReport report;
  MUSTER_CHECK_OK(in.database.read([&](store::Transaction& tx) -> Result<void> {
    run = run_id.empty() ? newest_done(tx) : find_run(tx, run_id);
    if (!run) return not_found("run_unknown", "There is no such census.");
    if (run->state != "done")
      return conflict("run_not_done", "This census is not finished; there is nothing to tell yet.");
    open = select_to_notice(tx, *run);
    if (names.empty()) {
      report.unattributed = count_unattributed(tx, *run);
      return {};
    }
    const std::set<std::string> wanted(names.begin(), names.end());
    std::erase_if(open, [&](const ToNotice& t) { return !wanted.contains(t.name); });
    for (const auto& name : wanted) {
      const auto finding = find_finding(tx, *run, name);
      if (finding && finding->standing == Standing::unfiled && finding->provider_id.empty()) ++report.unattributed;
    }
    report.left_out = static_cast<std::int64_t>(wanted.size() - open.size()) - report.unattributed;
    return {};
  }));
  for (std::size_t from = 0; from < open.size();) {
    std::size_t to = from, bytes = 0;
    while (to < open.size() && open[to].provider_id == open[from].provider_id &&
           bytes + open[to].name.size() + 1 <= kNamesTextMax)
      bytes += open[to++].name.size() + 1;
    const Instant now = in.recorder.clock().now();
    const Instant due = policy.due("filing.unfiled_cure", now);
    std::string list;
    for (std::size_t i = from; i < to; ++i) list += open[i].name + "\n";
    list.pop_back();
    const auto sent = in.database.write([&](store::Transaction& tx) -> Result<void> {
      notices::NewNotice notice;
      notice.kind = notices::letters::kUnfiledSites;
      notice.party_id = open[from].provider_id;
      notice.record_kind = "census_run";
      notice.record_id = run->id;
      notice.values = {{"count", with_separators(static_cast<std::int64_t>(to - from))},
                       {"names", list},
                       {"day", to_day(run->started_at)},
                       {"due", to_day(due)}};
      MUSTER_TRY(const std::string notice_id, in.notices->send(tx, actor, notice));
      for (std::size_t i = from; i < to; ++i) insert_notice(tx, open[i], notice_id, run->number, now, due);
      in.recorder.record(tx, kNoticesSent, actor, "census_run", run->id,
                         fmt::format("{{\"provider\":{},\"notice\":{},\"names\":{}}}",
                                     json_quote(open[from].provider_id), json_quote(notice_id), to - from));
      return {};
    });
    if (!sent.ok()) return sent.error();
    if (from == 0 || open[from - 1].provider_id != open[from].provider_id) ++report.providers;
    report.names += static_cast<std::int64_t>(to - from);
    from = to;
  }
  return report;
}

}  // namespace muster::census
