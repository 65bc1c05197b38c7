// What an answer says of one name at one resolver, and when it is asked for again. Pure.
#pragma once

#include <base/time.h>

#include <string>

#include <convergence/question.h>

namespace muster::convergence {

inline constexpr Duration kGrace = std::chrono::seconds(60);  // a resolver that answers otherwise for longer drifts
inline constexpr Duration kAgreedAgain = std::chrono::minutes(10);
inline constexpr Duration kAskedAtMost = std::chrono::minutes(5);  // between two questions for what isn't agreed

// States: waiting → agreed | drift | undecided; from any of them back, as answers come. Undecided: it says that there
// is no such name, which may be true.
struct Probe {
  bool blocked = true;  // what the zone says: held back, else open
  std::string state = "waiting";
  Instant changed_at;  // when the zone came to say so
  int asked = 0;
};
struct Judged {
  std::string state;
  bool agreed_now = false;  // for the first time since the change
  Duration again{};
};
// `reference`: what a resolver without the zone says of the name; silent where none was asked.
Judged judge(const Probe& probe, Seen seen, Seen reference, Instant now);

}  // namespace muster::convergence
