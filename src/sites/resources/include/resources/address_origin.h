// Which country an address is registered in, and which network announces it, out of MaxMind DB files (the public
// format; npm's @ip-location-db/geo-whois-asn-country-mmdb). A hint for people: such data is often wrong, and nothing
// is decided by it alone.
#pragma once

#include <base/result.h>
#include <identifiers/contact.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace muster::resources {

struct AddressOrigin {
  std::string country;       // ISO 3166 alpha-2, "" when it is not known
  std::int64_t network = 0;  // number of the autonomous system, 0 when it is not known
  std::string range;         // that this holds for: a CIDR block
};

// Mapped files. Immutable, thread-safe. A file that is to be replaced is written beside and renamed over; the old one
// stays mapped until the program ends.
class AddressOrigins {
 public:
  // One file, or two: what the first does not say is asked of the second. "" is none. Errors: origin_not_installed
  // (there is no such file), origin_not_one (no MaxMind DB, cut off, damaged).
  static Result<std::shared_ptr<const AddressOrigins>> open(const std::string& file, const std::string& second = "");
  ~AddressOrigins();
  AddressOrigins(const AddressOrigins&) = delete;

  // Nothing for what no file holds: private addresses, and where a file is damaged inside.
  std::optional<AddressOrigin> of(const identifiers::AddressRange::Bytes& address) const;
  std::int64_t built_at() const;  // of the first file, seconds since 1970

 private:
  struct Inside;
  explicit AddressOrigins(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::resources
