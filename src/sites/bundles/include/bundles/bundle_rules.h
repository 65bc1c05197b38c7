// What can become of a bundle, as a table; the schema (0016_bundles.sql) holds the same pairs. Pure.
#pragma once

#include <base/result.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::bundles {

// loaded → proposed → shadow → enabled → retired; whatever is not in force yet can be retired too (taken back).
enum class BundleEvent { propose, shadow, enable, retire };
std::optional<BundleEvent> bundle_event(std::string_view text);
const char* to_text(BundleEvent event);

// Errors: bundle_state, with what is possible.
Result<std::string> next_state(std::string_view state, BundleEvent event);
std::vector<std::string> possible_events(std::string_view state);

// What stands in the way of enabling beside the state; empty: nothing. Each is code and sentence.
struct EnableFacts {
  std::string proposed_by, person;
  bool rerun_finished = false;
};
std::vector<Error> why_not_enable(const EnableFacts& facts);

}  // namespace muster::bundles
