// GET /ledger/checkpoint: the newest checkpoint; the signed note alone for those who ask for plain text.
#include "ledger_handlers.h"
#include <ledger/cosignature.h>

namespace muster::web {
namespace {

json::array cosigned_by(const ledger::Checkpoint& checkpoint, const std::string& origin) {
  json::array out;
  const auto note = ledger::parse_note(checkpoint.note);
  if (!note.ok()) return out;
  for (const auto& signature : note->signatures)
    if (signature.name != origin) out.emplace_back(signature.name);
  return out;
}

}  // namespace

http::Response ledger_checkpoint(const ledger::Log& log, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto checkpoint, log.latest_checkpoint());
  if (request.header("accept").starts_with("text/plain")) return http::Response::text(checkpoint.note);
  return answer({{"origin", log.origin()},
                 {"size", checkpoint.size},
                 {"root_hash", to_hex(checkpoint.root)},
                 {"at", time_json(checkpoint.at)},
                 {"note", checkpoint.note},
                 {"cosigned_by", cosigned_by(checkpoint, log.origin())}});
}

}  // namespace muster::web
