#include <enforcement/blocked_names.h>

namespace muster::enforcement {

BlockedNames::BlockedNames(const Zone& zone) {
  for (const auto& entry : zone.entries) (entry.wildcard ? below_ : names_).insert(entry.name);
}

bool BlockedNames::operator()(const std::string& name) const {
  if (names_.contains(name)) return true;
  for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
    if (below_.contains(name.substr(dot + 1))) return true;
  return false;
}

}  // namespace muster::enforcement
