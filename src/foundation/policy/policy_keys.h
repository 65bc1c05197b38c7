// Every key of a policy file outside of grounds, authorities and calendar: its type and its bounds.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace muster::policy {

enum class Type { term, number, flag, text, list };

struct KeyInfo {
  std::string_view key;  // "section.name"
  Type type;
  // A number's bounds; a term's in hours, a working day counting as 24.
  std::int64_t min = 0, max = 0;
};

std::span<const KeyInfo> all_keys();
const KeyInfo* find_key(std::string_view key);

// What the code allows on a ground, whatever a policy says (1-mission, principle 5).
struct GroundCeiling {
  std::string_view code;
  std::string_view scope_max;
  bool network, operator_alone, contract_only, sealed;
  std::int64_t cap_hours_max;
};
const GroundCeiling* find_ceiling(std::string_view code);

}  // namespace muster::policy
