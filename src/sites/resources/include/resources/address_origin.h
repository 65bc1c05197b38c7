// Which country an address is registered in, and which network announces it, out of MaxMind DB files (the public
// format; npm's @ip-location-db/geo-whois-asn-country-mmdb) and lists of networks as CSV (npm's @ip-location-db/asn).
// A hint for people: such data is often wrong, and nothing is decided by it alone.
#pragma once

#include <base/result.h>
#include <identifiers/contact.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::resources {

struct AddressOrigin {
  std::string country;       // ISO 3166 alpha-2, "" when it is not known
  std::int64_t network = 0;  // number of the autonomous system, 0 when it is not known
  std::string network_name;  // as the list has it, "" when it is not known
  std::string range;         // that this holds for: a CIDR block, or first-last
};

// Mapped files. Immutable, thread-safe. A file that is to be replaced is written beside and renamed over; the old one
// stays mapped until the program ends.
class AddressOrigins {
 public:
  // What one file does not say is asked of the next; *.csv are lists of networks, asked last. Errors:
  // origin_not_installed (there is no such file, or none is named), origin_not_one (neither, cut off, damaged).
  static Result<std::shared_ptr<const AddressOrigins>> open(const std::vector<std::string>& files);
  ~AddressOrigins();
  AddressOrigins(const AddressOrigins&) = delete;

  // Nothing for what no file holds: private addresses, and where a file is damaged inside.
  std::optional<AddressOrigin> of(const identifiers::AddressRange::Bytes& address) const;
  std::int64_t built_at() const;  // of the first MaxMind DB file, seconds since 1970; 0 where there is none

 private:
  struct Inside;
  explicit AddressOrigins(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::resources
