#include <api/services.h>
#include <web/sign_in.h>

namespace muster::api {

void add_sign_in_routes(http::Router& router, const Services& services) {
  web::add_sign_in_routes(router, {services.clock, services.database, services.policy, services.sign_in});
}

}  // namespace muster::api
