// SQL of dealers, their places and people. Inside of the room.
#pragma once

#include <store/database.h>

#include <vector>

#include <dealers/dealer.h>

namespace muster::dealers {

std::optional<Dealer> find_dealer(store::Transaction& tx, const std::string& id);
// The dealer first, then those whose contract it sells under, at most kChainMax. Empty: no such dealer.
std::vector<Dealer> chain_of(store::Transaction& tx, const std::string& id);
void insert(store::Transaction& tx, const Dealer& dealer);
// Writes all that may change. False: it is at another version.
bool change(store::Transaction& tx, const Dealer& dealer);
// `state` and `parent`: "" for any; by id, after `after`.
std::vector<Dealer> list_dealers(store::Transaction& tx, const std::string& state, const std::string& parent,
                                 const std::string& after, int limit);

// All that it ever registered.
std::int64_t registrations_of(store::Transaction& tx, const std::string& dealer_id);
// Those that serve and wait to be verified, `most` of them counted at most.
std::int64_t registrations_waiting(store::Transaction& tx, const std::string& dealer_id, std::int64_t most);
std::int64_t accepted_on(store::Transaction& tx, const std::string& dealer_id, const std::string& day);
void add_accepted(store::Transaction& tx, const std::string& dealer_id, const std::string& day, std::int64_t count,
                  std::int64_t quota);

void insert(store::Transaction& tx, const Place& place);
std::optional<Place> find_place(store::Transaction& tx, const std::string& dealer_id, const std::string& code);
std::vector<Place> places_of(store::Transaction& tx, const std::string& dealer_id, const std::string& after, int limit);

void insert(store::Transaction& tx, const Worker& worker);
std::optional<Worker> find_worker(store::Transaction& tx, const std::string& dealer_id, const std::string& person_id);
bool end_worker(store::Transaction& tx, const std::string& id, Instant now);
std::vector<Worker> workers_of(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                               int limit);

}  // namespace muster::dealers
