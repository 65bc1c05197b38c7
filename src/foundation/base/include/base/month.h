// Months as YYYY-MM. Pure; thread-safe.
#pragma once

#include <string_view>

namespace muster {

bool is_month(std::string_view text);

}  // namespace muster
