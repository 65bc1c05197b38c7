// DELETE /ledger/witnesses?name=: an operator retires a witness; its cosignatures stay.
#include "ledger_handlers.h"
#include <store/database.h>

namespace muster::web {

http::Response ledger_witness_retire(const ledger::Log& log, const http::Request& request) {
  const auto name = request.query_value("name");
  if (!name) return http::Response::problem(invalid("missing", "Name the witness.", "name"));
  const auto done = log.database().write(
      [&](store::Transaction& tx) { return log.retire_witness(tx, *name, request.principal->person_id); });
  MUSTER_ANSWER_CHECK(done);
  return http::Response::no_content();
}

}  // namespace muster::web
