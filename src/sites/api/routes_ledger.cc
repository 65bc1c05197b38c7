#include <api/services.h>
#include <web/ledger.h>

namespace muster::api {

void add_ledger_routes(http::Router& router, const Services& services) {
  web::add_ledger_routes(router, services.ledger, web::name_of(services.parties));
}

}  // namespace muster::api
