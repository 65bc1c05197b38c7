// SQL of subscriptions and their notifications. Not a public header.
#pragma once

#include <store/database.h>

#include <vector>

#include <camara/subscription.h>

namespace muster::camara {

void insert(store::Transaction& tx, const Subscription& subscription);
std::optional<Subscription> find_subscription(store::Transaction& tx, const std::string& id);  // in any state
// Those in force, by id: of a client, and of these on a line alone where one is given.
std::vector<Subscription> active_of_client(store::Transaction& tx, const std::string& client_id,
                                           const std::string& line_id);
std::int64_t count_active(store::Transaction& tx, const std::string& client_id);
bool is_subscribed(store::Transaction& tx, const Subscription& like);  // the same client, line and sink
std::vector<Subscription> active_of_line(store::Transaction& tx, const std::string& line_id);
bool any_active(store::Transaction& tx);
// Whose time has come, and whose line or client is another one now.
std::vector<Subscription> over_at(store::Transaction& tx, Instant now, int limit);
std::vector<Subscription> left_behind(store::Transaction& tx, int limit);
// State, counts and end of a subscription that is in force.
void update(store::Transaction& tx, const Subscription& subscription);

void insert(store::Transaction& tx, const Notice& notice, Instant due_at);
// Due ones with nothing due before them in their subscription, oldest first.
std::vector<Notice> due_notices(store::Transaction& tx, Instant now, int limit);
// Takes one for an attempt until `again_at`; no: somebody else has it.
bool take(store::Transaction& tx, const Notice& notice, Instant now, Instant again_at);
void put_off(store::Transaction& tx, const std::string& id, Instant due_at);
void finish(store::Transaction& tx, const std::string& id, bool delivered, Instant now);
void give_up_all(store::Transaction& tx, const std::string& subscription_id, Instant now);
std::int64_t sweep_notices(store::Transaction& tx, Instant before, int limit);

}  // namespace muster::camara
