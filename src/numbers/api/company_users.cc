// POST /companies/{id}/users {"place", "device", "consent", "users": […]}: many named users of a company at once, each
// with its line; every record has its own outcome. The same record again gives the same registration: what was cut off
// is sent once more.
#include "change_handlers.h"
#include "person_handlers.h"
#include "registration_handlers.h"
#include <base/bytes.h>

namespace muster::numbers_api {
namespace {

constexpr std::size_t kUsersMax = 200;  // in one call

struct SharedByUsers {
  std::string dealer_id, place, device, consent;
};

registration::Capture user_of(Body& body, const registration::Company& company, const SharedByUsers& shared) {
  registration::Capture c;
  c.category = "organisation_user";
  c.document = document_of(body);
  c.identity.name = body.text("name", 500);
  c.identity.birth_date = body.text("birth_date", 16);
  c.identity.address = body.text("address", 1'000);
  c.msisdn = body.text("msisdn", 40);
  c.dealer_id = shared.dealer_id;
  c.place = shared.place;
  c.device = shared.device;
  c.consent = shared.consent;
  c.organisation_kind = company.organisation_kind;
  c.organisation_number = company.organisation_number;
  return c;
}

// Of the company and the record, so that a record that was put right is another one.
std::string key_of(const std::string& company_id, const registration::Capture& c) {
  std::string text = company_id;
  for (const std::string* part :
       {&c.msisdn, &c.document.kind, &c.document.country, &c.document.number, &c.document.expires_on, &c.identity.name,
        &c.identity.birth_date, &c.identity.address, &c.place, &c.device, &c.consent})
    text += '\0' + *part;
  return "user-" + to_hex(sha256(text)).substr(0, 40);
}

json::object outcome_json(std::int64_t row, const Result<registration::Submitted>& result) {
  json::object out{{"row", row}, {"registration_id", nullptr}, {"replayed", false}, {"errors", json::array()}};
  if (result.ok()) {
    out["registration_id"] = result->registration.id;
    out["replayed"] = result->replayed;
    return out;
  }
  const Error& first = result.error();
  json::array errors;
  for (const Error& e : first.all.empty() ? std::vector<Error>{first} : first.all)
    errors.push_back({{"field", e.field}, {"code", e.code}, {"sentence", e.sentence}});
  out["errors"] = std::move(errors);
  return out;
}

}  // namespace

http::Response company_users(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto company, companies_of(services).get(request.param("id")));
  Body body(request);
  SharedByUsers shared;
  shared.dealer_id = body.maybe_id("dealer_id").value_or(request.principal->party_id);
  shared.place = body.text("place", 64);
  shared.device = body.text("device", 64);
  shared.consent = body.text("consent", 64);
  std::vector<std::pair<std::string, registration::Capture>> captures;
  for (Body& one : body.objects("users", kUsersMax, 1)) {
    auto capture = user_of(one, company, shared);
    std::string key = key_of(company.id, capture);
    captures.emplace_back(std::move(key), std::move(capture));
  }
  MUSTER_BODY_DONE(body);
  const auto results = services.registration.submit_all(request.principal->person_id, captures);
  json::array outcomes;
  int accepted = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    accepted += results[i].ok();
    outcomes.push_back(outcome_json(static_cast<std::int64_t>(i), results[i]));
  }
  return answer({{"accepted", accepted}, {"refused", results.size() - accepted}, {"outcomes", std::move(outcomes)}});
}

}  // namespace muster::numbers_api
