// What waits for whom in the number register. Not a public header.
#pragma once

#include <web/home.h>

#include <span>
#include <vector>

namespace muster::numbers_api {

std::span<const web::HomeSource> waiting_sources();
std::span<const web::HomeSource> expiring_sources();
Result<std::vector<web::Figure>> figures_of(store::Database& database);

}  // namespace muster::numbers_api
