// SQL of the register. Inside of the room.
#pragma once

#include <billing/register.h>

namespace muster::billing {

void insert_service(store::Transaction& tx, const BillingService& service);
void insert_price(store::Transaction& tx, const Price& price);
// Writes what may change, where the row has `version` - 1 still; false: it has not.
bool update_service(store::Transaction& tx, const BillingService& service);
void decide_price(store::Transaction& tx, const Price& price);
std::optional<BillingService> find_service(store::Transaction& tx, const std::string& id, Instant now);
std::optional<BillingService> find_service_by_code(store::Transaction& tx, const std::string& code, Instant now);
std::vector<BillingService> select_services(store::Transaction& tx, const ServiceFilter& filter, Instant now);
std::vector<std::string> ids_of_import(store::Transaction& tx, const std::string& import_id);
std::vector<Price> select_prices(store::Transaction& tx, const std::string& service_id);  // oldest first
// The party that is meant by an id, a licence number or a name; "" none or several.
std::string find_partner(store::Transaction& tx, const std::string& word);
std::vector<TariffService> select_tariff(store::Transaction& tx);

}  // namespace muster::billing
