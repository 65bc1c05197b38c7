// Inside of the intake room.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::intake {

// Listens on a Unix stream socket; one that nobody listens on any more is replaced, anything else is left alone.
// Errors: socket_in_use, socket_path.
Result<int> listen_on(const std::string& path, unsigned mode);

}  // namespace muster::intake
