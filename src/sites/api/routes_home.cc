#include "home.h"
#include <api/services.h>
#include <census/service.h>

namespace muster::api {
namespace {

Result<std::optional<std::int64_t>> newest_unfiled(const census::Service& census) {
  MUSTER_TRY(const auto runs, census.list("", web::kHomeItemsMax));
  for (const census::Run& run : runs)
    if (run.state == "done")
      return std::optional<std::int64_t>(run.sites[static_cast<std::size_t>(census::Standing::unfiled)]);
  return std::optional<std::int64_t>();
}

}  // namespace

void add_home_routes(http::Router& router, const HomeParts& parts) {
  web::add_home_routes(router,
                       {parts.clock, parts.database, waiting_sources(), expiring_sources(),
                        [parts]() -> Result<std::vector<web::Figure>> {
                          MUSTER_TRY(const auto unfiled, parts.names_unfiled());
                          return parts.database.read([&](store::Transaction& tx) -> Result<std::vector<web::Figure>> {
                            return count_figures(tx, unfiled);
                          });
                        }});
}

void add_home_routes(http::Router& router, const Services& services) {
  add_home_routes(router, HomeParts{services.clock, services.database,
                                    [&census = services.census] { return newest_unfiled(census); }});
}

}  // namespace muster::api
