// Statements of reasons: for the desk, and behind the secret link for whoever was given it.
#include "public_pages.h"
#include "routes.h"
#include "statement_handlers.h"

namespace muster::api {
namespace {

constexpr int kStatementsAtOnce = 60;  // of one client a minute: links can't be guessed anyway

}  // namespace

void add_statement_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "operator", "auditor"});
  const Routes routes(router, services);
  routes.add("GET", "/api/statements", readers, statement_list);
  routes.add("GET", "/api/statements/{id}", readers, statement_show);
  routes.add("GET", "/api/statements/{id}/pdf", readers, statement_pdf);
  routes.add("POST", "/api/statements/{id}/events", Access::any_of({"examiner", "operator"}), statement_event);
  routes.add("POST", "/api/statements/{id}/readings", Access::any_of({"examiner", "operator"}), statement_link);

  const auto limiter = std::make_shared<http::RateLimiter>(services.clock, kStatementsAtOnce, std::chrono::minutes(1));
  using Page = http::Response (*)(const statements::Service&, const http::Request&);
  const auto page = [&](const char* method, const char* pattern, Page action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = Access::anybody(),
                .handler = within(limiter, [&statements = services.statements, action](
                                               const http::Request& request) { return action(statements, request); }),
                .body_max_bytes = 1024,
                .csrf = http::Csrf::none});
  };
  page("GET", "/public/statements/{secret}", public_statement);
  page("GET", "/public/statements/{secret}/pdf", public_statement_pdf);
  page("GET", "/public/statements/{secret}/json", public_statement_json);
  page("POST", "/public/statements/{secret}/received", public_statement_received);
}

}  // namespace muster::api
