// SQL of payloads: the last one of each URL that stands in full in some test's evidence, and who refers to whom.
#pragma once

#include <store/database.h>
#include <testing/testing.h>
#include <testing/warc.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::testing::payloads {

// With the run's own references. A file that others may refer to is named from here on.
void keep(store::Transaction& tx, const TestRun& run, const PayloadsWritten& written);
// Written since `since`.
std::optional<KnownPayload> find(store::Transaction& tx, const std::string& url, Instant since);

}  // namespace muster::testing::payloads
