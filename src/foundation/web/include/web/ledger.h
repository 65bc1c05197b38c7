// The ledger at /api/ledger: everybody can check it, its bodies are for auditors, its witnesses are enrolled by
// operators.
#pragma once

#include <http/router.h>
#include <ledger/log.h>

#include <functional>
#include <optional>
#include <string>

namespace muster::parties {
class Service;
}

namespace muster::web {

// A person's display name, for the signed-in alone.
using NameOf = std::function<std::optional<std::string>(const std::string& person_id)>;
NameOf name_of(const parties::Service& parties);  // which outlives it

void add_ledger_routes(http::Router& router, const ledger::Log& log, NameOf name_of);

}  // namespace muster::web
