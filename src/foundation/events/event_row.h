// An event as the database has it. Inside of events.
#pragma once

#include <events/event.h>

namespace muster::events {

// Of the columns id, kind, version, at, actor, record_kind, record_id and body.
Event event_of(const store::Row& row);

}  // namespace muster::events
