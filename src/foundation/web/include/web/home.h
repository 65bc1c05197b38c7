// Home at /api/home: what waits for me, what breaches or expires next, what changed; figures after. What there is to
// wait for is the program's: it gives the statements.
#pragma once

#include <base/time.h>
#include <http/router.h>
#include <store/database.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::web {

inline constexpr int kHomeItemsMax = 20;
inline constexpr int kChangesReadMax = 200;  // events read to make up to kHomeItemsMax lines

// Gives record_id, title, state and due_at, at most :limit rows, soonest first. May ask :me (the person), :party and
// :now.
struct HomeSource {
  std::vector<std::string_view> roles;  // for whoever holds one of these
  const char* what;
  const char* record_kind;
  store::Sql sql;
};
struct Figure {
  std::string figure;
  std::int64_t value = 0;
};

// All of it outlives the router.
struct HomeParts {
  const Clock& clock;
  store::Database& database;
  std::span<const HomeSource> waiting, expiring;
  // May cost a scan: asked at most once a minute, for everybody.
  std::function<Result<std::vector<Figure>>()> figures;
};
void add_home_routes(http::Router& router, const HomeParts& parts);

}  // namespace muster::web
