#include <base/text.h>
#include <base/time.h>
#include <base/words.h>
#include <identifiers/mrz.h>
#include <persons/duplicate_rules.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

namespace muster::persons {
namespace {

constexpr std::array<const char*, kDuplicateFieldCount> kFields{"name", "birth_date", "address", "country", "kind"};
constexpr std::size_t kComparedMax = 256;  // letters; more of an address say nothing
constexpr int kDaysMax = 36'600;

std::u32string letters_of(std::string_view utf8) {
  std::u32string out;
  for (std::size_t i = 0; i < utf8.size() && out.size() < kComparedMax;) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t letter = size == 1 ? lead : lead & (0x7fu >> size);
    for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k)
      letter = letter << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3f);
    out += letter;
    i += size;
  }
  return out;
}

// Days since 1970-01-01; nothing where it is no day.
std::optional<std::int64_t> day_number(const std::string& text) {
  const auto day = parse_day(text);
  if (!day.ok()) return std::nullopt;
  return day->micros / (std::int64_t{24} * 3600 * 1'000'000);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::string fold(DuplicateField field, std::string_view text) {
  if (field != DuplicateField::name && field != DuplicateField::address) return std::string(trim(text));
  const auto zone = identifiers::mrz_letters(field == DuplicateField::name ? text : std::string_view());
  std::string plain = zone.ok() && !zone->empty() ? *zone : to_lower_ascii(text);
  for (char& c : plain)
    if (c == ',' || c == '.' || c == ';' || c == '-' || c == '\'' || c == '/') c = ' ';
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(plain, ' '))
    if (!part.empty()) parts.push_back(part);
  if (field == DuplicateField::name) std::sort(parts.begin(), parts.end());
  std::string out;
  for (const std::string_view part : parts) (out += out.empty() ? "" : " ") += part;
  return out;
}

int alike_percent(std::string_view a, std::string_view b) {
  const std::u32string x = letters_of(a), y = letters_of(b);
  const std::size_t longest = std::max(x.size(), y.size());
  if (longest == 0) return 0;
  std::vector<std::vector<std::size_t>> d(x.size() + 1, std::vector<std::size_t>(y.size() + 1));
  for (std::size_t i = 0; i <= x.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= y.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= x.size(); ++i)
    for (std::size_t j = 1; j <= y.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (x[i - 1] != y[j - 1])});
      if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return static_cast<int>(100 * (longest - d[x.size()][y.size()]) / longest);
}

// Recursive descent over the grammar in the header.
class DuplicateRuleParser {
 public:
  explicit DuplicateRuleParser(std::string_view text) : text_(text) {}

  Result<DuplicateRule> rule() {
    if (text_.size() > kRuleMaxBytes) return fault("is longer than a rule may be");
    rule_.name_ = word();
    if (rule_.name_.empty() || !take(":")) return fault("has no name before a colon");
    MUSTER_TRY(rule_.root_, expression(0));
    blanks();
    if (at_ != text_.size()) return fault("goes on where it should end");
    return std::move(rule_);
  }

 private:
  using Op = DuplicateRule::Op;
  using Node = DuplicateRule::Node;

  Error fault(const char* what) const {
    return invalid("duplicate_rule", fmt::format("A rule for duplicates {}, at column {}.", what, at_ + 1), "rules");
  }
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  std::string word() {
    blanks();
    const std::size_t from = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }
  bool take(std::string_view sign) {
    blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  // A word that is there and is not a part of a longer one.
  bool take_word(std::string_view expected) {
    const std::size_t before = at_;
    if (word() == expected) return true;
    at_ = before;
    return false;
  }
  int add(Node node) {
    rule_.nodes_.push_back(node);
    return static_cast<int>(rule_.nodes_.size()) - 1;
  }

  Result<int> expression(int depth) { return chain(depth, "or", Op::either); }
  Result<int> chain(int depth, std::string_view between, Op op) {
    MUSTER_TRY(int left, op == Op::either ? chain(depth, "and", Op::both) : factor(depth));
    while (take_word(between)) {
      MUSTER_TRY(const int right, op == Op::either ? chain(depth, "and", Op::both) : factor(depth));
      left = add({op, {}, 0, left, right});
    }
    return left;
  }
  Result<int> factor(int depth) {
    if (depth > kRuleDepthMax) return fault("is nested deeper than a rule may be");
    if (take_word("not")) {
      MUSTER_TRY(const int inner, factor(depth + 1));
      return add({Op::negate, {}, 0, inner, -1});
    }
    if (take("(")) {
      MUSTER_TRY(const int inner, expression(depth + 1));
      if (!take(")")) return fault("lacks a closing bracket");
      return inner;
    }
    return predicate();
  }
  Result<int> predicate() {
    static constexpr std::array<const char*, 3> kOps{"strict", "fuzzy", "date_range"};
    const auto op = find_word<Op>(kOps, word());
    if (!op || !take("(")) return fault("names no comparison");
    const auto field = find_word<DuplicateField>(kFields, word());
    if (!field) return fault("names no field");
    if (*op == Op::date_range && *field != DuplicateField::birth_date) return fault("compares what is no date");
    Node node{*op, *field, 0, -1, -1};
    if (*op != Op::strict) {
      if (!take(",")) return fault("lacks its number");
      blanks();
      const char* end = text_.data() + text_.size();
      const auto read = std::from_chars(text_.data() + at_, end, node.n);
      const int max = *op == Op::fuzzy ? 100 : kDaysMax;
      if (read.ec != std::errc() || node.n < 1 || node.n > max) return fault("has a number out of its bounds");
      at_ = static_cast<std::size_t>(read.ptr - text_.data());
    }
    if (!take(")")) return fault("lacks a closing bracket");
    return add(node);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  DuplicateRule rule_;
};

Result<DuplicateRule> DuplicateRule::parse(std::string_view text) {
  return DuplicateRuleParser(text).rule();
}

bool DuplicateRule::suspects(const Comparable& a, const Comparable& b) const {
  return holds(root_, a, b);
}

bool DuplicateRule::holds(int at, const Comparable& a, const Comparable& b) const {
  const Node& node = nodes_[static_cast<std::size_t>(at)];
  switch (node.op) {
    case Op::negate:
      return !holds(node.left, a, b);
    case Op::both:
      return holds(node.left, a, b) && holds(node.right, a, b);
    case Op::either:
      return holds(node.left, a, b) || holds(node.right, a, b);
    case Op::strict:
    case Op::fuzzy:
    case Op::date_range:
      break;
  }
  const std::string &x = a.of(node.field), &y = b.of(node.field);
  if (x.empty() || y.empty()) return false;
  if (node.op == Op::strict) return x == y;
  if (node.op == Op::fuzzy) return alike_percent(x, y) >= node.n;
  const auto p = day_number(x), q = day_number(y);
  return p && q && std::llabs(*p - *q) <= node.n;
}

int DuplicateRule::days_max() const {
  int out = 0;
  for (const Node& node : nodes_)
    if (node.op == Op::date_range) out = std::max(out, node.n);
  return out;
}

Result<std::vector<DuplicateRule>> parse_duplicate_rules(const std::vector<std::string>& texts) {
  std::vector<DuplicateRule> out;
  for (const std::string& text : texts) {
    MUSTER_TRY(DuplicateRule rule, DuplicateRule::parse(text));
    out.push_back(std::move(rule));
  }
  return out;
}

}  // namespace muster::persons
