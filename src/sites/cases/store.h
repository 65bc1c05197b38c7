// SQL of cases, decisions, orders and appeals. Inside of the room.
#pragma once

#include <cases/case.h>
#include <cases/records.h>
#include <cases/service.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::cases {

// C-2026-000001: the next number of a kind in the year of `at`.
std::string next_number(store::Transaction& tx, const char* kind, Instant at);

Case case_of(const store::Row& row);  // of all columns of case_file
void insert_case(store::Transaction& tx, const Case& c);
// False: the version is another one by now.
bool update_case_state(store::Transaction& tx, const Case& c, const std::string& state, Instant at,
                       std::optional<Instant> due);
void insert_element(store::Transaction& tx, const std::string& case_id, const Element& e);
std::vector<Case> select_cases(store::Transaction& tx, const CaseFilter& filter, const std::string& after, int limit);

// --- who works on a case. A claim that is over counts as none.
struct Claim {
  std::string case_id, step, person_id;
  Instant claimed_at, until;
  std::string handed_by, note;
};
std::optional<Claim> select_claim(store::Transaction& tx, const std::string& case_id, Instant now);
std::int64_t count_claims(store::Transaction& tx, const std::string& person_id, Instant now);
// False: somebody else's stands.
bool put_claim(store::Transaction& tx, const Claim& claim);
bool delete_claim(store::Transaction& tx, const std::string& case_id);

// Bodies to which this one lends its confirmers now.
std::vector<std::string> select_lent_to(store::Transaction& tx, const std::string& party_id, Instant now);

void insert_decision(store::Transaction& tx, const Decision& d);
std::vector<Decision> select_decisions(store::Transaction& tx, const std::string& case_id);  // newest first
bool update_decision_state(store::Transaction& tx, const Decision& d, const std::string& state);
void insert_signature(store::Transaction& tx, const DecisionSignature& s);
void insert_third_signature(store::Transaction& tx, const DecisionSignature& s);
// Whether an order of this decision stands.
bool has_standing_order(store::Transaction& tx, const std::string& decision_id);
// Persons of the party that hold the role at `now`, with an enrolled key, in order of id.
std::vector<std::string> select_possible_signers(store::Transaction& tx, const std::string& party_id,
                                                 const std::string& role, Instant now, int limit);

void insert_received_order(store::Transaction& tx, const ReceivedOrder& r);
std::optional<ReceivedOrder> select_received_order(store::Transaction& tx, const std::string& id);
bool update_received_order(store::Transaction& tx, const ReceivedOrder& r, const std::string& state,
                           const std::string& checked_by, Instant at);
std::vector<ReceivedOrder> select_received_orders(store::Transaction& tx, const std::string& state,
                                                  const std::string& after, int limit);

void insert_order(store::Transaction& tx, const Order& o);
void insert_network_entry(store::Transaction& tx, const std::string& order_id, const NetworkName& name, Instant at);
std::vector<Order> select_orders_of_case(store::Transaction& tx, const std::string& case_id);  // newest first
std::vector<Order> select_orders(store::Transaction& tx, const OrderFilter& filter, const std::string& after,
                                 int limit);
bool update_order_state(store::Transaction& tx, const Order& o, const std::string& state, const std::string& reason,
                        Instant at);
std::vector<Order> select_orders_due(store::Transaction& tx, Instant now, int limit);  // past their term

void insert_appeal(store::Transaction& tx, const Appeal& a, const std::string& receipt_sha256);
void insert_appeal_referral(store::Transaction& tx, const std::string& appeal_id, const std::string& party_id,
                            const std::string& person, Instant at);
std::optional<Appeal> select_appeal(store::Transaction& tx, const std::string& id_or_number);
std::optional<Appeal> select_appeal_by_receipt(store::Transaction& tx, const std::string& receipt_sha256);
std::optional<Appeal> select_open_appeal(store::Transaction& tx, const std::string& order_id);
std::vector<Appeal> select_appeals_of_case(store::Transaction& tx, const std::string& case_id);
std::vector<Appeal> select_appeals(store::Transaction& tx, const std::string& state, const std::string& after,
                                   int limit);
std::vector<Appeal> select_appeals_due(store::Transaction& tx, Instant now, int limit);  // open and late
// Writes state, acknowledged_at, stayed_at, heard_by, decided_at and reasons of `a`; false: another version by now.
bool update_appeal(store::Transaction& tx, const Appeal& a);

}  // namespace muster::cases
