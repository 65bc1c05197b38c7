// A file of aggregates (ledger::StatementFile). The text is JSON (muster-aggregates/1): counts by definition, month and
// dimension, each definition's hash beside them, so that figures of other definitions are refused and not compared;
// the note is a statement about it under the key of the house's ledger (ledger/statement.h). Pure; thread-safe.
#pragma once

#include <base/result.h>
#include <ledger/statement.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::aggregates {

inline constexpr const char* kStatementKind = "aggregates";  // of the signed statement
inline constexpr std::size_t kFileMaxBytes = 4u << 20;
inline constexpr std::size_t kLinesMax = 50'000, kValueMaxBytes = 200;

struct Line {
  std::string metric, month, dimension, value;  // dimension "": the total; month as 2026-03
  bool hidden = false;                          // a small cell, or one by which such a one could be reckoned
  std::int64_t n = 0, micros = 0;
};
struct Envelope {
  std::string origin, from, until;                 // the log's name; months, inclusive
  std::int64_t sequence = 0;                       // grows with each file of a house
  std::map<std::string, std::string> definitions;  // metric → hash of what it means
  std::vector<Line> lines;
};

std::string to_text(const Envelope& envelope);

// What comes from outside, signed or not; of at most kFileMaxBytes. Errors: aggregates_form.
Result<ledger::StatementFile> read_file(std::string_view file);
Result<Envelope> read_text(std::string_view text);
Error not_this_form();

}  // namespace muster::aggregates
