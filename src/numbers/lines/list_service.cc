// Lines in pages, however many there are.
#include "line_store.h"
#include <lines/service.h>

namespace muster::lines {
namespace {

constexpr int kListMax = 500;

int within(int limit) {
  return std::clamp(limit, 1, kListMax);
}

}  // namespace

Result<LinePage> Service::of_pool(const std::string& pool_id, std::optional<State> state, const std::string& after,
                                  int limit) const {
  const auto wanted = static_cast<std::size_t>(within(limit));
  return database_.read([&](store::Transaction& tx) -> Result<LinePage> {
    const auto pool = find_pool(tx, pool_id);
    if (!pool) return not_found("pool_unknown", "There is no such pool.");
    std::int64_t above = pool->first - 1;
    if (!after.empty()) {
      const auto last_seen = find_line(tx, after);
      if (!last_seen || last_seen->pool_id != pool_id)
        return not_found("line_unknown", "The page began behind a line that is not of this pool.");
      above = last_seen->msisdn;
    }
    LinePage page;
    std::string seen;
    int scanned = 0;
    bool more = false;
    each_line(tx, above, pool->last, [&](const Line& line) {
      more = page.lines.size() == wanted;
      if (more) return false;
      ++scanned;
      seen = line.id;
      if (!state || line.state == *state) page.lines.push_back(line);
      return true;
    });
    if (more || scanned == kPageScanMax) page.next = seen;
    return page;
  });
}

Result<LinePage> Service::stopped(State state, const std::string& after, int limit) const {
  if (state != State::warned && state != State::one_way_barred && state != State::barred)
    return invalid("line_list_state",
                   "Without a pool, lines are listed that are warned, barred one way or barred; name a pool.", "state");
  const int wanted = within(limit);
  return database_.read([&](store::Transaction& tx) -> Result<LinePage> {
    LinePage page{stopped_lines(tx, state, after, wanted + 1), {}};
    if (static_cast<int>(page.lines.size()) > wanted) {
      page.lines.pop_back();
      page.next = page.lines.back().id;
    }
    return page;
  });
}

}  // namespace muster::lines
