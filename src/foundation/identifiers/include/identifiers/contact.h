// Forms of contacts and of addresses. What is written here reaches nobody by itself: a well-formed address may not
// exist.
#pragma once

#include <base/result.h>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::identifiers {

// RFC 5321 §4.1.2 Mailbox without quoted local parts and address literals, RFC 6531 UTF-8 allowed; the domain in lower
// case. Errors: email_form, email_too_long (64 + 1 + 255).
Result<std::string> check_email(std::string_view text);

// ITU-T E.164: "+" and 7 to 15 digits; blanks, hyphens, dots and brackets between digits are dropped, "00" in front
// becomes "+". A number without a country code is refused, because guessing one reaches a stranger. Errors: phone_form,
// phone_country_code, phone_length.
Result<std::string> check_phone(std::string_view text);

// "http" or "https", a host, no user part, at most 2,048 bytes. Gives the host as written, lower case, without port.
// Errors: url_scheme, url_form, url_user, url_too_long.
struct HomeUrl {
  std::string text;  // scheme and host in lower case
  std::string host;
};
Result<HomeUrl> check_home_url(std::string_view text);

// A postal address: 4 to 300 characters of UTF-8 in one line. Errors: address_form.
Result<std::string> check_postal_address(std::string_view text);

// An IP address, a CIDR block or "first-last", IPv4 or IPv6 (RFC 4632, RFC 4291, written as RFC 5952 says).
struct AddressRange {
  using Bytes = std::array<std::uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d, so that order is one for both
  Bytes first{}, last{};
  bool v4 = false;

  std::string text() const;       // canonical: an address, a CIDR block where it is one, else first-last
  std::string first_key() const;  // 32 hex digits; text order is address order
  std::string last_key() const;
  bool contains(const AddressRange& other) const {
    return v4 == other.v4 && first <= other.first && other.last <= last;
  }
  auto operator<=>(const AddressRange&) const = default;
};
// Errors: address_range_form, address_range_order (first after last), address_range_bits (a block's address has bits
// set behind its prefix).
Result<AddressRange> parse_address_range(std::string_view text);

}  // namespace muster::identifiers
