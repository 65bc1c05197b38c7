// What both forms ask of items. Inside of the room.
#pragma once

#include <queue/queue.h>

namespace muster::queue {

inline constexpr const char* kGaveUp = "queue_gave_up";
inline constexpr const char* kGaveUpSentence =
    "Each worker that took this ended before it was done, again and again; it was set aside.";

Result<void> check(const Options& options);
Result<void> check(std::span<const Item> items);

}  // namespace muster::queue
