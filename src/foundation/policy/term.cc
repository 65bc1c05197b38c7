#include <base/text.h>
#include <policy/policy.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::policy {
namespace {

struct UnitName {
  std::string_view one, many;
  Unit unit;
};
constexpr UnitName kUnits[] = {{"minute", "minutes", Unit::minutes},
                               {"hour", "hours", Unit::hours},
                               {"day", "days", Unit::days},
                               {"working hour", "working hours", Unit::working_hours},
                               {"working day", "working days", Unit::working_days}};
constexpr std::int64_t kAmountMax = 1'000'000;

}  // namespace

Result<Term> parse_term(std::string_view text) {
  Term term;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), term.amount);
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (fault == std::errc{} && term.amount >= 0 && term.amount <= kAmountMax && rest.starts_with(' '))
    for (const UnitName& name : kUnits)
      if (trim(rest) == name.one || trim(rest) == name.many) {
        term.unit = name.unit;
        return term;
      }
  return invalid("policy_value",
                 "A term is a number and a unit: \"5 working days\", \"8 working hours\", \"2 hours\", "
                 "\"30 minutes\", \"7 days\".");
}

std::string to_string(const Term& term) {
  for (const UnitName& name : kUnits)
    if (name.unit == term.unit) return fmt::format("{} {}", term.amount, term.amount == 1 ? name.one : name.many);
  return {};
}

std::string_view to_string(Scope scope) {
  switch (scope) {
    case Scope::none:
      return "none";
    case Scope::url:
      return "url";
    case Scope::host:
      return "host";
    case Scope::domain:
      return "domain";
  }
  return "none";
}

std::optional<Scope> parse_scope(std::string_view text) {
  for (const Scope scope : {Scope::none, Scope::url, Scope::host, Scope::domain})
    if (to_string(scope) == text) return scope;
  return std::nullopt;
}

}  // namespace muster::policy
