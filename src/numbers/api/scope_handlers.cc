// GET and POST /authority-scopes, DELETE /authority-scopes/{id}: what an authority may ask for, under which law.
#include "lookup_handlers.h"
#include <web/records.h>

namespace muster::numbers_api {
namespace {

json::object scope_json(const lookups::AuthorityScope& s) {
  return {{"id", s.id},
          {"authority_id", s.authority_id},
          {"law", s.law},
          {"fields", texts_json(s.fields)},
          {"comparisons", s.comparisons},
          {"made_at", time_json(s.made_at)},
          {"ended_at", time_json(s.ended_at)}};
}

}  // namespace

http::Response scope_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto all, services.requests.scopes(request.query_or("authority", "")));
  json::array items;
  for (const auto& scope : all) items.push_back(scope_json(scope));
  return list_answer(std::move(items), std::nullopt);
}

http::Response scope_create(const Services& services, const http::Request& request) {
  Body body(request);
  lookups::AuthorityScope scope;
  scope.authority_id = body.id("authority_id");
  scope.law = body.text("law", 200);
  scope.fields = body.texts("fields", 20, 64, 1);
  scope.comparisons = body.maybe_integer("comparisons", 0, 1'000'000).value_or(0);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.requests.add_scope(request.principal->person_id, scope));
  return answer(scope_json(made), 201);
}

http::Response scope_end(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_CHECK(services.requests.end_scope(request.principal->person_id, request.param("id")));
  return http::Response::no_content();
}

}  // namespace muster::numbers_api
