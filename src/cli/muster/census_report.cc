#include "census_report.h"

#include <base/csv.h>
#include <base/text.h>
#include <names/name.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kBadLinesShown = 10;

std::string count(std::uint64_t n) {
  return with_separators(static_cast<std::int64_t>(n));
}
std::string day(std::int32_t days) {
  return to_day({std::int64_t{days} * 86'400'000'000});
}

// Differences of a stored run from the database, of a dry run from memory, in order of name.
Result<void> each(const CensusReport& report, const census::Service& service,
                  const std::function<bool(const census::Finding&)>& visit) {
  if (report.run) return service.each_finding(report.run->id, visit);
  for (const auto& d : report.outcome.differences) {
    census::Finding f;
    f.name = d.name;
    f.standing = d.standing;
    f.rule = d.rule;
    f.provider = d.provider;
    f.first_seen = day(d.first_day);
    f.last_seen = day(d.last_day);
    if (!visit(f)) break;
  }
  return {};
}

void print_bad_lines(const census::IntakeReport& intake) {
  if (intake.bad_lines == 0) return;
  fmt::print("\n{} lines could not be read:\n", count(intake.bad_lines));
  for (const auto& [code, times] : intake.codes) fmt::print("  {:>13}  {}\n", count(times), code);
  for (std::size_t i = 0; i < std::min(kBadLinesShown, intake.first.size()); ++i)
    fmt::print("  line {}: {}\n", count(intake.first[i].line), intake.first[i].sentence);
  if (intake.bad_lines > kBadLinesShown) fmt::print("  … and {} more\n", count(intake.bad_lines - kBadLinesShown));
}

}  // namespace

Result<void> print_table(const CensusReport& report, const census::Service& service, std::size_t limit,
                         const std::optional<census::NoticeReport>& told) {
  const auto& outcome = report.outcome;
  const auto& intake = outcome.intake;
  fmt::print("Census of {} ({}): {} names in {} lines, {} sites\n\n", report.source, census::to_text(outcome.format),
             count(intake.names), count(intake.lines), count(outcome.total()));
  for (std::size_t s = census::kStandings; s-- > 0;)
    fmt::print("  {:>13}  {}\n", count(outcome.sites[s]), census::to_text(static_cast<census::Standing>(s)));
  if (report.run && report.run->previous)
    fmt::print("\nSince census {}: {} new, {} gone, {} of another standing, {} moved (muster census delta)\n",
               *report.run->previous, with_separators(report.run->found_new), with_separators(report.run->found_gone),
               with_separators(report.run->found_standing),
               with_separators(report.run->found_provider + report.run->found_address));
  if (intake.below_k > 0)
    fmt::print("{} sites were dropped: too few distinct clients asked for them\n", count(intake.below_k));
  if (intake.not_sites > 0)
    fmt::print("{} names are no sites (public suffixes, reverse look-ups)\n", count(intake.not_sites));
  if (intake.over_sites_max > 0)
    fmt::print("{} observations found no room: the source has too many different sites\n",
               count(intake.over_sites_max));
  print_bad_lines(intake);
  if (limit > 0 && report.differences() > 0) {
    fmt::print("\n  {:<44} {:<17} {:<24} {}\n", "Site", "Standing", "Rule", "Since");
    std::size_t shown = 0;
    MUSTER_CHECK_OK(each(report, service, [&](const census::Finding& f) {
      fmt::print("  {:<44} {:<17} {:<24} {}\n", names::to_unicode(f.name), census::to_text(f.standing),
                 census::to_text(f.rule), f.first_seen);
      return ++shown < limit;
    }));
    if (report.differences() > shown)
      fmt::print("  … and {} more (--limit, --out csv)\n", count(report.differences() - shown));
  }
  if (told)
    fmt::print("\nTold {} providers of {} sites; the provider of {} is not known\n", told->providers, told->names,
               told->unattributed);
  if (report.run) fmt::print("\nStored as census {} ({})\n", report.run->number, report.run->id);
  return {};
}

Result<void> print_json(const CensusReport& report, const census::Service& service, std::size_t limit,
                        const std::optional<census::NoticeReport>& told) {
  const auto& outcome = report.outcome;
  const auto& intake = outcome.intake;
  std::string sites, bad, findings;
  for (const auto s : census::kAllStandings)
    sites += fmt::format("{}\"{}\":{}", sites.empty() ? "" : ",", census::to_text(s), outcome.of(s));
  for (const auto& b : intake.first)
    bad += fmt::format("{}{{\"line\":{},\"code\":{},\"field\":{},\"sentence\":{}}}", bad.empty() ? "" : ",", b.line,
                       json_quote(b.code), json_quote(b.field), json_quote(b.sentence));
  std::size_t shown = 0;
  if (limit > 0)
    MUSTER_CHECK_OK(each(report, service, [&](const census::Finding& f) {
      findings += fmt::format(
          "{}{{\"name\":{},\"standing\":\"{}\",\"rule\":\"{}\",\"provider\":{},\"first_seen\":\"{}\",\"last_seen\":\"{}"
          "\",\"is_new\":{}}}",
          findings.empty() ? "" : ",", json_quote(f.name), census::to_text(f.standing), census::to_text(f.rule),
          json_quote(f.provider), f.first_seen, f.last_seen, f.is_new);
      return ++shown < limit;
    }));
  fmt::print(
      "{{\"source\":{},\"format\":\"{}\",\"run_id\":{},\"lines\":{},\"names\":{},\"bad_lines\":{},\"not_sites\":{},"
      "\"below_k\":{},"
      "\"over_sites_max\":{},\"sites\":{{{}}},\"found_new\":{},\"found_gone\":{},\"first_bad_lines\":[{}],\"findings\":"
      "[{}],\"notices\":{}}}\n",
      json_quote(report.source), census::to_text(outcome.format), report.run ? json_quote(report.run->id) : "null",
      intake.lines, intake.names, intake.bad_lines, intake.not_sites, intake.below_k, intake.over_sites_max, sites,
      report.run ? std::to_string(report.run->found_new) : "null",
      report.run ? std::to_string(report.run->found_gone) : "null", bad, findings,
      told ? fmt::format("{{\"providers\":{},\"names\":{},\"unattributed\":{}}}", told->providers, told->names,
                         told->unattributed)
           : "null");
  return {};
}

Result<void> print_csv(const CensusReport& report, const census::Service& service) {
  std::string lines = "name,standing,rule,provider,first_seen,last_seen,is_new\n";
  MUSTER_CHECK_OK(each(report, service, [&](const census::Finding& f) {
    lines += f.name;
    lines += fmt::format(",{},{},", census::to_text(f.standing), census::to_text(f.rule));
    append_csv_field(lines, f.provider, true);
    lines += fmt::format(",{},{},{}\n", f.first_seen, f.last_seen, f.is_new ? 1 : 0);
    if (lines.size() > 64 * 1024) {
      std::fwrite(lines.data(), 1, lines.size(), stdout);
      lines.clear();
    }
    return true;
  }));
  std::fwrite(lines.data(), 1, lines.size(), stdout);
  return {};
}

}  // namespace muster::cli
