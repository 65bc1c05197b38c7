#include <base/words.h>
#include <identifiers/line.h>
#include <lines/rules.h>

#include <algorithm>
#include <array>

#include <things/rules.h>

namespace muster::things {
namespace {

using S = State;
using E = Event;

constexpr Transition kTable[] = {
    {S::bound, E::seen_elsewhere, S::mismatched},
    {S::bound, E::change_device, S::ended},
    {S::bound, E::unbind, S::ended},
    {S::bound, E::line_ended, S::ended},
    {S::mismatched, E::seen_right, S::bound},
    {S::mismatched, E::explain, S::bound},
    {S::mismatched, E::change_device, S::ended},
    {S::mismatched, E::unbind, S::ended},
    {S::mismatched, E::line_ended, S::ended},
};

constexpr std::array<const char*, kDeviceKindCount> kDeviceKinds{"imei", "eid"};
constexpr std::array<const char*, kStateCount> kStates{"bound", "mismatched", "ended"};
constexpr std::array<const char*, kEventCount> kEvents{"seen_elsewhere", "seen_right", "explain",
                                                       "change_device",  "unbind",     "line_ended"};
constexpr std::string_view kServices[] = {"data", "sms", "voice"};

}  // namespace

const char* to_text(DeviceKind kind) {
  return kDeviceKinds[static_cast<std::size_t>(kind)];
}
std::optional<DeviceKind> device_kind(std::string_view text) {
  return find_word<DeviceKind>(kDeviceKinds, text);
}
const char* to_text(State state) {
  return kStates[static_cast<std::size_t>(state)];
}
std::optional<State> state(std::string_view text) {
  return find_word<State>(kStates, text);
}
const char* to_text(Event event) {
  return kEvents[static_cast<std::size_t>(event)];
}
std::optional<Event> event(std::string_view text) {
  return find_word<Event>(kEvents, text);
}

std::span<const Transition> transitions() {
  return kTable;
}
const Transition* find_transition(State from, Event event) {
  for (const Transition& t : kTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

Result<Device> check_device(const Device& device) {
  auto number =
      device.kind == DeviceKind::imei ? identifiers::check_imei(device.number) : identifiers::check_eid(device.number);
  if (!number.ok()) {
    Error error = number.error();
    error.field = "device";
    return error;
  }
  return Device{device.kind, std::move(*number)};
}

std::vector<Error> check(NewThing& thing, const policy::Policy& policy) {
  std::vector<Error> faults;
  if (auto device = check_device(thing.device); device.ok())
    thing.device = std::move(*device);
  else
    faults.push_back(device.error());
  const auto& scenarios = policy.list("iot.scenarios");
  if (std::find(scenarios.begin(), scenarios.end(), thing.scenario) == scenarios.end())
    faults.push_back(invalid("scenario_unknown", "This use is not one that the policy names.", "scenario"));
  std::sort(thing.services.begin(), thing.services.end());
  thing.services.erase(std::unique(thing.services.begin(), thing.services.end()), thing.services.end());
  if (thing.services.empty())
    faults.push_back(invalid("services_missing", "Say which services the line has.", "services"));
  for (const std::string& service : thing.services)
    if (std::find(std::begin(kServices), std::end(kServices), service) == std::end(kServices))
      faults.push_back(invalid("service_unknown", "Services are data, sms and voice.", "services"));
  const bool speaks = std::any_of(thing.services.begin(), thing.services.end(),
                                  [](const std::string& s) { return s == "sms" || s == "voice"; });
  if (speaks && !policy.flag("iot.person_to_person"))
    faults.push_back(refused("thing_person_to_person",
                             "Lines of things carry data alone here: people don't call or write by them.", "services"));
  if (!lines::is_code(thing.evidence_ref))
    faults.push_back(
        invalid("evidence_missing", "Give the number of the contract or of the delivery note.", "evidence_ref"));
  return faults;
}

}  // namespace muster::things
