// SQL of when charge flows are walked. Inside of the room.
#pragma once

#include <billing/register.h>

namespace muster::billing {

// A service that is active and described is walked, at the latest then; no other is.
void plan_walk(store::Transaction& tx, const BillingService& service, Instant at);
// What a walk came to (clean, findings, broken), and when the next one is due.
void note_walk(store::Transaction& tx, const std::string& service_id, const std::string& outcome, Instant at,
               Instant due);
// Services whose flows are due, the longest due first, set aside until then for whoever took them.
std::vector<std::string> take_due_flows(store::Transaction& tx, Instant now, Instant until, int limit);

}  // namespace muster::billing
