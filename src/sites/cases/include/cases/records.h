// Reading the records of cases inside of another room's transaction: for the emitter of feeds, which checks everything
// again, and for the invariants of `muster ledger verify`.
#pragma once

#include <cases/case.h>
#include <cases/rules.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::cases {

std::optional<Case> select_case(store::Transaction& tx, const std::string& id_or_number);
std::vector<Element> select_elements(store::Transaction& tx, const std::string& case_id);
std::optional<Decision> select_decision(store::Transaction& tx, const std::string& id);
// The third person's, where a name of the never-block list is touched (capacity "third"); and all that there are.
std::optional<DecisionSignature> select_third_signature(store::Transaction& tx, const std::string& decision_id);
std::vector<DecisionSignature> select_all_signatures(store::Transaction& tx, const std::string& decision_id);
std::vector<DecisionSignature> select_signatures(store::Transaction& tx, const std::string& decision_id);
std::optional<Order> select_order(store::Transaction& tx, const std::string& id_or_number);
// What the order put into the network feed.
std::vector<NetworkName> select_network_names(store::Transaction& tx, const std::string& order_id);
// Why this person is no fair judge of the case: a conflict that was declared, or that follows from what the person did
// before (registered the filing, took the report). Delegated roles inherit both.
std::vector<Hindrance> conflicts_of(store::Transaction& tx, const Case& about, const std::string& person_id,
                                    const std::vector<std::string>& delegators, Instant now);
// What a case has come to, for whoever it began with. open: nobody knows yet.
enum class Outcome { open, violation, none, reversed };
Outcome outcome_of(store::Transaction& tx, const std::string& case_id);
// When nothing of an ended order was left anywhere; nothing while that is not known.
std::optional<Instant> restored_at(store::Transaction& tx, const Order& order);
// Appeals against one order, newest first.
std::vector<Appeal> select_appeals_of_order(store::Transaction& tx, const std::string& order_id);

}  // namespace muster::cases
