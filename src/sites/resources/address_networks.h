// Which network announces an address, out of lists "first,last,number,name" (npm's @ip-location-db/asn: about 515,000
// ranges, 11 MB in memory). Immutable, thread-safe.
#pragma once

#include <base/result.h>
#include <identifiers/contact.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::resources {

class AddressNetworks {
 public:
  using Bytes = identifiers::AddressRange::Bytes;

  struct Found {
    std::int64_t network = 0;  // number of the autonomous system
    std::string_view name;     // as the list has it; lives as long as this
    identifiers::AddressRange range;
  };

  // Takes one more list, of either kind of address, before others ask; at most 64 MB. Errors: origin_not_one (not such
  // a list: the sentence says which line) and those of reading.
  Result<void> add(const std::string& file);
  // The range that holds the address, or a network of 0. Where two meet (real lists have such), the one that begins
  // later has what both hold.
  Found of(const Bytes& address) const;

 private:
  struct Range {
    Bytes first, last;
    std::uint32_t network, name;  // `name`: where it begins in names_
  };
  std::vector<Range> ranges_;  // by their first address
  std::string names_;          // each ended by a zero byte
};

}  // namespace muster::resources
