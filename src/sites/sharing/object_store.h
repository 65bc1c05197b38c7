// SQL of what is told. Inside of the room.
#pragma once

#include <store/database.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sharing/publisher.h>

namespace muster::sharing {

// Of order and decision; without names and turn.
SharedOrder select_shared_order(store::Transaction& tx, const std::string& order_id);

struct ToldOrder {
  int turn = 1;
  std::string sha256;  // "" withdrawn
};
std::optional<ToldOrder> select_told(store::Transaction& tx, const std::string& order_id);
void set_told(store::Transaction& tx, const std::string& order_id, const ToldOrder& told);
std::vector<std::string> select_told_ids(store::Transaction& tx, int limit);  // of orders that are told now
// Of what a provider is told; nothing: there is no such order. The sender is left to the caller.
std::optional<XarfOrder> select_xarf_order(store::Transaction& tx, const std::string& id_or_number);
std::vector<std::string> select_provider_orders(store::Transaction& tx, const std::string& provider,
                                                const std::string& after, int limit);
std::int64_t count_told(store::Transaction& tx);

using Seal = std::function<std::string(std::string_view)>;
inline Seal seal_of(const enforcement::Service& orders) {
  return [&orders](std::string_view text) { return orders.seal(text); };
}
std::optional<SharedObject> select_last(store::Transaction& tx, const Seal& seal, const std::string& id);
std::vector<SharedObject> select_standing_of(store::Transaction& tx, const Seal& seal, const std::string& order_id);
// The first order from this id on of which something was told; "" there is none.
std::string select_next_told_order(store::Transaction& tx, const std::string& from);
// Last versions of indicators of orders with ids from `from` to before `until`, by order; sealed ones alone.
std::vector<std::string> select_indicators_between(store::Transaction& tx, const Seal& seal, const std::string& from,
                                                   const std::string& until);
Instant next_added_at(store::Transaction& tx, Instant now);
void insert_object(store::Transaction& tx, const Seal& seal, const SharedObject& object, const std::string& order_id,
                   bool revoked);
// Sealed ones alone.
ObjectPage select_objects(store::Transaction& tx, const Seal& seal, const ObjectFilter& filter);

}  // namespace muster::sharing
