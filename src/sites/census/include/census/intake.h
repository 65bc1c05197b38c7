// Where observed names come from. Names alone: a client's address in a query log goes into a salted sketch in memory
// that counts distinct clients, and nowhere else; a site seen from fewer than k of them is dropped (principle 1).
#pragma once

#include <base/result.h>
#include <intake/source.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::census {

enum class Format : std::uint8_t {
  automatic,
  plain,     // a name a line; '#' starts a comment
  csv,       // RFC 4180; columns name|domain|host, provider, address; without a header the first column is the name
  unbound,   // unbound.conf: log-queries, log-replies
  bind,      // named.conf: querylog
  powerdns,  // Recursor: quiet=no; Authoritative Server: log-dns-queries=yes
  dnsdist,   // LogAction, as text
  dnstap,    // Frame Streams of dnstap messages: clients' queries count
  zone,      // an RFC 1035 master file, or a transfer: owners of records that lead somewhere
};
std::string_view to_text(Format format);
Result<Format> format_from(std::string_view text);  // Error: census_format
bool has_clients(Format format);                    // the formats for which k counts

inline constexpr std::size_t kLineMax = 64 * 1024;  // bytes; a longer line is skipped and reported
inline constexpr std::size_t kReportedMax = 100;    // bad lines that are described; all are counted
inline constexpr int kDistinctClientsDefault = 10;
inline constexpr int kDistinctClientsMax = 1000;
inline constexpr std::size_t kSitesMax = 4'000'000;  // sites counted at once for log formats; more are refused, counted

using intake::from_text;
using intake::open_file;
using intake::Source;

struct BadLine {
  std::uint64_t line = 0;  // from 1
  std::string code;
  std::string field;     // "name", "line", "client" …
  std::string sentence;  // never the line itself: it may hold a client's address
};

// Why lines and names were not taken, by code, with the first kReportedMax of them.
struct IntakeReport {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  std::uint64_t names = 0;      // that were read, duplicates included
  std::uint64_t bad_lines = 0;  // all of them
  std::uint64_t not_sites = 0;  // public suffixes, reverse look-ups, single labels in logs: skipped without complaint
  std::uint64_t below_k = 0;    // sites seen from too few clients: dropped
  std::uint64_t over_sites_max = 0;                          // log lines whose site found no room
  std::vector<std::pair<std::string, std::uint64_t>> codes;  // bad lines by code, most frequent first
  std::vector<BadLine> first;
};

}  // namespace muster::census
