// The CAMARA interfaces over HTTP: paths as in their definitions, misspellings included, and the token endpoint.
// Callers show bearer tokens; there are no sessions and no cookies.
#pragma once

#include <http/router.h>

#include <camara/service.h>
#include <camara/subscriptions.h>

namespace muster::camara {

// `service` and `subscriptions` outlive the router.
void add_routes(http::Router& router, const Service& service, const Subscriptions& subscriptions);

}  // namespace muster::camara
