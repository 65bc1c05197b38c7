// Home: what waits for me, what breaches or expires next, what changed; figures after. Not a public header.
#pragma once

#include <base/time.h>
#include <http/router.h>
#include <store/database.h>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace muster::api {

inline constexpr int kHomeItemsMax = 20;
inline constexpr int kChangesReadMax = 200;  // events read to make up to kHomeItemsMax lines

struct HomeItem {
  std::string what, record_kind, record_id, title, state;
  std::optional<Instant> due_at;
};
struct Figure {
  std::string figure;
  std::int64_t value = 0;
};

// Reads for one person; SQL only (home_store.cc). Soonest first.
std::vector<HomeItem> waiting_for(store::Transaction& tx, const http::Principal& who);
std::vector<HomeItem> expiring_for(store::Transaction& tx, const http::Principal& who);
std::vector<Figure> count_figures(store::Transaction& tx);

struct HomeParts {
  const Clock& clock;
  store::Database& database;
  std::function<Result<std::optional<std::int64_t>>()> names_unfiled;  // of the newest finished census
};

// Figures over the whole register cost a scan: they are counted at most once a minute, for everybody.
class FigureCache {
 public:
  Result<std::vector<Figure>> get(const HomeParts& parts);

 private:
  std::mutex mutex_;
  std::optional<Instant> at_;
  std::vector<Figure> figures_;
};

http::Response show_home(const HomeParts& parts, FigureCache& cache, const http::Request& request);
void add_home_routes(http::Router& router, const HomeParts& parts);

}  // namespace muster::api
