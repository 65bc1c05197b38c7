#include <camara/rules.h>

namespace muster::camara {
namespace {

constexpr const char* kActive = "active";
constexpr const char* kSuspended = "suspended";

bool covers(const Held& held, std::string_view day) {
  return to_day(held.from) <= day && (!held.until || day < to_day(*held.until));
}

}  // namespace

std::variant<std::int64_t, Problem> identify(Identifying how, std::int64_t of_token, std::int64_t of_body) {
  if (how == Identifying::by_token) {
    if (of_token == 0) return problem(Fault::not_by_network);
    return of_token;
  }
  if (of_token == 0 && of_body == 0) return problem(Fault::missing_identifier);
  if (of_token == 0 || of_body == 0) return of_token + of_body;
  if (how == Identifying::exclusive) return problem(Fault::unnecessary_identifier);
  if (of_token != of_body) return problem(Fault::token_context);
  return of_token;
}

bool held_since(std::span<const Held> oldest_first, std::string_view day) {
  if (oldest_first.empty() || oldest_first.back().until) return false;
  std::size_t first = oldest_first.size() - 1;
  while (first > 0 && oldest_first[first - 1].person == oldest_first.back().person &&
         oldest_first[first - 1].until == oldest_first[first].from)
    --first;
  return to_day(oldest_first[first].from) <= day;
}

bool recycled_since(std::span<const Held> oldest_first, std::string_view day) {
  if (oldest_first.empty() || oldest_first.back().until) return true;
  const std::string& now = oldest_first.back().person;
  bool held_that_day = false;
  for (const Held& held : oldest_first) {
    if (held.person == now) {
      held_that_day = held_that_day || covers(held, day);
    } else if (!held.until || to_day(*held.until) > day) {
      return true;  // somebody else held it on that day or after it
    }
  }
  return !held_that_day;
}

std::optional<Instant> latest_sim_change(std::span<const lines::SimInterval> sims, Instant holder_since) {
  if (sims.empty()) return std::nullopt;
  Instant latest = holder_since;
  for (const lines::SimInterval& sim : sims) latest = std::max(latest, sim.from);
  return latest;
}

ServiceStatus service_status(lines::State state, bool throttled) {
  switch (state) {
    case lines::State::active:
    case lines::State::warned:
      return {kActive, kActive, throttled ? "throttled" : kActive};
    case lines::State::one_way_barred:
      return {kActive, kSuspended, kSuspended};
    default:
      return {kSuspended, kSuspended, kSuspended};
  }
}

}  // namespace muster::camara
