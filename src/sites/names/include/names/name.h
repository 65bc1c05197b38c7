// Domain names as Muster holds them: A-labels, lower case, no trailing dot. UTS 46 (non-transitional) for what is not
// ASCII, RFC 1123 §2.1 for letters, digits and hyphens, RFC 1035 §2.3.4 for lengths. Pure and thread-safe.
#pragma once

#include <base/result.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::names {

inline constexpr std::size_t kNameMax = 253;       // characters, without the trailing dot
inline constexpr std::size_t kLabelMax = 63;       // characters of one A-label
inline constexpr std::size_t kInputMax = 4 * 253;  // bytes before normalising; longer input is refused unread

struct Name {
  std::string ascii;  // "xn--fiq228c.example": lower case, at least two labels
  auto operator<=>(const Name&) const = default;
};

// Why a text is no name. Each has a stable code and a sentence.
enum class NameFault : std::uint8_t {
  none,
  empty,           // name_empty
  not_utf8,        // name_not_utf8
  control,         // name_control_character: control characters and blanks
  too_long,        // name_too_long: more than 253 characters
  label_empty,     // name_label_empty: two dots in a row, or a dot in front
  label_too_long,  // name_label_too_long: a label of more than 63 characters
  label_hyphen,    // name_label_hyphen: a label begins or ends with a hyphen
  character,       // name_character: something else than letters, digits and hyphens
  underscore,      // name_underscore: allowed only where NameRules says so
  wildcard,        // name_wildcard: "*"
  address,         // name_is_address: an IP address, or a last label that is a number
  single_label,    // name_single_label: "localhost", a top-level domain
  idna,            // name_idna: UTS 46 refuses a label (unassigned, mixed direction, wrong A-label …)
};
const char* code(NameFault fault);
const char* sentence(NameFault fault);
Error to_error(NameFault fault, std::string field = "name");

struct NameRules {
  bool underscore = false;    // "_dmarc.example.com": names of DNS queries, not of sites
  bool single_label = false;  // "com"
};

// The hot form: normalises without allocating, for files of millions of names. `size` is 0 unless the fault is none.
struct NameText {
  char bytes[256];
  std::uint16_t size = 0;
  std::string_view view() const { return {bytes, size}; }
};
NameFault parse_into(std::string_view input, NameText& out, NameRules rules = {});

// Errors: the codes above, field "name".
Result<Name> parse_name(std::string_view input, NameRules rules = {});

// For showing to people: U-labels where they decode and encode back to the same A-labels, else the A-labels.
std::string to_unicode(std::string_view ascii);

// "*.example.com" or "example.com" → its parts. `below` says that a wildcard stood in front.
struct Pattern {
  Name name;
  bool below = false;
};
Result<Pattern> parse_pattern(std::string_view input);

}  // namespace muster::names
