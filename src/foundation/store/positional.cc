#include "connection.h"

#include <algorithm>

namespace muster::store {
namespace {

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Position after the quoted text or comment that starts at `at`, or `at` when none does.
std::size_t skip_literal(std::string_view sql, std::size_t at) {
  const char c = sql[at];
  if (c == '\'' || c == '"') {
    const std::size_t end = sql.find(c, at + 1);
    return end == std::string_view::npos ? sql.size() : end + 1;
  }
  if (sql.substr(at, 2) == "--") {
    const std::size_t end = sql.find('\n', at);
    return end == std::string_view::npos ? sql.size() : end + 1;
  }
  return at;
}

}  // namespace

std::string to_positional(std::string_view sql, std::vector<std::string>& names) {
  std::string out;
  for (std::size_t at = 0; at < sql.size();) {
    if (const std::size_t after = skip_literal(sql, at); after != at) {
      out.append(sql, at, after - at);
      at = after;
    } else if (sql.substr(at, 2) == "::") {
      out += "::";
      at += 2;
    } else if (sql[at] == ':' && at + 1 < sql.size() && name_char(sql[at + 1])) {
      std::size_t end = at + 1;
      while (end < sql.size() && name_char(sql[end])) ++end;
      const std::string name(sql.substr(at + 1, end - at - 1));
      auto found = std::find(names.begin(), names.end(), name);
      if (found == names.end()) found = names.insert(names.end(), name);
      out += '$' + std::to_string(found - names.begin() + 1);
      at = end;
    } else {
      out += sql[at++];
    }
  }
  return out;
}

}  // namespace muster::store
