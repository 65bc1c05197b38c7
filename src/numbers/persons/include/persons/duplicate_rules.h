// Who may be on record twice: rules of the policy file, evaluated on two persons' data. Pure and thread-safe; what is
// compared is personal, and nothing here keeps or logs it.
//
//   rule       = name ":" expression
//   expression = term { "or" term }        term = factor { "and" factor }
//   factor     = "not" factor | "(" expression ")" | predicate
//   predicate  = "strict(" field ")" | "fuzzy(" field "," percent ")" | "date_range(birth_date," days ")"
//
// Fields: name, birth_date, address, country, kind (of the first document). What is not there matches nothing. strict
// and fuzzy compare names in the letters of machine-readable zones, in any order of their parts; fuzzy is the share of
// letters that need not be changed (Damerau-Levenshtein). Modelled on the rules of OpenCRVS.
#pragma once

#include <base/result.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace muster::persons {

enum class DuplicateField : std::uint8_t { name, birth_date, address, country, kind };
inline constexpr int kDuplicateFieldCount = 5;

// Of one person, folded: see fold.
struct Comparable {
  std::array<std::string, kDuplicateFieldCount> fields;
  const std::string& of(DuplicateField field) const { return fields[static_cast<std::size_t>(field)]; }
};
// Capitals of machine-readable zones where the script has them, small letters and single blanks elsewhere; a name's
// parts in alphabetical order.
std::string fold(DuplicateField field, std::string_view text);
// 0 to 100: the share of letters that need not be inserted, deleted, changed or exchanged with a neighbour.
int alike_percent(std::string_view a, std::string_view b);

inline constexpr std::size_t kRuleMaxBytes = 1000;
inline constexpr int kRuleDepthMax = 20;

class DuplicateRule {
 public:
  // Errors: duplicate_rule, with the column at fault.
  static Result<DuplicateRule> parse(std::string_view text);
  const std::string& name() const { return name_; }
  bool suspects(const Comparable& a, const Comparable& b) const;
  int days_max() const;  // the widest date_range in it

 private:
  friend class DuplicateRuleParser;
  enum class Op : std::uint8_t { strict, fuzzy, date_range, negate, both, either };
  struct Node {
    Op op = Op::strict;
    DuplicateField field = DuplicateField::name;
    int n = 0;                  // percent, or days
    int left = -1, right = -1;  // places in nodes_
  };
  bool holds(int at, const Comparable& a, const Comparable& b) const;
  std::string name_;
  std::vector<Node> nodes_;
  int root_ = -1;
};

// All of the policy's, each parsed. Errors: duplicate_rule.
Result<std::vector<DuplicateRule>> parse_duplicate_rules(const std::vector<std::string>& texts);

}  // namespace muster::persons
