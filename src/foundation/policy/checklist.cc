#include <base/text.h>
#include <policy/checklist.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::policy {
namespace {

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 60 && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

Result<std::vector<ChecklistLine>> checklist(const std::vector<std::string>& lines) {
  std::vector<ChecklistLine> out;
  if (lines.empty() || lines.size() > kChecklistMax)
    return invalid("policy_value", fmt::format("A checklist has 1 to {} lines", kChecklistMax));
  for (const std::string& line : lines) {
    std::vector<std::string> parts;
    for (const std::string_view part : split(line, '|')) parts.emplace_back(trim(part));
    const bool whole =
        parts.size() == 5 && std::none_of(parts.begin(), parts.end(), [](const auto& p) { return p.empty(); });
    if (!whole || !is_code(parts[0]) || (parts[1] != "document" && parts[1] != "commitment" && parts[1] != "check") ||
        std::any_of(out.begin(), out.end(), [&](const ChecklistLine& l) { return l.code == parts[0]; }))
      return invalid("policy_value",
                     fmt::format("\"{}\": an item is written \"code | document, commitment or check | English | "
                                 "Chinese | law\", each code once",
                                 line));
    out.push_back({parts[0], parts[1], parts[2], parts[3], parts[4]});
  }
  return out;
}

}  // namespace muster::policy
