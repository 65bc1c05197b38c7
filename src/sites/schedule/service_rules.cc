// What a row comes to, and what an explanation says.
#include "store.h"

#include <cmath>

#include <fmt/format.h>

namespace muster::schedule {
namespace {

constexpr double kYear = 365, kQuarter = 91;

double days_between(Instant from, Instant to) {
  return std::chrono::duration<double, std::ratio<86'400>>(to - from).count();
}

std::string often(double days) {
  if (!std::isfinite(days)) return "never";
  if (days < 2) return fmt::format("every {:.0f} hours", days * 24);
  return fmt::format("every {:.1f} days", days);
}

std::string hours_sentence(FoundHours hours) {
  std::string out;
  for (const auto& [from, to] : likely_stretches(hours))
    out += fmt::format("{}between {:02}:00 and {:02}:00", out.empty() ? "" : " and ", from, to);
  if (out.empty()) return "Most tests are made at another time of the day than the one before.";
  return "It is likeliest to show what was found " + out + " UTC; most tests are made then.";
}

std::string feature_sentence(const Explanation& e) {
  std::string out;
  for (std::size_t f = 0; f < kFeatures; ++f) {
    if (e.levels[f] == 0) continue;
    out += fmt::format("{}{} is {} (× {:.2f})", out.empty() ? "" : ", ", to_text(static_cast<Feature>(f)),
                       level_text(static_cast<Feature>(f), e.levels[f]), e.relativity[f]);
  }
  return out.empty() ? "Nothing about it is out of the ordinary." : "Of its class: " + out + ".";
}

std::string cause_sentence(const Explanation& e, Instant now) {
  const std::string when = e.due_at <= now ? "It is due now" : "Its next test is due at " + to_rfc3339(e.due_at);
  if (e.event) return when + ", before all that is merely due, because of an event: " + e.cause + ".";
  if (e.cause == "retry") return when + ", because the last visit could not be made.";
  if (e.cause == "new") return when + ": it is new and counts as overdue.";
  return when + ". The moment within its interval is drawn with a secret key.";
}

}  // namespace

std::string_view to_text(Happening happening) {
  constexpr std::string_view kTexts[] = {"report", "address", "holder", "partner", "growth"};
  return kTexts[static_cast<std::size_t>(happening)];
}

Levels levels_of(const SiteRow& row, Instant now, double counts_for_days) {
  const auto lately = [&](const std::optional<Instant>& at) {
    return static_cast<std::uint8_t>(at && days_between(*at, now) < counts_for_days);
  };
  const double age = days_between(row.since, now);
  Levels out{};
  out[static_cast<std::size_t>(Feature::filing)] = row.filed ? 0 : 1;
  out[static_cast<std::size_t>(Feature::category)] = row.category;
  out[static_cast<std::size_t>(Feature::age)] = age < kQuarter ? 2 : age < kYear ? 1 : 0;
  out[static_cast<std::size_t>(Feature::growth)] = lately(row.grew_at);
  out[static_cast<std::size_t>(Feature::holder)] = row.holder_violation ? 1 : 0;
  out[static_cast<std::size_t>(Feature::reports)] = lately(row.reported_at);
  out[static_cast<std::size_t>(Feature::partner)] = lately(row.promoted_at);
  return out;
}

SiteFacts facts_of(const SiteRow& row, Instant now, double counts_for_days) {
  return {cell_of(levels_of(row, now, counts_for_days)), static_cast<float>(row.weight),
          static_cast<float>(row.detection)};
}

std::vector<std::string> sentences_of(const Explanation& e, Instant now) {
  std::vector<std::string> out;
  out.push_back(feature_sentence(e));
  out.push_back(fmt::format(
      "Sites of its class begin to violate {:.3f} times a year; an ordinary site {:.3f} times. This one was found {} "
      "times in {:.0f} days that were looked at, which makes {:.3f} (± {:.3f}) a year.",
      e.class_per_year, e.base_per_year, e.violations, e.exposure_days, e.hazard_per_year, e.hazard_deviation));
  out.push_back(fmt::format(
      "A violation of it weighs {:.1f} times an ordinary one, and one test sees it with a chance of {:.0f} %.",
      e.weight, e.detection * 100));
  if (!e.affordable) {
    out.push_back(
        fmt::format("The budget of {} tests a day can't test {} sites once in {:.0f} days: all get the same, {}.",
                    e.tests_per_day, e.sites, e.floor_days, often(e.interval_days)));
  } else {
    std::string rate =
        fmt::format("Under the budget of {} tests a day for {} sites the rule r = x √(wλ/q) - μ/q gives a test {}",
                    e.tests_per_day, e.sites, often(e.unbounded_days));
    if (e.at_floor) rate += fmt::format("; the floor makes it {}", often(e.interval_days));
    if (e.at_ceiling) rate += fmt::format("; politeness makes it {}", often(e.interval_days));
    out.push_back(rate + fmt::format(". Intervals vary by {:.0f} %.", e.jitter * 100));
  }
  out.push_back(hours_sentence(e.hours));
  if (e.explored_days > 0)
    out.push_back(fmt::format("Besides, any site may be tested at any moment: {} on average.", often(e.explored_days)));
  out.push_back(fmt::format("{} tests until now, the last at {}.", e.tests, to_rfc3339(e.last_at)));
  if (e.tests == 0) out.back() = fmt::format("Not tested yet; watched since {}.", to_rfc3339(e.since));
  out.push_back(cause_sentence(e, now));
  return out;
}

}  // namespace muster::schedule
