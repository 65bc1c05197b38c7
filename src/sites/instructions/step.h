// What the operations share: one transaction, one speaker, one moment. Inside of the room.
#pragma once

#include "instruction_store.h"

namespace muster::instructions {

struct Service::Step {
  const Service& s;
  store::Transaction& tx;
  Speaker who;
  Instant now;

  Step(const Service& service, store::Transaction& transaction, Speaker speaker)
      : s(service), tx(transaction), who(std::move(speaker)), now(service.recorder_.clock().now()) {}

  // Errors: instruction_unknown, also of another provider's.
  Result<Instruction> need(const std::string& id_or_key) const;
  // The step by the table, with all that follows from it here and for its order. `test_id`: of the look that says so.
  Result<Instruction> move(Instruction i, const std::string& event, const std::string& note = {},
                           const std::string& test_id = {}) const;
  // People look at it from now on. Says whether that is news.
  bool escalate(Instruction& i, const char* hitch) const;
  void record(const events::Kind& kind, const Instruction& i, const std::string& extra = {}) const;
  // The order begins to stand, or stands no more: its next version, on all ways of its provider.
  Result<void> give(const cases::Order& order, const std::string& party_id, const std::string& action,
                    std::int64_t version) const;

 private:
  // Cases and orders know what instructions came to.
  Result<void> tell_order(const Instruction& i, const std::string& event) const;
};

inline constexpr const char* kActor = "system:instructions";

}  // namespace muster::instructions
