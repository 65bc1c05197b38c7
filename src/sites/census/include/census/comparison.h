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
#include <string_view>

namespace muster::census {

struct Compared {
  std::string name;                // registrable site, or the longer name that is on record apart
  std::optional<Standing> theirs;  // as far as the other system says
  Standing ours = Standing::unfiled;
  Rule rule = Rule::no_filing;  // that decided ours
  std::optional<bool> blocked_theirs;
  bool blocked_ours = false;
  std::int64_t line = 0;  // of the file, from 1
  bool standing_agrees() const { return !theirs || *theirs == ours; }
  bool blocked_agrees() const { return !blocked_theirs || *blocked_theirs == blocked_ours; }
  bool agrees() const { return standing_agrees() && blocked_agrees(); }
};

struct ComparisonCounts {
  std::int64_t names = 0, agree = 0, standing_differs = 0, blocked_differs = 0, bad_lines = 0;
  std::int64_t blocked_here = 0;  // of blocked_differs, those that we would block
  // [theirs][ours]
  std::array<std::array<std::int64_t, kStandings>, kStandings> standings{};
};

struct ComparisonVisitors {
  std::function<void(const Compared&)> differs = {};                    // each disagreement, in the file's order
  std::function<void(std::int64_t line, const Error& error)> bad = {};  // each bad line
  // After every kComparedAPiece lines, with the bytes that they took: what it says wrong ends the comparison.
  std::function<Result<void>(std::int64_t bytes)> progress = {};
};

inline constexpr int kComparedAPiece = 10'000;

inline constexpr std::size_t kComparisonRecordMax = 64u << 10;  // bytes

// CSV with a header: name (or domain, host), and standing or blocked or both. A standing is one of ours; blocked is
// 1/0, yes/no or true/false; empty says nothing. Bounded memory. Errors: csv_column_missing, csv_column_twice,
// import_empty, import_read, and the reader's.
Result<ComparisonCounts> compare(std::istream& in, const Register& known,
                                 const std::function<bool(const std::string& name)>& blocked,
                                 const ComparisonVisitors& visitors);

// One as a line of CSV, without its end; and the header of such a file.
inline constexpr std::string_view kComparedColumns = "name,theirs,ours,rule,blocked_theirs,blocked_ours";
std::string csv_line(const Compared& compared);

}  // namespace muster::census
