// The embedded console of `muster` and what its search box asks.
#include "search.h"
#include <api/services.h>
#include <http/console.h>

#include <string_view>

#include <embedded_console_files.h>

namespace muster::api {
namespace {

// The console's own places (console/src/sites/views.ts).
constexpr std::string_view kPlaces[] = {"/",
                                        "/home",
                                        "/filings",
                                        "/filings/{path...}",
                                        "/sites/{path...}",
                                        "/domains",
                                        "/domains/{path...}",
                                        "/resources",
                                        "/resources/{path...}",
                                        "/census",
                                        "/census/shadow",
                                        "/legacy",
                                        "/debarments",
                                        "/debarments/{path...}",
                                        "/never-block",
                                        "/never-block/{path...}",
                                        "/statements",
                                        "/statements/{path...}",
                                        "/figures",
                                        "/figures/{path...}",
                                        "/dashboard",
                                        "/dashboard/operators",
                                        "/dashboard/referrals",
                                        "/billing",
                                        "/billing/{path...}",
                                        "/programme",
                                        "/programme/mine",
                                        "/programme/inspections",
                                        "/programme/inspections/{path...}",
                                        "/programme/reports",
                                        "/programme/items/{path...}",
                                        "/programme/{path...}",
                                        "/training",
                                        "/training/{path...}",
                                        "/partners",
                                        "/partners/{path...}",
                                        "/instructions",
                                        "/instructions/{path...}",
                                        "/testing",
                                        "/reports",
                                        "/reports/{path...}",
                                        "/cases",
                                        "/subjects/{path...}",
                                        "/testing/{path...}",
                                        "/orders",
                                        "/ledger",
                                        "/jobs",
                                        "/cases/{path...}",
                                        "/decisions/{path...}",
                                        "/people",
                                        "/settings",
                                        "/appeals/{path...}",
                                        "/orders/{path...}",
                                        "/people/{path...}"};

}  // namespace

void add_console_files(http::Router& router) {
  http::add_console(router, {console_files::files(), "index.html", kPlaces});
}

void add_console_routes(http::Router& router, const Services& services) {
  add_console_files(router);
  router.add({.method = "GET",
              .pattern = "/api/search",
              .access = http::Access::signed_in(),
              .handler = [services](const http::Request& request) { return search(services, request); }});
}

}  // namespace muster::api
