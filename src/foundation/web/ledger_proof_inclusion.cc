// GET /ledger/proof/inclusion?index= or event=, &size= (RFC 9162 §2.1.3).
#include "ledger_handlers.h"

namespace muster::web {

http::Response ledger_proof_inclusion(const ledger::Log& log, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto index, whole_number(request, "index"));
  MUSTER_ANSWER_TRY(const auto size, whole_number(request, "size"));
  const auto event = request.query_value("event");
  if (!index && !event)
    return http::Response::problem(invalid("missing", "Give the entry's index or its event's id.", "index"));
  MUSTER_ANSWER_TRY(const auto proof, index ? log.inclusion_proof(*index, size) : log.inclusion_proof(*event, size));
  return answer({{"event_id", proof.event_id},
                 {"index", proof.index},
                 {"size", proof.size},
                 {"leaf_data", proof.leaf_data},
                 {"leaf_hash", to_hex(proof.leaf_hash)},
                 {"root_hash", to_hex(proof.checkpoint.root)},
                 {"hashes", hashes_json(proof.proof)},
                 {"checkpoint", proof.checkpoint.note}});
}

}  // namespace muster::web
