#include "robots.h"

#include <base/text.h>

namespace muster::testing {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

bool is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}
bool is_reserved(unsigned char c) {
  return std::string_view(":/?#[]@!$&'()*+,;=").find(static_cast<char>(c)) != std::string_view::npos;
}
bool free_in_query(unsigned char c) {
  return c == ':' || c == '/' || c == '?' || c == '@';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 32);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_encoded(std::string& out, unsigned char c) {
  out += '%';
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

// Whether the pattern fits a beginning of the path. Greedy with one step back (no recursion).
bool fits(std::string_view pattern, std::string_view path, std::size_t& steps_left) {
  const bool to_the_end = pattern.ends_with('$');
  if (to_the_end) pattern.remove_suffix(1);
  std::size_t p = 0, s = 0, star = std::string_view::npos, star_s = 0;
  while (steps_left > 0) {
    --steps_left;
    if (p == pattern.size() && (!to_the_end || s == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      if (p + 1 == pattern.size()) return true;  // and the rest, whatever it is
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
  return false;
}

// The product token that a user-agent line names: "*", or its letters, "_" and "-" up to whatever follows
// ("Muster/1.0").
std::string_view product_of(std::string_view value) {
  if (value == "*" || value.starts_with("* ") || value.starts_with("*\t")) return "*";
  const auto end = std::find_if_not(
      value.begin(), value.end(), [](char c) { return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || c == '-'; });
  return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

// Lines end with CR, LF or both (§2.2, EOL).
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find_first_of("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

std::string_view readable_part(std::string_view text) {
  if (text.size() > kRobotsBytesMax) {
    text = text.substr(0, kRobotsBytesMax);
    const auto end = text.find_last_of("\r\n");
    text = text.substr(0, end == std::string_view::npos ? 0 : end);
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

}  // namespace

std::string robots_octets(std::string_view text, bool is_pattern) {
  std::string out;
  out.reserve(text.size());
  bool in_query = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const int high = c == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      const auto octet = static_cast<unsigned char>(high * 16 + low);
      i += 2;
      if (is_unreserved(octet) || (in_query && free_in_query(octet)))
        out += static_cast<char>(octet);
      else
        append_encoded(out, octet);
      continue;
    }
    if (c == '*' || c == '$') {
      const bool means = is_pattern && (c == '*' || i + 1 == text.size());
      if (means && c == '*' && out.ends_with('*')) continue;
      if (means)
        out += static_cast<char>(c);
      else
        append_encoded(out, c);
    } else if (is_unreserved(c) || is_reserved(c)) {
      out += static_cast<char>(c);
    } else {
      append_encoded(out, c);
    }
    in_query = in_query || c == '?';
  }
  return out;
}

void Robots::add(std::string_view pattern, bool allow) {
  if (pattern.empty()) return;  // an empty pattern matches nothing
  rules_.push_back({robots_octets(pattern, true), allow});
}

Robots Robots::parse(std::string_view text, std::string_view product) {
  const std::string ours = to_lower_ascii(product);
  Robots named, any;
  // Rules before the first user-agent line are in no group.
  bool for_us = false, for_any = false, in_rules = true, found = false;
  for (auto rest = readable_part(text); !rest.empty();) {
    auto line = take_line(rest);
    line = trim(line.substr(0, line.find('#')));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = to_lower_ascii(trim(line.substr(0, colon)));
    const auto value = trim(line.substr(colon + 1));
    if (key == "user-agent") {
      if (in_rules) for_us = for_any = in_rules = false;
      const std::string token = to_lower_ascii(product_of(value));
      for_us = for_us || (!token.empty() && token == ours);
      for_any = for_any || token == "*";
      found = found || for_us;
    } else if (key == "allow" || key == "disallow") {
      in_rules = true;
      if (for_us) named.add(value, key == "allow");
      if (for_any) any.add(value, key == "allow");
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
  const std::string path = robots_octets(path_and_query, false);
  std::size_t longest = 0, steps_left = kRobotsStepsMax;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    if (rule.pattern.size() < longest || !fits(rule.pattern, path, steps_left)) continue;
    if (rule.pattern.size() > longest || rule.allow) allowed = rule.allow;
    longest = rule.pattern.size();
  }
  return allowed && steps_left > 0;
}

std::size_t Robots::bytes() const {
  std::size_t out = sizeof *this + rules_.capacity() * sizeof(Rule);
  for (const Rule& rule : rules_) out += rule.pattern.capacity();
  return out;
}

}  // namespace muster::testing
