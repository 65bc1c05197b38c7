// The register out of the database. Inside of the census room; SQL only.
#pragma once

#include <census/register.h>
#include <store/database.h>

namespace muster::census {

// What a register knows that is filled from a snapshot taken after `settled` (events::settled), as a text.
std::string register_stamp(std::int64_t settled);
// Whether something happened since `stamp` that can have changed it. True for a stamp of another make.
bool register_changed(store::Transaction& tx, const std::string& stamp);
// Fills a builder from one snapshot of the database.
void fill_register(store::Transaction& tx, RegisterBuilder& builder, bool with_access, Instant now);

}  // namespace muster::census
