#include "site_of.h"

#include <names/suffix.h>

namespace muster::census {

std::string_view site_of(std::string_view name, const Register& known) {
  if (name.ends_with(".arpa")) return {};  // reverse look-ups and the like are no sites
  const std::string_view site = names::registrable_domain(name);
  if (!known.has_deep_names() || site.empty() || site.size() == name.size()) return site;
  const auto hit = known.index().covering(name);
  return hit && hit->length > site.size() ? name.substr(name.size() - hit->length) : site;
}

std::string_view site_of_query(std::string_view name, const Register& known, names::NameText& text) {
  if (names::parse_into(name, text, {.underscore = true}) != names::NameFault::none) return {};
  const auto site = site_of(text.view(), known);
  return site.find('_') == std::string_view::npos ? site : std::string_view();
}

Entry entry_of(const Register& known, std::string_view site, const names::Hit& hit) {
  Entry entry{hit.length != 0 ? hit.payload : 0};
  if (!known.has_deep_names()) return entry;
  const std::size_t least = names::registrable_domain(site).size();
  for (std::string_view parent = site; parent.size() > least;) {
    parent.remove_prefix(parent.find('.') + 1);
    const auto above = known.index().exact(parent);
    if (!above) continue;
    const Entry other{above->payload};
    const bool theirs = entry.filing() == FilingState::none && other.filing() != FilingState::none;
    const std::uint32_t marks = (entry.payload | other.payload) & 12;
    entry.payload = ((theirs ? other : entry).payload & ~std::uint32_t{12}) | marks;
  }
  return entry;
}

}  // namespace muster::census
