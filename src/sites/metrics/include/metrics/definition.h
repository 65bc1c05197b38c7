// What is counted and how: definitions over events, read from a file (policy/metrics.toml, embedded). A figure is
// nothing but a definition and the events that there are, so that anybody who has both gets the same number. Plain
// values.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::metrics {

// Events of one kind, some of them if `where` says so: each field of the body has one of the texts.
struct Selection {
  std::string kind;
  std::map<std::string, std::vector<std::string>> where;
  std::string key;  // field of the body by which something is counted once; "": the event's record
};

struct Definition {
  std::string name;  // snake_case
  std::string title_en, title_zh;
  std::string en, zh;           // one sentence
  std::string unit;             // of the closed list of the reader: reports, cases, orders …
  bool persons = false;         // small cells are not shown to the public
  std::vector<std::string> by;  // fields of the body that cells are told apart by, at most 3
  std::vector<Selection> counts;
  // The metric measures the time from the first of these to the first that counts.
  std::vector<Selection> since;
  // What was counted is taken out again when one of these comes after it.
  std::vector<Selection> undone_by;
  std::optional<std::int64_t> target_hours;  // of a time alone
  bool measures_time() const { return !since.empty(); }
};

struct Definitions {
  static constexpr std::size_t kFileMaxBytes = 1u << 20;
  static constexpr std::size_t kMetricsMax = 200, kDimensionsMax = 3;

  std::vector<Definition> items;
  int publish_after_days = 5;
  int small_cell = 5;
  std::string sha256;  // hex, of the file

  const Definition* find(std::string_view name) const;  // nullptr: no such metric

  // Errors, each with line and column: metrics_syntax, metrics_unknown_key, metrics_value, metric_twice,
  // metric_target_on_count (only how soon something is done can have a target).
  static Result<Definitions> parse(std::string_view toml, const std::string& file = "metrics");
  static Result<Definitions> load(const std::string& path);
  static const Definitions& standard();  // the embedded file
};

}  // namespace muster::metrics
