// What the number register has as the register of sites has it.
#include "home.h"
#include <numbers_api/services.h>
#include <web/home.h>
#include <web/jobs.h>
#include <web/ledger.h>
#include <web/parties.h>
#include <web/sign_in.h>

namespace muster::numbers_api {

void add_common_routes(http::Router& router, const Services& services) {
  web::add_sign_in_routes(router, {services.clock, services.database, services.policy, services.sign_in});
  web::add_home_routes(router, {services.clock, services.database, waiting_sources(), expiring_sources(),
                                [&database = services.database] { return figures_of(database); }});
  web::add_job_routes(router, {services.clock, services.jobs});
  web::add_party_routes(router,
                        {services.clock, services.random, services.database, services.parties, services.sign_in, {}});
  web::add_ledger_routes(router, services.ledger, web::name_of(services.parties));
}

}  // namespace muster::numbers_api
