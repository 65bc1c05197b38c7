#include "line_store.h"
#include <lines/service.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

Error unknown_pool() {
  return not_found("pool_unknown", "There is no such pool.");
}

}  // namespace

Result<Pool> Service::make_pool(const std::string& actor, const NewPool& asked) const {
  Pool pool;
  MUSTER_TRY(static_cast<NewPool&>(pool), check_pool(asked));
  pool.id = recorder_.new_id();
  pool.created_at = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<Pool> {
    insert(tx, pool);
    recorder_.record(tx, kPoolMade, actor, kPoolRecord, pool.id,
                     fmt::format(R"({{"kind":"{}","numbers":{}}})", to_text(pool.kind), pool.last - pool.first + 1));
    return pool;
  });
}

Result<Pool> Service::pool(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Pool> {
    auto found = find_pool(tx, id);
    return found ? Result<Pool>(std::move(*found)) : unknown_pool();
  });
}

Result<std::vector<Pool>> Service::pools() const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Pool>> { return all_pools(tx); });
}

Result<std::vector<PoolCounts>> Service::counts() const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<PoolCounts>> {
    std::map<std::string, std::array<std::int64_t, kStateCount>> by_pool;
    each_count(tx, [&](const std::string& pool, State state, std::int64_t n) {
      by_pool[pool][static_cast<std::size_t>(state)] = n;
    });
    std::vector<PoolCounts> out;
    for (Pool& pool : all_pools(tx)) out.push_back({pool, by_pool[pool.id]});
    return out;
  });
}

Result<std::int64_t> Service::stock(const std::string& actor, const std::string& pool_id, std::int64_t count) const {
  if (count < 1 || count > kStockMax)
    return invalid("pool_stock_count", fmt::format("One call makes 1 to {} lines.", kStockMax), "count");
  return database_.write([&](store::Transaction& tx) -> Result<std::int64_t> {
    auto pool = find_pool(tx, pool_id);
    if (!pool) return unknown_pool();
    if (pool->foreign)
      return conflict("pool_foreign", "Numbers of another operator's block come in one by one, by porting.");
    const Instant now = recorder_.clock().now();
    const std::int64_t made = std::min(count, pool->last - pool->first + 1 - pool->stocked);
    std::vector<Line> lines(static_cast<std::size_t>(made));
    for (Line& line : lines) {
      line.id = recorder_.new_id();
      line.msisdn = pool->first + pool->stocked++;
      line.pool_id = pool->id;
      line.state_since = now;
    }
    if (made == 0) return made;
    insert_lines(tx, lines);
    stocked(tx, *pool);
    recorder_.record(tx, kPoolStocked, actor, kPoolRecord, pool->id, fmt::format(R"({{"lines":{}}})", made));
    return made;
  });
}

}  // namespace muster::lines
