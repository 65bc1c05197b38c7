// POST /ledger/witnesses: an operator enrols a witness by the key that it prints when it starts.
#include "ledger_handlers.h"
#include <store/database.h>

namespace muster::web {

http::Response ledger_witness_enrol(const ledger::Log& log, const http::Request& request) {
  Body body(request);
  const std::string key = body.text("vkey", 400);
  const std::string url = body.text("url", 500);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto enrolled,
                    log.database().write([&](store::Transaction& tx) -> Result<ledger::EnrolledWitness> {
                      MUSTER_CHECK_OK(log.enrol_witness(tx, key, url, request.principal->person_id));
                      MUSTER_TRY(const auto parsed_key, ledger::VerifierKey::parse(key));
                      for (auto& witness : log.witnesses(tx))
                        if (witness.name == parsed_key.name) return witness;
                      return internal_error("witness_lost", "The witness was not stored.");
                    }));
  return answer(witness_json(enrolled), 201);
}

}  // namespace muster::web
