#include "zone_words.h"

#include <algorithm>

namespace muster::intake {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

}  // namespace

bool equal_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == y; });
}

bool is_zone_ttl(std::string_view word) {
  if (word.empty() || !digit(word[0])) return false;
  bool in_digits = true;
  for (const char c : word) {
    const char l = lower(c);
    const bool unit = l == 's' || l == 'm' || l == 'h' || l == 'd' || l == 'w';
    if (!digit(c) && !(unit && in_digits)) return false;
    in_digits = digit(c);
  }
  return word.size() <= 20;
}

bool is_zone_class(std::string_view word) {
  return equal_letters(word, "in") || equal_letters(word, "ch") || equal_letters(word, "hs") ||
         (word.size() > 5 && equal_letters(word.substr(0, 5), "class") &&
          std::all_of(word.begin() + 5, word.end(), digit));
}

bool is_zone_type(std::string_view word) {
  return !word.empty() && word.size() <= 16 && letter(word[0]) &&
         std::all_of(word.begin(), word.end(), [](char c) { return letter(c) || digit(c) || c == '-'; });
}

bool leads_somewhere(std::string_view type) {
  for (const std::string_view known : {"a", "aaaa", "ns", "cname", "mx", "https", "svcb", "dname"})
    if (equal_letters(type, known)) return true;
  return false;
}

std::string_view zone_word(std::string_view& rest) {
  const auto from = std::min(rest.find_first_not_of(" \t"), rest.size());
  auto to = from;
  for (; to < rest.size(); ++to) {
    const char c = rest[to];
    if (c == '\\') {
      ++to;
      continue;
    }
    if (c == ' ' || c == '\t' || c == ';' || c == '(' || c == ')' || c == '"') break;
  }
  to = std::min(to, rest.size());
  const auto word = rest.substr(from, to - from);
  rest.remove_prefix(to);
  return word;
}

}  // namespace muster::intake
