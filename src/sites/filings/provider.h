// Access providers, as filings and their files name them. Inside of filings.
#pragma once

#include <base/result.h>
#include <store/database.h>

#include <string>

namespace muster::filings {

// Errors: provider_unknown.
Result<void> check_provider(store::Transaction& tx, const std::string& party_id, const std::string& field);
// The party of this id, licence number or name; empty: none gives access.
Result<std::string> find_provider(store::Database& database, const std::string& text);

}  // namespace muster::filings
