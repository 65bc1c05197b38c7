// Patterns of STIX 2.1 (§9), as far as they say names: comparisons of domain-name:value by = or LIKE, joined by OR.
#include <names/name.h>

#include <algorithm>

#include <fmt/format.h>
#include <sharing/stix.h>

namespace muster::sharing {
namespace {

constexpr std::string_view kPath = "domain-name:value";

Error form(std::string sentence) {
  return invalid("pattern_form", std::move(sentence), "pattern");
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<std::vector<SharedName>> read() {
    std::vector<SharedName> out;
    do {  // observations by OR, each of comparisons by OR
      if (!take("[")) return form("A pattern is of comparisons in brackets.");
      do {
        MUSTER_TRY(auto name, comparison());
        if (out.size() == kNamesMax) return invalid("pattern_names", "A pattern names at most 100 names.", "pattern");
        out.push_back(std::move(name));
      } while (word("OR"));
      if (!take("]")) return form("Only comparisons of names that are joined by OR are understood.");
    } while (word("OR"));
    blanks();
    if (!text_.empty()) return form("Something follows the pattern that is not understood.");
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

 private:
  void blanks() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\t' || text_[0] == '\n' || text_[0] == '\r'))
      text_.remove_prefix(1);
  }
  bool take(std::string_view what) {
    blanks();
    if (!text_.starts_with(what)) return false;
    text_.remove_prefix(what.size());
    return true;
  }
  bool word(std::string_view what) {
    blanks();
    if (!text_.starts_with(what) || text_.size() == what.size()) return false;
    const char next = text_[what.size()];
    if (next != ' ' && next != '\t' && next != '\n' && next != '\r' && next != '[' && next != '\'') return false;
    text_.remove_prefix(what.size());
    return true;
  }
  Result<std::string> literal() {
    if (!take("'")) return form("A name stands in single quotes.");
    std::string out;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\'') {
        text_.remove_prefix(i + 1);
        return out;
      }
      if (text_[i] == '\\' && ++i == text_.size()) break;
      out += text_[i];
    }
    return form("A name's closing quote is missing.");
  }
  Result<SharedName> comparison() {
    if (!take(kPath)) return form("Only names are understood: domain-name:value.");
    const bool like = word("LIKE");
    if (!like && !take("=")) return form("Names are compared by = or LIKE.");
    MUSTER_TRY(const std::string value, literal());
    std::string_view name = value;
    if (like) {
      if (!name.starts_with("%.")) return form("LIKE is understood for everything below a name: '%.example'.");
      name.remove_prefix(2);
      if (name.find_first_of("%_") != std::string_view::npos) return form("LIKE has one % alone, in front.");
    }
    MUSTER_TRY(const auto parsed, names::parse_name(name));
    return SharedName{parsed.ascii, like};
  }

  std::string_view text_;
};

}  // namespace

std::string pattern_of(const std::vector<SharedName>& names) {
  std::string out;
  for (const SharedName& each : names)
    out += fmt::format("{}{} {}{}'", out.empty() ? "[" : " OR ", kPath, each.wildcard ? "LIKE '%." : "= '", each.name);
  return out + "]";
}

Result<std::vector<SharedName>> read_pattern(std::string_view pattern) {
  if (pattern.size() > kPatternMax) return invalid("pattern_long", "The pattern is longer than 16 KiB.", "pattern");
  return Reader(pattern).read();
}

}  // namespace muster::sharing
