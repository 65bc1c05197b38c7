#include "change_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::size_t kUsersBodyMax = 512u << 10;  // two hundred users of a company
constexpr std::size_t kNumbersBodyMax = 64u << 10;

}  // namespace

void add_change_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle,
                       std::size_t body_max = kBodyMax) {
    add_route(router, services, method, pattern, access, handle, body_max);
  };
  const Access of_persons = Access::any_of({"registrar", "compliance_officer", "supervisor", "auditor"});
  const Access of_lines = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  const Access desk = Access::any_of({"registrar"}), officers = Access::any_of({"compliance_officer"});
  const Access checkers = Access::any_of({"registrar", "compliance_officer"}), operators = Access::any_of({"operator"});
  const Access contracts = Access::any_of({"registrar", "operator"});
  add("GET", "/api/duplicates", of_persons, duplicate_list);
  add("GET", "/api/duplicates/{id}", of_persons, duplicate_show);
  add("POST", "/api/duplicates/{id}/reviews", officers, duplicate_review);
  add("POST", "/api/duplicates/{id}/events", officers, duplicate_event);
  add("GET", "/api/excesses", of_persons, excess_list);
  add("GET", "/api/excesses/{id}", of_persons, excess_show);
  add("POST", "/api/excesses/{id}/choices", desk, excess_choose);
  add("GET", "/api/companies", of_lines, company_list);
  add("POST", "/api/companies", contracts, company_create);
  add("GET", "/api/companies/{id}", of_lines, company_show);
  add("POST", "/api/companies/{id}/events", contracts, company_event);
  add("GET", "/api/companies/{id}/lines", of_lines, company_waiting);
  add("POST", "/api/companies/{id}/allotments", contracts, company_allot, kNumbersBodyMax);
  add("GET", "/api/companies/{id}/users", of_lines, company_user_list);
  add("POST", "/api/companies/{id}/users", desk, company_users, kUsersBodyMax);
  add("GET", "/api/transfers", of_lines, transfer_list);
  add("POST", "/api/transfers", desk, transfer_ask);
  add("GET", "/api/transfers/{id}", of_lines, transfer_show);
  add("POST", "/api/transfers/{id}/consents", desk, transfer_consent);
  add("POST", "/api/transfers/{id}/events", checkers, transfer_event);
  add("GET", "/api/corrections", of_persons, correction_list);
  add("POST", "/api/holders/{id}/corrections", checkers, correction_ask);
  add("GET", "/api/corrections/{id}", of_persons, correction_show);
  add("POST", "/api/corrections/{id}/comparisons", checkers, correction_compare);
  add("POST", "/api/corrections/{id}/events", checkers, correction_event);
  add("GET", "/api/ports", of_lines, port_list);
  add("POST", "/api/ports", operators, port_ask);
  add("GET", "/api/ports/{id}", of_lines, port_show);
  add("POST", "/api/ports/{id}/events", operators, port_event);
}

}  // namespace muster::numbers_api
