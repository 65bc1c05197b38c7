// GET /healthz: whether the server can ask its database.
#pragma once

#include <http/router.h>
#include <store/database.h>

namespace muster::cli {

// The database outlives the router.
void add_health_route(http::Router& router, store::Database& database);

}  // namespace muster::cli
