// Errors that several operations of the room give. Inside of the room.
#pragma once

#include <base/result.h>

#include <algorithm>

namespace muster::dealers {

inline Error unknown_dealer() {
  return not_found("dealer_unknown", "There is no such dealer.");
}
inline Error unknown_device() {
  return not_found("device_unknown", "There is no such device.");
}
inline Error unknown_worker() {
  return not_found("worker_unknown", "This person does not work for this dealer.");
}
inline Error changed_meanwhile() {
  return {Failure::stale, "stale_version", "The record changed meanwhile; look again.", {}};
}
inline Error reason_missing() {
  return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
}
// One more than a page holds tells whether there is another page.
inline int page_limit(int limit) {
  return std::clamp(limit, 1, 501);
}

}  // namespace muster::dealers
