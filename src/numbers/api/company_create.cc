// POST /companies: a contract goes on record. POST /companies/{id}/events {"event": "end"}: it gets no more lines. POST
// /companies/{id}/allotments {"msisdns"}: free numbers are set aside for its users, all or none.
#include "change_handlers.h"
#include <lines/service.h>

namespace muster::numbers_api {
namespace {

constexpr std::size_t kAllotMax = 500;  // numbers in one call
constexpr std::int64_t kContractLinesMax = 10'000'000;

}  // namespace

http::Response company_create(const Services& services, const http::Request& request) {
  Body body(request);
  registration::NewCompany company;
  company.organisation_kind = body.text("organisation_kind", 64);
  company.organisation_number = body.text("organisation_number", 64);
  company.name = body.text("name", 200);
  company.responsible_id = body.id("responsible_id");
  company.resolution_ref = body.text("resolution_ref", 64);
  company.lines_max = body.integer("lines_max", 1, kContractLinesMax);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, companies_of(services).enrol(request.principal->person_id, company));
  return company_answer(services, made, 201).header("Location", "/api/companies/" + made.id);
}

http::Response company_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"end"};
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto ended, companies_of(services).end(request.principal->person_id, request.param("id")));
  return company_answer(services, ended);
}

http::Response company_allot(const Services& services, const http::Request& request) {
  Body body(request);
  std::vector<std::int64_t> numbers;
  const auto texts = body.texts("msisdns", kAllotMax, 40, 1);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (const auto digits = lines::parse_msisdn(texts[i]); digits.ok())
      numbers.push_back(*digits);
    else
      body.fault("msisdns[" + std::to_string(i) + "]", digits.error().code, digits.error().sentence);
  }
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const int allotted,
                    companies_of(services).allot(request.principal->person_id, request.param("id"), numbers));
  return answer({{"allotted", allotted}}, 201);
}

}  // namespace muster::numbers_api
