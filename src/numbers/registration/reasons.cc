#include "reasons.h"

#include <base/text.h>

namespace muster::registration {

std::string reasons_json(const std::vector<std::string>& reasons) {
  std::string out;
  for (const std::string& reason : reasons) out += (out.empty() ? "" : ",") + json_quote(reason);
  return "[" + out + "]";
}

// Codes alone, written by reasons_json: no escapes in them.
std::vector<std::string> reasons_of(std::string_view json) {
  std::vector<std::string> out;
  for (const std::string_view part : split(json, '"'))
    if (!part.empty() && part.find_first_of("[],") == std::string_view::npos) out.emplace_back(part);
  return out;
}

}  // namespace muster::registration
