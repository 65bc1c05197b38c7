#include <testing/suspicion.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

struct Step {
  const char* from;
  SuspicionEvent event;
  const char* to;
};
constexpr Step kSteps[] = {
    {"clue", SuspicionEvent::deduplicate, "deduplicated"},
    {"deduplicated", SuspicionEvent::test, "tested"},
    {"tested", SuspicionEvent::seal, "evidence_sealed"},
    {"evidence_sealed", SuspicionEvent::screen, "screened_by_human"},
    {"screened_by_human", SuspicionEvent::refer, "referred"},
    {"clue", SuspicionEvent::dismiss, "dismissed"},
    {"deduplicated", SuspicionEvent::dismiss, "dismissed"},
    {"tested", SuspicionEvent::dismiss, "dismissed"},
    {"evidence_sealed", SuspicionEvent::dismiss, "dismissed"},
    {"screened_by_human", SuspicionEvent::dismiss, "dismissed"},
};

constexpr std::pair<SuspicionEvent, const char*> kNames[] = {
    {SuspicionEvent::deduplicate, "deduplicate"},
    {SuspicionEvent::test, "test"},
    {SuspicionEvent::seal, "seal"},
    {SuspicionEvent::screen, "screen"},
    {SuspicionEvent::refer, "refer"},
    {SuspicionEvent::dismiss, "dismiss"},
};

}  // namespace

std::optional<SuspicionEvent> suspicion_event(std::string_view text) {
  for (const auto& [event, name] : kNames)
    if (text == name) return event;
  return {};
}

const char* to_text(SuspicionEvent event) {
  for (const auto& [each, name] : kNames)
    if (each == event) return name;
  return "";
}

bool needs_person(SuspicionEvent event) {
  return event == SuspicionEvent::screen || event == SuspicionEvent::refer || event == SuspicionEvent::dismiss;
}

std::vector<std::string> possible_events(std::string_view state) {
  std::vector<std::string> out;
  for (const Step& step : kSteps)
    if (state == step.from) out.emplace_back(to_text(step.event));
  return out;
}

Result<std::string> next_state(std::string_view state, SuspicionEvent event) {
  for (const Step& step : kSteps)
    if (state == step.from && event == step.event) return std::string(step.to);
  const auto possible = possible_events(state);
  return conflict("suspicion_state",
                  possible.empty() ? fmt::format("This suspicion is closed ({}).", state)
                                   : fmt::format("A suspicion that is {} can't be followed by {}; possible: {}.", state,
                                                 to_text(event), fmt::join(possible, ", ")),
                  "event");
}

}  // namespace muster::testing
