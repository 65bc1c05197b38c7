// SQL of statements. Inside of the room.
#pragma once

#include <store/database.h>

#include <statements/service.h>

namespace muster::statements {

bool insert_statement(store::Transaction& tx, const Statement& s, const std::string& secret_sha256);  // false: is there
std::optional<Statement> select_statement(store::Transaction& tx, const std::string& id_or_number);
std::optional<Statement> select_statement_of_order(store::Transaction& tx, const std::string& order_id);
std::optional<Statement> select_statement_by_secret(store::Transaction& tx, const std::string& secret_sha256);
std::vector<Statement> select_statements(store::Transaction& tx, const Filter& filter, const std::string& after,
                                         int limit);
bool update_statement_state(store::Transaction& tx, const Statement& s, const std::string& state, Instant at);

void insert_delivery(store::Transaction& tx, const std::string& statement_id, const Delivery& d);
struct FoundDelivery {
  std::string statement_id;
  Delivery delivery;
};
std::optional<FoundDelivery> select_delivery_of_notice(store::Transaction& tx, const std::string& notice_id);
void update_delivery(store::Transaction& tx, const FoundDelivery& found, const std::string& state,
                     const std::string& code, Instant at);
std::vector<Delivery> select_deliveries(store::Transaction& tx, const std::string& statement_id);

// What other rooms know of an order.
std::string select_decision_notice(store::Transaction& tx, const std::string& case_id, Instant since);  // "": none
std::string select_site_language(store::Transaction& tx, const std::string& site_id);                   // as filed
bool select_trusted_report(store::Transaction& tx, const std::string& report_id);

}  // namespace muster::statements
