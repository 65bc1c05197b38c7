// How a command ends that could not do what it was asked.
#pragma once

#include <base/result.h>

#include <string_view>

namespace muster::cli {

// Prints every fault for a person (or as JSON) on standard error; returns the exit code: 2 usage, 3 refused, 4
// unavailable.
int report_error(std::string_view program, const Error& error, bool json);

}  // namespace muster::cli
