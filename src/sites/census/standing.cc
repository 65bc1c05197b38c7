#include <census/standing.h>

namespace muster::census {
namespace {

constexpr std::string_view kStandingTexts[kStandings] = {
    "blocklisted", "held", "cancelled", "unfiled", "provider_differs", "address_differs", "filed"};

constexpr std::string_view kStandingSentences[kStandings] = {
    "The name is on the blocklist.",
    "The site is held.",
    "Its filing was cancelled, and it is still served.",
    "It has no filing.",
    "It is filed, but not with this provider.",
    "It is filed, but at other addresses.",
    "It is in order.",
};

struct RuleWords {
  std::string_view text, sentence;
};
constexpr RuleWords kRules[] = {
    {"blocklist_active", "An active entry of the blocklist covers this name."},
    {"hold_active", "An active hold covers this name."},
    {"filing_cancelled", "The filing of this name was cancelled."},
    {"no_filing", "No filing names this domain."},
    {"filing_not_complete", "A filing of this domain was begun and is not decided yet."},
    {"provider_not_on_record", "The site was seen at a provider that its access records do not name."},
    {"address_not_on_record", "The site was seen at an address outside of what its access records hold."},
    {"filing_active", "The filing of this domain is in order."},
};

}  // namespace

std::string_view to_text(Standing standing) {
  return kStandingTexts[static_cast<std::size_t>(standing)];
}
std::optional<Standing> standing_from(std::string_view text) {
  for (const Standing s : kAllStandings)
    if (to_text(s) == text) return s;
  return std::nullopt;
}
std::string_view sentence(Standing standing) {
  return kStandingSentences[static_cast<std::size_t>(standing)];
}
std::string_view to_text(Rule rule) {
  return kRules[static_cast<std::size_t>(rule)].text;
}
std::string_view sentence(Rule rule) {
  return kRules[static_cast<std::size_t>(rule)].sentence;
}
std::optional<Rule> rule_from(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kRules); ++i)
    if (kRules[i].text == text) return static_cast<Rule>(i);
  return std::nullopt;
}

}  // namespace muster::census
