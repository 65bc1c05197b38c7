#include "ledger_handlers.h"
#include <base/random.h>
#include <parties/parties.h>

namespace muster::web {

NameOf name_of(const parties::Service& parties) {
  return [&parties](const std::string& id) -> std::optional<std::string> {
    if (!is_id(id)) return std::nullopt;  // "system:…"
    const auto person = parties.person(id);
    return person.ok() ? std::optional(person->display_name) : std::nullopt;
  };
}

void add_ledger_routes(http::Router& router, const ledger::Log& log, NameOf name_of) {
  const auto add = [&](const char* method, const char* pattern, http::Access access, http::Handler handler) {
    router.add({.method = method, .pattern = pattern, .access = std::move(access), .handler = std::move(handler)});
  };
  const auto of_log = [&log](http::Response (*handler)(const ledger::Log&, const http::Request&)) {
    return [&log, handler](const http::Request& request) { return handler(log, request); };
  };
  add("GET", "/api/ledger/checkpoint", http::Access::anybody(), of_log(ledger_checkpoint));
  add("GET", "/api/ledger/entries", http::Access::signed_in(),
      [&log, name_of](const http::Request& request) { return ledger_entries(log, name_of, request); });
  add("GET", "/api/ledger/entries/{index}", http::Access::anybody(),
      [&log, name_of](const http::Request& request) { return ledger_entry(log, name_of, request); });
  add("GET", "/api/ledger/proof/inclusion", http::Access::anybody(), of_log(ledger_proof_inclusion));
  add("GET", "/api/ledger/proof/consistency", http::Access::anybody(), of_log(ledger_proof_consistency));
  add("GET", "/api/ledger/keys", http::Access::anybody(), of_log(ledger_keys));
  add("GET", "/api/ledger/witnesses", http::Access::anybody(), of_log(ledger_witnesses));
  add("POST", "/api/ledger/witnesses", http::Access::any_of({"operator"}), of_log(ledger_witness_enrol));
  add("DELETE", "/api/ledger/witnesses", http::Access::any_of({"operator"}), of_log(ledger_witness_retire));
}

}  // namespace muster::web
