#include <census/intake.h>

namespace muster::census {
namespace {

constexpr std::string_view kFormats[] = {"auto",     "plain",   "csv",    "unbound", "bind",
                                         "powerdns", "dnsdist", "dnstap", "zone"};

}  // namespace

std::string_view to_text(Format format) {
  return kFormats[static_cast<std::size_t>(format)];
}
Result<Format> format_from(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kFormats); ++i)
    if (kFormats[i] == text) return static_cast<Format>(i);
  return invalid("census_format",
                 "This format is not known. Say auto, plain, csv, unbound, bind, powerdns, dnsdist, dnstap or zone.",
                 "format");
}
bool has_clients(Format format) {
  return format >= Format::unbound && format <= Format::dnstap;
}

}  // namespace muster::census
