#include "embedded_default_policy.h"
#include "policy_keys.h"
#include <policy/policy.h>

#include <stdexcept>

namespace muster::policy {
namespace {

[[noreturn]] void bug(std::string_view key, const char* what) {
  throw std::logic_error("policy key " + std::string(key) + ": " + what);
}

Duration length(const Term& term) {
  switch (term.unit) {
    case Unit::minutes:
      return std::chrono::minutes(term.amount);
    case Unit::hours:
    case Unit::working_hours:
      return std::chrono::hours(term.amount);
    default:
      return std::chrono::hours(24 * term.amount);
  }
}

}  // namespace

std::string_view Policy::standard_text() {
  // One text of both files: a policy is known by its hash.
  static const std::string text = [] {
    std::string joined;
    for (const EmbeddedFile& file : muster_default_policy::files()) joined += file.bytes;
    return joined;
  }();
  return text;
}

const Policy& Policy::standard() {
  static const Policy policy = [] {
    auto parsed = parse(standard_text(), "default.toml");
    if (!parsed.ok()) throw std::logic_error(parsed.error().sentence);
    return std::move(parsed).value();
  }();
  return policy;
}

const Policy::Value& Policy::value(std::string_view key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) bug(key, "not in policy_keys.cc");
  return found->second;
}

Term Policy::term(std::string_view key) const {
  const auto& term = value(key).term;
  if (!term) bug(key, "is no term");
  return *term;
}

Duration Policy::duration(std::string_view key) const {
  return length(term(key));
}

int Policy::working_days(std::string_view key) const {
  return static_cast<int>(term(key).amount);
}

Instant Policy::due(std::string_view key, Instant from) const {
  return due(term(key), from);
}

Instant Policy::due(const Term& term, Instant from) const {
  if (term.unit == Unit::working_days) return calendar_.add_working_days(from, static_cast<int>(term.amount));
  if (term.unit == Unit::working_hours) return calendar_.add_working_time(from, length(term));
  return from + length(term);
}

std::int64_t Policy::number(std::string_view key) const {
  const auto& number = value(key).number;
  if (!number) bug(key, "is no number");
  return *number;
}

bool Policy::flag(std::string_view key) const {
  const auto& flag = value(key).flag;
  if (!flag) bug(key, "is no flag");
  return *flag;
}

const std::string& Policy::text(std::string_view key) const {
  const auto& text = value(key).text;
  if (!text) bug(key, "is no text");
  return *text;
}

std::string Policy::named(std::string_view key) const {
  const std::string& said = text(key);
  return said == "none" ? "" : said;
}

const std::vector<std::string>& Policy::list(std::string_view key) const {
  const auto& list = value(key).list;
  if (!list) bug(key, "is no list");
  return *list;
}

const Ground* Policy::find_ground(std::string_view code) const {
  for (const Ground& ground : grounds_)
    if (ground.code == code) return &ground;
  return nullptr;
}

const Ground& Policy::ground(std::string_view code) const {
  const Ground* found = find_ground(code);
  if (!found) bug(code, "is no ground");
  return *found;
}

bool Policy::is_never_block(std::string_view host) const {
  if (host.ends_with('.')) host.remove_suffix(1);
  for (const std::string& domain : never_block()) {
    if (host == domain) return true;
    if (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.')
      return true;
  }
  return false;
}

}  // namespace muster::policy
