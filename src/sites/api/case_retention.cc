// GET /cases/{id}/retention: the evidence that belongs to a case, until when it is kept, and the case's own holds.
#include "case_handlers.h"
#include "evidence_handlers.h"
#include <cases/service.h>
#include <store/database.h>

namespace muster::api {
namespace {

constexpr int kFatesShown = 100, kHoldsShown = 50;

}  // namespace

http::Response case_retention(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto file, services.cases.find_case(request.param("id")));
  MUSTER_ANSWER_TRY(const auto fates, retention_of(services).of_case(file.id, kFatesShown));
  evidence::HoldFilter filter;
  filter.case_id = file.id;
  filter.limit = kHoldsShown;
  MUSTER_ANSWER_TRY(const auto found, holds_of(services).list(filter));
  json::array tests;
  for (const auto& fate : fates) tests.push_back(fate_json(fate));
  MUSTER_ANSWER_TRY(auto holds, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& hold : found) out.push_back(hold_json(tx, hold, *request.principal, services.clock.now()));
    return out;
  }));
  return answer(
      {{"tests", std::move(tests)}, {"holds", std::move(holds)}, {"may_hold", may_set_hold(*request.principal)}});
}

}  // namespace muster::api
