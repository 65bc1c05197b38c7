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

}  // namespace muster::census
