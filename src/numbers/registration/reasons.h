// Codes in one column: a JSON array. Inside of the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::registration {

std::string reasons_json(const std::vector<std::string>& reasons);
std::vector<std::string> reasons_of(std::string_view json);

}  // namespace muster::registration
