// What orders on contracts act on. A room that keeps contracts (partners and their channels and links, charged
// services) says for which kinds of scope it answers: the scope of such a decision is "<kind>:<what the room calls
// it>". Everything is asked inside of the operation's transaction, so that an order and its effect stand or fall
// together. Implementations are thread-safe.
#pragma once

#include <base/result.h>
#include <cases/case.h>
#include <store/database.h>

#include <string>

namespace muster::cases {

class Contracts {
 public:
  virtual ~Contracts() = default;

  // Before a decision is prepared: whether its scope is on record and is what the case is about. Errors: the room's
  // own.
  virtual Result<void> check(store::Transaction& tx, const Case& about, const Decision& decision) const = 0;
  // The order stands from now on (it was issued, or a stay ended), or it stands no more (stayed, lifted, lapsed,
  // expired). An effect that is derived from orders needs nothing here.
  virtual Result<void> stands(store::Transaction& tx, const Order& order, bool stands,
                              const std::string& actor) const = 0;
  // Whether its body may lift it: what was found is tested again first. Appeals, stays and its term are not asked.
  virtual Result<void> may_lift(store::Transaction& tx, const Order& order) const = 0;
  // The party whose contract the case is about, which is told in place of a site's holder; "": it is not known here.
  virtual std::string party_of(store::Transaction& tx, const Case& about) const = 0;
};

// "link" of "link:P-2026-000001/A17"; "" without one.
std::string_view contract_kind(std::string_view scope_value);
// Whether an order in this state has its effect.
bool order_stands(std::string_view order_state);

}  // namespace muster::cases
