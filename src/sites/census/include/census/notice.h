// Providers are told of what a census found with them. Plain values.
#pragma once

#include <base/time.h>
#include <census/standing.h>

#include <array>
#include <string>
#include <vector>

namespace muster::census {

// The findings that the provider can do something about: a site without a filing, one whose filing was cancelled and
// that it still serves, and one that it serves outside of what is on record.
constexpr bool needs_notice(Standing s) {
  return s == Standing::unfiled || s == Standing::cancelled || s == Standing::provider_differs ||
         s == Standing::address_differs;
}

struct NoticeReport {
  std::int64_t providers = 0;     // that got a notice
  std::int64_t letters = 0;       // that they got
  std::int64_t names = 0;         // that were named in them
  std::int64_t left_out = 0;      // asked for by name and not due: nothing to tell, or told already
  std::int64_t unattributed = 0;  // names to be told of whose provider nobody knows
  bool stopped = false;
};

// Of whom a provider is to be told; nothing said: all that is due.
struct NoticeScope {
  std::vector<std::string> names = {};      // these alone, at most 500
  std::vector<std::string> providers = {};  // party ids; these alone
  bool remind = false;                      // also what was told before and whose term ran out without a cure
};
inline constexpr int kNoticeNamesMax = 500;

// What a run has for one provider.
struct NoticeCounts {
  std::int64_t due = 0, told = 0, overdue = 0;
};
struct ProviderNotices {
  std::string provider_id;
  std::array<NoticeCounts, kStandings> of{};  // by standing; those that nobody is told of stay empty
  NoticeCounts all() const {
    NoticeCounts sum;
    for (const auto& c : of) sum = {sum.due + c.due, sum.told + c.told, sum.overdue + c.overdue};
    return sum;
  }
};
// A site that a letter named.
struct NoticedSite {
  std::string name;
  Standing standing = Standing::unfiled;
  Instant due;
};
// RFC 4180: name, unicode, standing, what was found, due.
inline constexpr const char* kNoticedSitesHeader = "name,unicode,standing,found,due\r\n";
std::string csv_lines(const std::vector<NoticedSite>& sites);

}  // namespace muster::census
