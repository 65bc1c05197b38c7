// What is true of bindings without asking anybody. Pure and thread-safe; no error repeats what was sent.
#pragma once

#include <base/result.h>
#include <policy/policy.h>

#include <span>
#include <vector>

#include <things/thing.h>

namespace muster::things {

struct Transition {
  State from;
  Event event;
  State to;
};
std::span<const Transition> transitions();
const Transition* find_transition(State from, Event event);

// In its one written form. Errors: imei_* and eid_* as identifiers/line.h says, with the field "device".
Result<Device> check_device(const Device& device);

// What is wrong with a binding whatever the line, all at once. Errors: those of check_device, scenario_unknown,
// service_unknown, services_missing, thing_person_to_person (a service by which a person calls or writes to a person,
// where the regime keeps that from lines of things), evidence_missing.
std::vector<Error> check(NewThing& thing, const policy::Policy& policy);

}  // namespace muster::things
