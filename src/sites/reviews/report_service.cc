// How far reviewers agree, and a month's report.
#include "review_store.h"
#include <jobs/jobs.h>
#include <testing/testing.h>

#include <bundles/bundles.h>
#include <fmt/format.h>
#include <reviews/reviews.h>

namespace muster::reviews {
namespace {

constexpr const char* kReportActor = "system:reviews";
constexpr int kMonthsMax = 36;
constexpr int kCountDaysMax = 1000;
constexpr int kBundlesMax = 500;

std::vector<Agreement> agreement_of(const std::string& month, const std::vector<Review>& reviews) {
  struct Pairs {
    std::vector<std::string> first, second;
    std::vector<std::vector<std::string>> by_item;
  };
  std::map<std::string, std::pair<Agreement, Pairs>> grounds;
  for (const Review& r : reviews) {
    auto& [agreement, pairs] = grounds[r.ground];
    agreement.month = month;
    agreement.ground = r.ground;
    agreement.waiting += r.state == "waiting" || r.state == "taken";
    agreement.lapsed += r.state == "lapsed";
    if (r.state != "answered") continue;
    if (!r.golden_id.empty()) {
      ++agreement.golden;
      agreement.golden_right += r.answer == r.first_answer;
      continue;
    }
    ++agreement.pairs;
    agreement.agreed += r.answer == r.first_answer;
    pairs.first.push_back(r.first_answer);
    pairs.second.push_back(r.answer);
    pairs.by_item.push_back({r.first_answer, r.answer});
  }
  std::vector<Agreement> out;
  for (auto& [ground, both] : grounds) {
    both.first.kappa = content::cohen_kappa(both.second.first, both.second.second);
    both.first.alpha = content::krippendorff_alpha(both.second.by_item);
    out.push_back(std::move(both.first));
  }
  return out;
}

}  // namespace

double Report::drift_max() const {
  double out = 0;
  for (const BundleDrift& each : drift) out = std::max(out, each.index);
  return out;
}

Result<std::vector<Agreement>> Service::agreement(const std::string& last, int months) const {
  MUSTER_TRY(const Month newest, month_of(last));
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Agreement>> {
    std::vector<Agreement> out;
    std::string month = newest.name;
    for (int n = 0; n < std::clamp(months, 1, kMonthsMax); ++n, month = month_before(month))
      for (Agreement& each : agreement_of(month, rows::of_month(tx, month))) out.push_back(std::move(each));
    return out;
  });
}

Result<Report> Service::make_report(const std::string& name) const {
  MUSTER_TRY(const Month month, month_of(name));
  Report out;
  out.month = month.name;
  out.made_at = recorder_.clock().now();
  MUSTER_TRY(const auto outcomes, testing_.outcomes(month.name));
  out.reliability = content::reliability_of(outcomes);
  const std::string before = month_before(month.name);
  bundles::BundleFilter filter;
  filter.state = "enabled";
  filter.limit = kBundlesMax;
  MUSTER_TRY(const auto in_force, bundles_.list(filter));
  for (const auto& bundle : in_force) {
    MUSTER_TRY(const auto days, bundles_.counts(bundle.sha256, kCountDaysMax));
    std::array<std::int64_t, 10> then{}, now{};
    BundleDrift drift{bundle.sha256, bundle.name, bundle.version};
    for (const auto& day : days) {
      const bool is_now = day.day.starts_with(month.name), is_then = day.day.starts_with(before);
      for (std::size_t tenth = 0; tenth < 10; ++tenth) {
        if (is_now) now[tenth] += day.tenths[tenth];
        if (is_then) then[tenth] += day.tenths[tenth];
      }
      drift.pages += is_now ? day.pages : 0;
      drift.before += is_then ? day.pages : 0;
    }
    // Without pages on both sides nothing can have moved.
    if (drift.pages > 0 && drift.before > 0) drift.index = content::stability_index(then, now);
    out.drift.push_back(std::move(drift));
  }
  MUSTER_TRY(out.agreement, agreement(month.name, 1));
  MUSTER_TRY(out.golden, score_golden());
  return out;
}

Result<std::string> Service::keep_report() const {
  const std::string month = month_before(to_day(recorder_.clock().now()).substr(0, 7));
  MUSTER_TRY(const auto known, report(month));
  if (known) return std::string();
  MUSTER_TRY(const Report made, make_report(month));
  return database_.write([&](store::Transaction& tx) -> Result<std::string> {
    if (rows::report(tx, month)) return std::string();  // another process was faster
    rows::insert(tx, made, report_json(made));
    recorder_.record(
        tx, kReportMade, kReportActor, kReportRecord, month,
        fmt::format(R"({{"outcomes":{},"brier":{:.6f},"calibration_error":{:.6f},"drift":{:.6f}}})",
                    made.reliability.count, made.reliability.brier, made.reliability.ece, made.drift_max()));
    return month;
  });
}

Result<std::optional<Report>> Service::report(const std::string& month) const {
  MUSTER_TRY(const Month asked, month_of(month));
  MUSTER_TRY(const auto kept, database_.read([&](store::Transaction& tx) -> Result<std::optional<rows::KeptReport>> {
    return rows::report(tx, asked.name);
  }));
  if (!kept) return std::optional<Report>();
  MUSTER_TRY(auto out, read_report(kept->month, kept->made_at, kept->body));
  return std::optional(std::move(out));
}

Result<std::vector<Report>> Service::reports(int limit) const {
  MUSTER_TRY(const auto kept, database_.read([&](store::Transaction& tx) -> Result<std::vector<rows::KeptReport>> {
    return rows::reports(tx, std::clamp(limit, 1, 100));
  }));
  std::vector<Report> out;
  for (const auto& each : kept) {
    MUSTER_TRY(auto one, read_report(each.month, each.made_at, each.body));
    out.push_back(std::move(one));
  }
  return out;
}

Result<void> add_jobs(jobs::Service& jobs, const Service& service, Instant now) {
  jobs.add_kind(kReviewsJob, [&service](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int drawn, service.tick());
    return fmt::format(R"({{"drawn":{}}})", drawn);
  });
  jobs.add_kind(kReportJob, [&service](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const std::string month, service.keep_report());
    return month.empty() ? std::string("{}") : fmt::format(R"({{"month":"{}"}})", month);
  });
  MUSTER_CHECK_OK(jobs.schedule(kReviewsJob, std::chrono::minutes(5), now));
  return jobs.schedule(kReportJob, std::chrono::hours(24), now + std::chrono::minutes(2));
}

}  // namespace muster::reviews
