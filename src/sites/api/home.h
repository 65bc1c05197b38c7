// What waits for whom in the register of sites. Not a public header.
#pragma once

#include <store/database.h>
#include <web/home.h>

#include <functional>
#include <optional>
#include <vector>

namespace muster::api {

std::span<const web::HomeSource> waiting_sources();
std::span<const web::HomeSource> expiring_sources();
// `names_unfiled`: of the newest finished census.
std::vector<web::Figure> count_figures(store::Transaction& tx, std::optional<std::int64_t> names_unfiled);

struct HomeParts {
  const Clock& clock;
  store::Database& database;
  std::function<Result<std::optional<std::int64_t>>()> names_unfiled;
};
void add_home_routes(http::Router& router, const HomeParts& parts);

}  // namespace muster::api
