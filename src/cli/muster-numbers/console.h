// The embedded console of `muster-numbers`.
#pragma once

#include <http/router.h>

namespace muster::cli {

void add_console_routes(http::Router& router);

}  // namespace muster::cli
