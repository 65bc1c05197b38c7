// SQL of time stamps.
#pragma once

#include <optional>
#include <vector>

#include <evidence/service.h>

namespace muster::evidence::stamps {

void insert(store::Transaction& tx, const StoredTimeStamp& stamp);
std::int64_t last_size(store::Transaction& tx);  // of the newest; 0: none
bool exists(store::Transaction& tx, std::int64_t size);
// The first that covers at least `size` entries.
std::optional<StoredTimeStamp> covering(store::Transaction& tx, std::int64_t size);
std::vector<StoredTimeStamp> list(store::Transaction& tx, std::int64_t after, int limit);
// The first checkpoint that covers at least `size` entries.
std::optional<std::int64_t> checkpoint_covering(store::Transaction& tx, std::int64_t size);

}  // namespace muster::evidence::stamps
