// Objects of a routing registry as text (RFC 2622 §2, as RIPE, APNIC and others publish them): "name: value" lines, an
// object ends at an empty line, a line that begins with a blank, a tab or "+" goes on with the value above, "#" begins
// a comment, and so does "%" at the begin of a line. Streamed in bounded memory. Attributes that name people or hold
// addresses and remarks (admin-c, descr, …) are never kept. Lines that are not UTF-8 (old dumps are Latin-1) are passed
// over: only attributes that are not kept hold such text in practice, and an object that loses its range is refused.
#pragma once

#include <base/csv.h>
#include <base/result.h>

#include <string>
#include <utility>
#include <vector>

namespace muster::resources {

struct RpslLimits {
  std::size_t line_bytes_max = 16u << 10;
  std::size_t lines_max = 2'000;  // of one object
  std::size_t value_bytes_max = 1'000;
};

struct RpslObject {
  std::string kind;  // of the first attribute: "inetnum", "route6", "person" …; lower case
  // Of those that are kept, in order; names in lower case: inetnum, inet6num, route, route6, netname, country, org,
  // status, source, origin, mnt-by.
  std::vector<std::pair<std::string, std::string>> attributes;
  std::int64_t line = 0;  // where it begins, from 1
  bool bad = false;       // then `error` says why, and reading goes on behind it
  Error error;

  std::string value(std::string_view name) const;  // the first one's, or empty
};

class RpslReader {
 public:
  explicit RpslReader(ByteSource source, RpslLimits limits = {});
  // False: the end. Bad objects: rpsl_line (no "name:"), rpsl_continuation (nothing to go on with), rpsl_line_too_long,
  // rpsl_too_many_lines, rpsl_value_too_long. Errors: text_is_utf16, text_is_binary, and those of the source.
  Result<bool> next(RpslObject& object);

 private:
  void take(std::string_view line, std::int64_t number, RpslObject& object);
  LineReader lines_;
  RpslLimits limits_;
  std::string last_;  // the attribute that a continuation goes on with; empty: one that is not kept
};

}  // namespace muster::resources
