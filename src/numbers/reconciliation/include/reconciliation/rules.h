// What makes two registers differ. Pure functions.
#pragma once

#include <lines/line.h>

#include <reconciliation/difference.h>

namespace muster::reconciliation {

// Our side of a line.
struct Ours {
  lines::State state = lines::State::available;
  bool verified = false;
};
Serving service_of(lines::State state);

// nullopt: they agree. `theirs`: nullptr where they don't have the number. A number that is registered and not yet in
// service agrees with any of their answers about service. The network knows no holders: what it says of them counts for
// nothing.
std::optional<Difference> compare(Source source, const Ours& ours, const Theirs* theirs);

// Words of their files, without regard to case. Service: serves, active, in_service, 1, yes · barred, suspended,
// one_way_barred · ended, closed, none, disconnected, deregistered, 0, no. Verified: yes, true, 1, verified · no,
// false, 0, unverified. Empty: unsaid. nullopt: no such word.
std::optional<Serving> service_word(std::string_view text);
std::optional<Verified> verified_word(std::string_view text);

}  // namespace muster::reconciliation
