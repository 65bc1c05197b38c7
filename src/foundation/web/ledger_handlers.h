// The ledger's handlers, one file an action. They take what they use, so that tests need no whole instance.
#pragma once

#include <http/message.h>
#include <ledger/log.h>
#include <web/json.h>
#include <web/ledger.h>

#include <map>
#include <optional>
#include <string>

namespace muster::web {

http::Response ledger_checkpoint(const ledger::Log& log, const http::Request& request);
http::Response ledger_entries(const ledger::Log& log, const NameOf& name_of, const http::Request& request);
http::Response ledger_entry(const ledger::Log& log, const NameOf& name_of, const http::Request& request);
http::Response ledger_proof_inclusion(const ledger::Log& log, const http::Request& request);
http::Response ledger_proof_consistency(const ledger::Log& log, const http::Request& request);
http::Response ledger_keys(const ledger::Log& log, const http::Request& request);
http::Response ledger_witnesses(const ledger::Log& log, const http::Request& request);
http::Response ledger_witness_enrol(const ledger::Log& log, const http::Request& request);
http::Response ledger_witness_retire(const ledger::Log& log, const http::Request& request);

// Shared by them.
Result<std::optional<std::int64_t>> whole_number(const http::Request& request,
                                                 const std::string& name);  // ≥ 0; errors: number
json::value entry_json(const ledger::Entry& entry, const NameOf& name_of, const http::Request& request);
json::array hashes_json(const ledger::merkle::Proof& proof);
json::object key_json(const ledger::VerifierKey& key);
json::value witness_json(const ledger::EnrolledWitness& witness);

}  // namespace muster::web
