// Another system's standings against ours, name by name: what an instance in shadow is there for.
#pragma once

#include <base/result.h>
#include <census/register.h>
#include <census/standing.h>

#include <array>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

namespace muster::census {

struct Compared {
  std::string name;                // registrable site, or the longer name that is on record apart
  std::optional<Standing> theirs;  // as far as the other system says
  Standing ours = Standing::unfiled;
  Rule rule = Rule::no_filing;  // that decided ours
  std::optional<bool> blocked_theirs;
  bool blocked_ours = false;
  bool standing_agrees() const { return !theirs || *theirs == ours; }
  bool blocked_agrees() const { return !blocked_theirs || *blocked_theirs == blocked_ours; }
  bool agrees() const { return standing_agrees() && blocked_agrees(); }
};

struct ComparisonCounts {
  std::int64_t names = 0, agree = 0, standing_differs = 0, blocked_differs = 0, bad_lines = 0;
  // [theirs][ours]
  std::array<std::array<std::int64_t, kStandings>, kStandings> standings{};
};

struct ComparisonVisitors {
  std::function<void(const Compared&)> differs = {};                    // each disagreement, in the file's order
  std::function<void(std::int64_t line, const Error& error)> bad = {};  // each bad line
};

inline constexpr std::size_t kComparisonRecordMax = 64u << 10;  // bytes

// CSV with a header: name (or domain, host), and standing or blocked or both. A standing is one of ours; blocked is
// 1/0, yes/no or true/false; empty says nothing. Bounded memory. Errors: csv_column_missing, csv_column_twice,
// import_empty, import_read, and the reader's.
Result<ComparisonCounts> compare(std::istream& in, const Register& known,
                                 const std::function<bool(const std::string& name)>& blocked,
                                 const ComparisonVisitors& visitors);

}  // namespace muster::census
