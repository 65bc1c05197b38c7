#include "detect.h"

#include <base/text.h>
#include <intake/frame_stream.h>
#include <intake/log_line.h>
#include <intake/zone_file.h>

namespace muster::census {

namespace {

// How many of the first lines a parser knows as its own, and how many of them are queries.
struct Votes {
  Format format;
  intake::LogFault (*parse)(std::string_view, intake::Query&);
  int lines = 0, queries = 0;
};

}  // namespace

Format detect(std::string_view first_bytes) {
  using intake::LogFault;
  if (intake::is_frame_stream(first_bytes)) return Format::dnstap;
  if (intake::is_zone_file(first_bytes)) return Format::zone;
  Votes votes[] = {{Format::unbound, intake::parse_unbound},
                   {Format::bind, intake::parse_bind},
                   {Format::powerdns, intake::parse_powerdns},
                   {Format::dnsdist, intake::parse_dnsdist}};
  int lines = 0;
  std::string_view first_line;
  intake::Query parsed;
  while (!first_bytes.empty()) {
    const auto end = std::min(first_bytes.find('\n'), first_bytes.size());
    const auto line = trim(first_bytes.substr(0, end));
    first_bytes.remove_prefix(std::min(end + 1, first_bytes.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (first_line.empty()) first_line = line;
    ++lines;
    for (Votes& v : votes) {
      const auto fault = v.parse(line, parsed);
      v.lines += fault == LogFault::none || fault == LogFault::other || fault == LogFault::no_name;
      v.queries += fault == LogFault::none;
    }
  }
  // Queries decide; notices of start and stop look alike in many logs. Unbound's alone are known by its name.
  const auto best = std::max_element(std::begin(votes), std::end(votes),
                                     [](const Votes& a, const Votes& b) { return a.queries < b.queries; });
  if (best->queries > 0) {
    if (best->lines * 2 > lines) return best->format;
  } else if (votes[0].lines * 2 > lines) {
    return Format::unbound;
  }
  return first_line.find_first_of(",;\t") != std::string_view::npos ? Format::csv : Format::plain;
}

}  // namespace muster::census
