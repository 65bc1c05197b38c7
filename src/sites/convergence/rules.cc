#include <algorithm>

#include <convergence/rules.h>

namespace muster::convergence {
namespace {

enum class Says { nothing, as_wanted, otherwise, maybe };

Says says(bool blocked, Seen seen, Seen reference) {
  switch (seen) {
    case Seen::silent:
      return Says::nothing;
    case Seen::open:
      return blocked ? Says::otherwise : Says::as_wanted;
    case Seen::blocked:
      return blocked ? Says::as_wanted : Says::otherwise;
    case Seen::no_name:
      break;
  }
  if (blocked) return Says::as_wanted;
  if (reference == Seen::open) return Says::otherwise;
  return reference == Seen::silent ? Says::maybe : Says::as_wanted;
}

}  // namespace

Judged judge(const Probe& probe, Seen seen, Seen reference, Instant now) {
  const Says said = says(probe.blocked, seen, reference);
  if (said == Says::as_wanted) return {"agreed", probe.state != "agreed", kAgreedAgain};
  if (said == Says::maybe) return {"undecided", false, kAgreedAgain};
  // A resolver that says nothing doesn't say otherwise: it is late, and what was known of it stays.
  const bool late = now - probe.changed_at >= kGrace;
  const bool drifts = said == Says::otherwise ? late : probe.state == "drift";
  const std::string state = drifts ? "drift" : "waiting";
  const Duration again = std::chrono::milliseconds(500) * (1 << std::min(probe.asked, 10));
  return {state, false, std::min<Duration>(again, kAskedAtMost)};
}

}  // namespace muster::convergence
