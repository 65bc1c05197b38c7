#include "robots.h"

#include <base/text.h>

namespace muster::testing {
namespace {

constexpr std::size_t kPatternMax = 2048;

// Whether the pattern fits a beginning of the path. Greedy with one step back (no recursion, no blow-up).
bool fits(std::string_view pattern, std::string_view path) {
  const bool to_the_end = pattern.ends_with('$');
  if (to_the_end) pattern.remove_suffix(1);
  std::size_t p = 0, s = 0, star = std::string_view::npos, star_s = 0;
  for (;;) {
    if (p == pattern.size() && (!to_the_end || s == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_s = s;
      continue;
    }
    if (p < pattern.size() && s < path.size() && pattern[p] == path[s]) {
      ++p;
      ++s;
      continue;
    }
    if (star == std::string_view::npos || star_s >= path.size()) return false;
    p = star + 1;
    s = ++star_s;
  }
}

}  // namespace

Robots Robots::parse(std::string_view text, std::string_view product) {
  const std::string ours = to_lower_ascii(product);
  Robots named, any;
  bool for_us = false, for_any = false, in_rules = true, found = false;
  for (auto line : split(text.substr(0, kRobotsBytesMax), '\n')) {
    line = trim(line.substr(0, line.find('#')));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = to_lower_ascii(trim(line.substr(0, colon)));
    const auto value = trim(line.substr(colon + 1));
    if (key == "user-agent") {
      if (in_rules) for_us = for_any = in_rules = false;
      for_us = for_us || to_lower_ascii(value) == ours;
      for_any = for_any || value == "*";
      found = found || for_us;
    } else if (key == "allow" || key == "disallow") {
      in_rules = true;
      if (value.empty() || value.size() > kPatternMax) continue;
      for (Robots* group : {for_us ? &named : nullptr, for_any ? &any : nullptr})
        if (group && group->rules_.size() < kRobotsRulesMax)
          group->rules_.push_back({std::string(value), key == "allow"});
    }
  }
  return found ? named : any;
}

Robots Robots::disallow_all() {
  Robots out;
  out.rules_.push_back({"/", false});
  return out;
}

bool Robots::allows(std::string_view path_and_query) const {
  if (path_and_query == "/robots.txt") return true;
  std::size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    if (rule.pattern.size() < longest || !fits(rule.pattern, path_and_query)) continue;
    if (rule.pattern.size() > longest || rule.allow) allowed = rule.allow;
    longest = rule.pattern.size();
  }
  return allowed;
}

}  // namespace muster::testing
