// A checklist in a policy file: one line an item, "code | what | English words | Chinese words | law". What: document,
// commitment or check. Pure; thread-safe.
#pragma once

#include <base/result.h>

#include <string>
#include <vector>

namespace muster::policy {

struct ChecklistLine {
  std::string code, what, en, zh, law;
};
inline constexpr std::size_t kChecklistMax = 50;  // items

// Errors: policy_value, naming the line: five parts, codes in snake_case and each once, none empty; at least one item.
Result<std::vector<ChecklistLine>> checklist(const std::vector<std::string>& lines);

}  // namespace muster::policy
