// Whether an order is what it says: by the signatures, the keys and the text, without trusting the schema. Inside of
// the room; the emitter and `muster ledger verify` share it.
#pragma once

#include <cases/case.h>
#include <store/database.h>

#include <string>
#include <vector>

namespace muster::enforcement {

struct OrderFault {
  std::string code, sentence;
};
// Every reason why the order must not be carried out; none: two persons signed exactly this, and the rules allow it.
std::vector<OrderFault> check_order(store::Transaction& tx, const cases::Order& order);

// Why the never-block list as it stood at `at` keeps it out: it touches a name there, and no third person signed, or
// not rightly. None: it does not, or one did.
std::vector<OrderFault> check_third(store::Transaction& tx, const cases::Order& order, Instant at);

}  // namespace muster::enforcement
