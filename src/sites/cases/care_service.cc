// What people are spared: how much content a person uncovers on a day, over all queues alike, and who is shown a
// picture.
#include "desk_store.h"
#include "flow.h"
#include <policy/policy.h>
#include <testing/seals.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr Duration kViewsKept = std::chrono::hours(24 * 7);

Error sealed() {
  return refused("picture_sealed", "What is under this name may show a minor. Nobody is shown a picture of it.");
}

bool on_sealed_ground(const std::string& ground) {
  const GroundRule* rule = find_ground(ground);
  return rule && rule->sealed;
}

// The ground on which this person may look. Errors: picture_sealed, claim_needed.
Result<std::string> ground_to_look_on(Flow& flow, const Sight& of) {
  if (on_sealed_ground(of.ground) || testing::sealed_tests_of(flow.tx, of.host) > 0) return sealed();
  const auto about = select_cases_about(flow.tx, of.host, of.registrable);
  if (std::any_of(about.begin(), about.end(), [](const Case& c) { return on_sealed_ground(c.ground); }))
    return sealed();
  std::string waiting;
  for (const Case& c : about) {
    if (c.step.empty()) continue;
    const auto claim = select_claim(flow.tx, c.id, flow.now);
    if (claim && claim->person_id == flow.actor) return c.ground;
    waiting = c.number;
  }
  if (waiting.empty()) return of.ground;
  return refused("claim_needed",
                 fmt::format("A picture is shown to whoever works on case {} alone. Take the case first.", waiting));
}

}  // namespace

Result<Exposure> Desk::count_view(Flow& flow) const {
  MUSTER_TRY([[maybe_unused]] const SignerFacts who, flow.facts());
  const std::string today = to_day(flow.now);
  Exposure e{select_views(flow.tx, flow.actor, today), policy_.number("care.views_per_day")};
  if (e.views >= e.views_max)
    return conflict("exposure_cap",
                    fmt::format("You have uncovered content {} times today. That is enough for one day; hand the case "
                                "over, or go on tomorrow.",
                                e.views));
  add_view(flow.tx, flow.actor, today);
  forget_views(flow.tx, to_day(flow.now - kViewsKept));
  ++e.views;
  return e;
}

Result<Exposure> Desk::uncover(const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Exposure> {
    Flow flow(cases_, tx, person);
    return count_view(flow);
  });
}

Result<Exposure> Desk::look(const Sight& of, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Exposure> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY(const std::string ground, ground_to_look_on(flow, of));
    const auto out = select_opted_out(tx, person);
    if (std::find(out.begin(), out.end(), ground) != out.end())
      return refused("ground_opted_out",
                     "You asked to be spared pictures on this ground. Hand the case over, or change it under \"For "
                     "me\" first.");
    return count_view(flow);
  });
}

Result<Exposure> Desk::exposure(const std::string& person) const {
  const std::string today = to_day(recorder_.clock().now());
  return database_.read([&](Transaction& tx) -> Result<Exposure> {
    return Exposure{select_views(tx, person, today), policy_.number("care.views_per_day")};
  });
}

}  // namespace muster::cases
