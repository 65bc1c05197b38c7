#include <base/text.h>
#include <holders/rdap.h>
#include <names/name.h>

#include <algorithm>

namespace muster::holders {
namespace {

Error form(const char* sentence) {
  return invalid("rdap_search_form", sentence, "name");
}

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; });
}

}  // namespace

Result<SearchPattern> name_pattern(std::string_view text) {
  const std::size_t star = text.find('*');
  if (star == std::string_view::npos) {
    const auto name = names::parse_name(text);
    if (!name.ok()) return form("This is no domain name.");
    return SearchPattern{name->ascii, "", false};
  }
  const std::string prefix = to_lower_ascii(text.substr(0, star)), suffix = to_lower_ascii(text.substr(star + 1));
  if (prefix.empty()) return form("A search begins with at least one letter: an asterisk in front is not answered.");
  if (suffix.find('*') != std::string::npos) return form("A search has one asterisk.");
  if (!suffix.empty() && suffix[0] != '.') return form("An asterisk stands at the end of a label.");
  if (!plain(prefix) || !plain(suffix) || prefix.size() + suffix.size() > names::kNameMax)
    return form("Parts of names are searched as A-labels: letters, digits and hyphens.");
  return SearchPattern{prefix, suffix, true};
}

Result<SearchPattern> entity_pattern(std::string_view text) {
  if (text.size() > 300 || !is_valid_utf8(text)) return form("Search with the beginning of a name.");
  const std::size_t star = text.find('*');
  const std::string prefix = to_lower_ascii(text.substr(0, star));
  if (trim(prefix).empty())
    return form("A search begins with at least one letter: an asterisk in front is not answered.");
  if (star != std::string_view::npos && star + 1 != text.size()) return form("An asterisk stands at the end.");
  return SearchPattern{prefix, "", star != std::string_view::npos};
}

}  // namespace muster::holders
