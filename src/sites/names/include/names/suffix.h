// Public suffixes (publicsuffix.org) and registrable domains. The list is Debian's package `publicsuffix`, compiled
// into the binary; its private section counts: a site under "github.io" or "blogspot.com" is its own registrable site,
// because another entity answers for it. Names under a top-level domain that the list does not know follow its default
// rule "*". Pure, thread-safe, no allocation; input must be a Name's ascii
// (docs/decisions/0010-public-suffixes-by-our-own-table.md).
#pragma once

#include <cstddef>
#include <string_view>

namespace muster::names {

// "www.shop.co.uk" → "shop.co.uk" (a view into the argument); empty when the name is itself a public suffix.
std::string_view registrable_domain(std::string_view ascii);

// "co.uk", "github.io", and any single label.
bool is_public_suffix(std::string_view ascii);

// The longest public suffix of the name: "www.shop.co.uk" → "co.uk".
std::string_view public_suffix(std::string_view ascii);

// How many rules are compiled in.
std::size_t suffix_rule_count();

}  // namespace muster::names
