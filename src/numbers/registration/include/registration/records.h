// For other rooms, inside of their own transactions.
#pragma once

#include <store/database.h>

#include <optional>
#include <string>

namespace muster::registration {

// Whom a registration is of; nothing: there is no such registration.
std::optional<std::string> holder_of(store::Transaction& tx, const std::string& registration_id);

}  // namespace muster::registration
