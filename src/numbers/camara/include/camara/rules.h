// What the interfaces answer about a line, from what the register says of it. Pure and thread-safe. Days are UTC, as
// everywhere in the register.
#pragma once

#include <base/time.h>
#include <lines/line.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <camara/problem.h>

namespace muster::camara {

// How a definition lets a client name the line.
enum class Identifying {
  exclusive,  // the token's or the body's, never both: UNNECESSARY_IDENTIFIER
  matching,   // both, where they are the same: INVALID_TOKEN_CONTEXT
  by_token,   // the token's alone, authenticated by network or SIM
};
// The number that is asked about; 0 stands for none on both sides.
std::variant<std::int64_t, Problem> identify(Identifying how, std::int64_t of_token, std::int64_t of_body);

// A time in which one person held the line; two records of one person are one.
struct Held {
  std::string person;
  Instant from;
  std::optional<Instant> until;
};
// kyc-tenure: whether who holds the line now has held it since `day` (YYYY-MM-DD) without a break. `oldest_first` ends
// with the open interval.
bool held_since(std::span<const Held> oldest_first, std::string_view day);
// number-recycling: whether the line's person has changed since `day`; true also where nobody held it on that day, and
// false on the day on which the person of now began.
bool recycled_since(std::span<const Held> oldest_first, std::string_view day);

// sim-swap: when the SIM of now came into the line, or the holder of now, for whom it is new; nothing: no SIM.
std::optional<Instant> latest_sim_change(std::span<const lines::SimInterval> sims, Instant holder_since);

// subscription-status: a one-way bar receives and does not originate; data are originated.
struct ServiceStatus {
  const char* voice_sms_in;
  const char* voice_sms_out;
  const char* data;
};
ServiceStatus service_status(lines::State state, bool throttled);

}  // namespace muster::camara
