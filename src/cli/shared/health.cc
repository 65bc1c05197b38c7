#include "health.h"

namespace muster::cli {

void add_health_route(http::Router& router, store::Database& database) {
  http::Route route;
  route.method = "GET";
  route.pattern = "/healthz";
  route.access = http::Access::anybody();
  route.handler = [&database](const http::Request&) {
    static constexpr store::Sql kAlive{"health_probe", "select 1 as one"};
    const auto alive = database.read([](store::Transaction& tx) -> Result<void> {
      tx.one(kAlive);
      return {};
    });
    return alive.ok() ? http::Response::text("ok\n") : http::Response::problem(alive.error());
  };
  router.add(std::move(route));
}

}  // namespace muster::cli
