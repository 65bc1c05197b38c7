// What one entry of a name index says: which names it covers, whether it includes or excepts them, and a payload.
//
// Which rule decides a name: among all rules that cover it, the one with the longest name; of several with the same
// name, the narrower one (exact before zone for the name itself, wildcard before zone for what is below it). Where the
// deciding rule is an exception the name is not covered, whatever shorter rules say.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::names {

enum class Cover : std::uint8_t {
  exact = 1,  // the name alone
  below = 2,  // "*.name": everything under it, not itself
  zone = 3,   // both
};

// One bit for the name itself, one for what is below it.
constexpr bool covers_self(Cover cover) {
  return static_cast<unsigned>(cover) & 1u;
}
constexpr bool covers_below(Cover cover) {
  return static_cast<unsigned>(cover) & 2u;
}

struct Rule {
  std::string name;  // as names::Name holds it
  Cover cover = Cover::zone;
  bool exception = false;  // exact and zone alone
  std::uint32_t payload = 0;
  bool operator==(const Rule&) const = default;
};

// The text form, of lists and of `muster names`: "=name" exact, "name" zone, "*.name" what is below; "!" in front makes
// an exception ("!=name", "!name"). Behind a blank, tab or comma a payload may stand, a whole number below 2^32.
inline constexpr std::size_t kRuleLineMax = 4096;  // bytes
// Errors: names_line_long, names_payload, names_exception; those of parse_name.
Result<Rule> parse_rule(std::string_view line, std::uint32_t payload_when_missing = 0);
// Without the payload.
std::string rule_text(std::string_view name, Cover cover, bool exception);

}  // namespace muster::names
