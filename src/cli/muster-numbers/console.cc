#include "console.h"

#include <http/console.h>

#include <embedded_numbers_console_files.h>

namespace muster::cli {
namespace {

// The console's own places (console/src/numbers/views.ts).
constexpr std::string_view kPlaces[] = {"/",
                                        "/home",
                                        "/registrations",
                                        "/registrations/{path...}",
                                        "/lines",
                                        "/lines/{path...}",
                                        "/persons",
                                        "/persons/{path...}",
                                        "/pools",
                                        "/campaigns",
                                        "/campaigns/{path...}",
                                        "/dealers",
                                        "/dealers/{path...}",
                                        "/duplicates",
                                        "/duplicates/{path...}",
                                        "/excess",
                                        "/excess/{path...}",
                                        "/companies",
                                        "/companies/{path...}",
                                        "/transfers",
                                        "/transfers/{path...}",
                                        "/corrections",
                                        "/corrections/{path...}",
                                        "/ports",
                                        "/ports/{path...}",
                                        "/things",
                                        "/things/{path...}",
                                        "/reconciliations",
                                        "/reconciliations/{path...}",
                                        "/disputes",
                                        "/disputes/{path...}",
                                        "/requests",
                                        "/requests/{path...}",
                                        "/ledger",
                                        "/jobs",
                                        "/people",
                                        "/people/{path...}",
                                        "/settings"};

}  // namespace

void add_console_routes(http::Router& router) {
  http::add_console(router, {numbers_console_files::files(), "numbers.html", kPlaces});
}

}  // namespace muster::cli
