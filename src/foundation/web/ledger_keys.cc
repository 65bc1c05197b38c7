// GET /ledger/keys: the key that signs checkpoints.
#include "ledger_handlers.h"

namespace muster::web {

http::Response ledger_keys(const ledger::Log& log, const http::Request&) {
  return list_answer(json::array{key_json(log.verifier())}, std::nullopt);
}

}  // namespace muster::web
