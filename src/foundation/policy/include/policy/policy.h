// The policy file (TOML): the law, the authorities, the grounds, every term and every limit. Nothing of this is a
// constant in code. A file says only what differs from the embedded default; unknown keys are refused, with line and
// column, and so is everything that would widen what the product's principles allow. Immutable once loaded;
// thread-safe.
//
// Keys are "section.name" and are listed, with their units and bounds, in policy/policy_keys.cc and
// policy/{default,grounds}.toml. Asking for a key that isn't in the list, or as another type, is our own bug and throws
// std::logic_error.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <policy/calendar.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::policy {

enum class Unit { minutes, hours, days, working_hours, working_days };

// "5 working days", "72 hours".
struct Term {
  std::int64_t amount = 0;
  Unit unit = Unit::days;
  bool working() const { return unit == Unit::working_hours || unit == Unit::working_days; }
};
Result<Term> parse_term(std::string_view text);
std::string to_string(const Term& term);

// How far a measure may reach. Nothing wider exists.
enum class Scope { none, url, host, domain };
std::string_view to_string(Scope scope);
std::optional<Scope> parse_scope(std::string_view text);

struct Words {
  std::string en, zh;
  const std::string& in(std::string_view language) const { return language == "zh" ? zh : en; }
};

struct Element {
  std::string code;  // snake_case
  Words words;
};

// A ground of the closed list (1-mission, principle 5). The file may narrow what the code allows, never widen it.
struct Ground {
  std::string code;
  Words title;
  std::string law;                           // citation, as a decision quotes it
  std::vector<std::string> authority_kinds;  // kinds of party that may decide; empty for contract grounds
  std::vector<Element> required_elements;    // each must be tied to evidence before signing
  Scope scope_max = Scope::none;             // the greatest scope of a network entry or a host's hold
  bool network_allowed = false;              // whether an entry in a network feed can follow
  bool operator_alone = false;               // two persons of the operator suffice (phishing_or_malware)
  bool contract_only = false;                // suspension of the contract alone
  bool sealed = false;                       // never shown, never on the public list in clear
  std::optional<Duration> cap;               // longest duration of one order
  std::optional<Term> cure;                  // cure period after the notice
};
inline constexpr std::string_view kGrounds[] = {
    "unfiled",       "false_filing",        "age_assurance_missing", "explicit_unlawful",        "child_abuse_material",
    "billing_fraud", "phishing_or_malware", "partner_breach",        "unrecorded_sub_assignment"};

struct Authority {
  std::string code, kind;  // kind of party: authority, court
  Words name;
  std::string contact;  // of the organisation
};

class Policy {
 public:
  static constexpr std::size_t kFileMaxBytes = 1u << 20;

  // The embedded default.
  static const Policy& standard();
  static std::string_view standard_text();
  // Errors: policy_syntax, policy_unknown_key, policy_value, policy_widens; the sentence says line and column.
  static Result<Policy> parse(std::string_view toml, const std::string& file_name = "policy");
  static Result<Policy> load(const std::string& path);

  const std::string& name() const { return name_; }
  const std::string& jurisdiction() const { return jurisdiction_; }
  const std::string& sha256() const { return sha256_; }  // hex, of the file that was loaded: decisions cite it

  Term term(std::string_view key) const;
  Duration duration(std::string_view key) const;          // a term that needs no calendar
  int working_days(std::string_view key) const;           // a term in working days
  Instant due(std::string_view key, Instant from) const;  // when the term ends that starts at `from`
  Instant due(const Term& term, Instant from) const;
  std::int64_t number(std::string_view key) const;
  bool flag(std::string_view key) const;
  const std::string& text(std::string_view key) const;
  std::string named(std::string_view key) const;  // a text that may say "none", which is "" here
  const std::vector<std::string>& list(std::string_view key) const;

  // nullptr: not in the closed list.
  const Ground* find_ground(std::string_view code) const;
  const Ground& ground(std::string_view code) const;  // throws on an unknown code
  const std::vector<Ground>& grounds() const { return grounds_; }
  const std::vector<Authority>& authorities() const { return authorities_; }
  const Calendar& calendar() const { return calendar_; }

  // Domains that no entry may hit: the name itself, and everything below it.
  const std::vector<std::string>& never_block() const { return list("never_block.domains"); }
  bool is_never_block(std::string_view host) const;  // host in lower case A-label form
  const std::vector<std::string>& languages() const { return list("languages.offered"); }

 private:
  friend class Loader;
  struct Value {
    std::optional<Term> term;
    std::optional<std::int64_t> number;
    std::optional<bool> flag;
    std::optional<std::string> text;
    std::optional<std::vector<std::string>> list;
  };
  const Value& value(std::string_view key) const;

  std::string name_, jurisdiction_, sha256_;
  std::map<std::string, Value, std::less<>> values_;
  std::vector<Ground> grounds_;
  std::vector<Authority> authorities_;
  Calendar calendar_;
};

}  // namespace muster::policy
