// What the register says about a site that was observed, and the rule that decided.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::census {

// From the gravest down: where several are true of one site, the first counts.
enum class Standing : std::uint8_t {
  blocklisted,       // an active blocklist entry covers the name
  held,              // an active hold covers the name
  cancelled,         // the filing was cancelled
  unfiled,           // no filing, or one that is not complete yet
  provider_differs,  // filed, but seen at a provider that its access records don't name
  address_differs,   // filed at that provider, but seen at an address outside of what is on record
  filed,             // in order
};
inline constexpr std::size_t kStandings = 7;
inline constexpr std::array<Standing, kStandings> kAllStandings{
    Standing::blocklisted,     Standing::held, Standing::cancelled, Standing::unfiled, Standing::provider_differs,
    Standing::address_differs, Standing::filed};

// The rule that gave the standing: what to check when a person doubts it.
enum class Rule : std::uint8_t {
  blocklist_active,        // blocklisted
  hold_active,             // held
  filing_cancelled,        // cancelled
  no_filing,               // unfiled
  filing_not_complete,     // unfiled: filed for, not decided yet
  provider_not_on_record,  // provider_differs
  address_not_on_record,   // address_differs
  filing_active,           // filed
};

std::string_view to_text(Standing standing);  // "provider_differs"
std::optional<Standing> standing_from(std::string_view text);
std::string_view sentence(Standing standing);  // for the provider that serves the site
std::string_view to_text(Rule rule);           // "provider_not_on_record"
std::optional<Rule> rule_from(std::string_view text);
std::string_view sentence(Rule rule);  // for the person

}  // namespace muster::census
