// GET /ledger/proof/consistency?from=&to= (RFC 9162 §2.1.4).
#include "ledger_handlers.h"

namespace muster::web {

http::Response ledger_proof_consistency(const ledger::Log& log, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto from, whole_number(request, "from"));
  MUSTER_ANSWER_TRY(const auto to, whole_number(request, "to"));
  if (!from || !to)
    return http::Response::problem(invalid("missing", "Give both sizes, from and to.", from ? "to" : "from"));
  MUSTER_ANSWER_TRY(const auto proof, log.consistency_proof(*from, *to));
  MUSTER_ANSWER_TRY(const Hash from_root, log.root_at(*from));
  MUSTER_ANSWER_TRY(const Hash to_root, log.root_at(*to));
  return answer({{"from", *from},
                 {"to", *to},
                 {"from_root", to_hex(from_root)},
                 {"to_root", to_hex(to_root)},
                 {"hashes", hashes_json(proof)}});
}

}  // namespace muster::web
