#include <bundles/bundle_rules.h>
#include <fmt/format.h>

namespace muster::bundles {
namespace {

struct BundleStep {
  const char* from;
  BundleEvent event;
  const char* to;
};
constexpr BundleStep kBundleSteps[] = {
    {"loaded", BundleEvent::propose, "proposed"}, {"proposed", BundleEvent::shadow, "shadow"},
    {"shadow", BundleEvent::enable, "enabled"},   {"loaded", BundleEvent::retire, "retired"},
    {"proposed", BundleEvent::retire, "retired"}, {"shadow", BundleEvent::retire, "retired"},
    {"enabled", BundleEvent::retire, "retired"},
};

constexpr std::pair<BundleEvent, const char*> kBundleEvents[] = {{BundleEvent::propose, "propose"},
                                                                 {BundleEvent::shadow, "shadow"},
                                                                 {BundleEvent::enable, "enable"},
                                                                 {BundleEvent::retire, "retire"}};

}  // namespace

std::optional<BundleEvent> bundle_event(std::string_view text) {
  for (const auto& [event, name] : kBundleEvents)
    if (text == name) return event;
  return {};
}

const char* to_text(BundleEvent event) {
  for (const auto& [each, name] : kBundleEvents)
    if (each == event) return name;
  return "";
}

std::vector<std::string> possible_events(std::string_view state) {
  std::vector<std::string> out;
  for (const BundleStep& step : kBundleSteps)
    if (state == step.from) out.emplace_back(to_text(step.event));
  return out;
}

Result<std::string> next_state(std::string_view state, BundleEvent event) {
  for (const BundleStep& step : kBundleSteps)
    if (state == step.from && event == step.event) return std::string(step.to);
  const auto possible = possible_events(state);
  return conflict("bundle_state",
                  possible.empty() ? "This bundle is retired; load it anew to use it again."
                                   : fmt::format("A bundle that is {} can't be followed by {}; possible: {}.", state,
                                                 to_text(event), fmt::join(possible, ", ")),
                  "event");
}

std::vector<Error> why_not_enable(const EnableFacts& facts) {
  std::vector<Error> out;
  if (facts.person.empty() || facts.person == facts.proposed_by)
    out.push_back(refused("two_persons_needed",
                          "This takes two different persons: the one who proposed the bundle can't enable it."));
  if (!facts.rerun_finished)
    out.push_back(refused("bundle_not_rerun",
                          "A bundle counts only after it ran over what was tested before. Run it over the history."));
  return out;
}

}  // namespace muster::bundles
