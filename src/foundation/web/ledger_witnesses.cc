// GET /ledger/witnesses: who cosigns, and up to where.
#include "ledger_handlers.h"
#include <store/database.h>

namespace muster::web {

http::Response ledger_witnesses(const ledger::Log& log, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto witnesses,
                    log.database().read([&](store::Transaction& tx) -> Result<std::vector<ledger::EnrolledWitness>> {
                      return log.witnesses(tx);
                    }));
  json::array items;
  for (const auto& witness : witnesses) items.push_back(witness_json(witness));
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::web
