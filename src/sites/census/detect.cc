#include "detect.h"

#include "log_line.h"
#include <base/text.h>

namespace muster::census {

Format detect(std::string_view first_bytes) {
  int lines = 0, unbound = 0, bind = 0, unbound_queries = 0, bind_queries = 0;
  std::string_view first_line;
  LogLine parsed;
  while (!first_bytes.empty()) {
    const auto end = std::min(first_bytes.find('\n'), first_bytes.size());
    const auto line = trim(first_bytes.substr(0, end));
    first_bytes.remove_prefix(std::min(end + 1, first_bytes.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (first_line.empty()) first_line = line;
    ++lines;
    const auto as_unbound = parse_unbound(line, parsed);
    unbound += as_unbound == LogFault::none || as_unbound == LogFault::other;
    unbound_queries += as_unbound == LogFault::none;
    const auto as_bind = parse_bind(line, parsed);
    bind += as_bind == LogFault::none || as_bind == LogFault::other;
    bind_queries += as_bind == LogFault::none;
  }
  // Queries decide; notices of start and stop look alike in many logs.
  if (unbound * 2 > lines && (unbound_queries > 0 ? unbound_queries >= bind_queries : bind_queries == 0))
    return Format::unbound;
  if (bind * 2 > lines && bind_queries > 0) return Format::bind;
  return first_line.find_first_of(",;\t") != std::string_view::npos ? Format::csv : Format::plain;
}

}  // namespace muster::census
