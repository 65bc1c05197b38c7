#include "lookup_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::size_t kComparisonMax = 1u << 20;  // a thousand records

}  // namespace

void add_lookup_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle) {
    add_route(router, services, method, pattern, access, handle);
  };
  const Access see = Access::any_of({"compliance_officer", "supervisor", "auditor"});
  const Access officers = Access::any_of({"compliance_officer"});
  const Access both = Access::any_of({"compliance_officer", "supervisor"});
  const Access desk = Access::any_of({"registrar", "compliance_officer", "supervisor", "auditor"});
  const Access desk_acts = Access::any_of({"registrar", "compliance_officer", "supervisor"});
  add("GET", "/api/authority-scopes", see, scope_list);
  add("POST", "/api/authority-scopes", Access::any_of({"supervisor"}), scope_create);
  add("DELETE", "/api/authority-scopes/{id}", Access::any_of({"supervisor"}), scope_end);
  add("GET", "/api/authority-requests", see, request_list);
  add("POST", "/api/authority-requests", officers, request_enter);
  add("GET", "/api/authority-requests/{id}", see, request_show);
  add("POST", "/api/authority-requests/{id}/events", both, request_event);
  add("POST", "/api/authority-requests/{id}/answers", officers, request_answer);
  router.add({.method = "POST",
              .pattern = "/api/authority-requests/{id}/comparisons",
              .access = officers,
              .handler = [services](const http::Request& request) { return request_compare(services, request); },
              .body_max_bytes = kComparisonMax});
  add("POST", "/api/authority-requests/{id}/letters", both, request_letter);
  add("GET", "/api/disputes", desk, dispute_list);
  add("GET", "/api/disputes/{id}", desk, dispute_show);
  add("POST", "/api/disputes/{id}/events", desk_acts, dispute_event);
  add("POST", "/api/disputes/{id}/words", desk_acts, dispute_words);
}

}  // namespace muster::numbers_api
