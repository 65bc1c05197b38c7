// A Response Policy Zone as a master file (RFC 1035 §5; draft-vixie-dnsop-dns-rpz-00): `name CNAME .` answers NXDOMAIN.
// Names are relative, so that the zone takes whatever name the resolver's configuration gives it. Pure.
#pragma once

#include <enforcement/service.h>

#include <string>
#include <vector>

namespace muster::enforcement {

struct ZoneFacts {
  std::int64_t serial = 0;
  Instant made_at;
  Duration validity{};
  std::vector<std::string> remarks;  // lines of comment at the top
};
std::string rpz_text(const std::vector<Entry>& entries, const ZoneFacts& facts);

// Sorted; without what a wildcard above covers already (`*.name` leaves the apex out), without repeats.
std::vector<Entry> prune(std::vector<Entry> entries);

}  // namespace muster::enforcement
