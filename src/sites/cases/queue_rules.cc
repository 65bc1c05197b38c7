#include <cases/rules.h>

#include <functional>

namespace muster::cases {
namespace {

constexpr std::string_view kSteps[] = {"screen", "decide", "confirm", "execute", "verify", "hear", "restore"};

struct Waits {
  std::string_view state, step;
};
constexpr Waits kWaits[] = {
    {"opened", "screen"},   {"evidence_sealed", "screen"}, {"screened", "screen"}, {"referred", "decide"},
    {"varied", "decide"},   {"decided", "confirm"},        {"ordered", "execute"}, {"upheld", "execute"},
    {"executed", "verify"}, {"appealed", "hear"},          {"stayed", "hear"},     {"reversed", "restore"},
    {"lapsed", "restore"},
};

struct Takes {
  std::string_view step, role;
};
constexpr Takes kTakes[] = {
    {"screen", "examiner"},
    {"decide", "decider"},
    {"decide", "security_decider"},
    {"confirm", "confirmer"},
    {"confirm", "security_confirmer"},
    {"execute", "operator"},
    {"verify", "examiner"},
    {"verify", "operator"},
    {"hear", "appeal_officer"},
    {"restore", "operator"},
    {"restore", "examiner"},
};

constexpr std::string_view kApart[] = {"screen", "decide", "confirm", "hear"};  // four persons

}  // namespace

std::span<const std::string_view> steps() {
  return kSteps;
}

std::string_view step_of(std::string_view state) {
  for (const Waits& w : kWaits)
    if (w.state == state) return w.step;
  return "";
}

std::vector<std::string_view> roles_for(std::string_view step) {
  std::vector<std::string_view> roles;
  for (const Takes& t : kTakes)
    if (t.step == step) roles.push_back(t.role);
  return roles;
}

// A matching of steps with persons, by augmenting paths.
std::vector<std::string> steps_without_person(const std::vector<std::vector<std::string>>& people) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> step_of_person(people.size(), kNone);
  const auto can = [&](std::size_t person, std::size_t step) {
    for (const std::string& s : people[person])
      if (s == kApart[step]) return true;
    return false;
  };
  std::vector<char> seen;
  const std::function<bool(std::size_t)> place = [&](std::size_t step) {
    for (std::size_t p = 0; p < people.size(); ++p) {
      if (seen[p] || !can(p, step)) continue;
      seen[p] = 1;
      if (step_of_person[p] == kNone || place(step_of_person[p])) {
        step_of_person[p] = step;
        return true;
      }
    }
    return false;
  };
  std::vector<std::string> missing;
  for (std::size_t step = 0; step < std::size(kApart); ++step) {
    seen.assign(people.size(), 0);
    if (!place(step)) missing.emplace_back(kApart[step]);
  }
  return missing;
}

}  // namespace muster::cases
