// GET, PUT /care: grounds that I do not want to look at, and how often I have uncovered content today; each for the
// caller alone. POST /care/views: before content is uncovered.
#include "desk_handlers.h"

namespace muster::api {
namespace {

json::object exposure_json(const cases::Exposure& e) {
  return {{"views", e.views}, {"views_max", e.views_max}, {"left", e.views_max - e.views}};
}

}  // namespace

http::Response care_show(const Services& services, const http::Request& request) {
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto out, desk_of(services).opted_out(person));
  MUSTER_ANSWER_TRY(const auto exposure, desk_of(services).exposure(person));
  json::object made = exposure_json(exposure);
  json::array grounds;
  for (const auto& ground : out) grounds.emplace_back(ground);
  made["opted_out"] = std::move(grounds);
  return answer(std::move(made));
}

http::Response care_change(const Services& services, const http::Request& request) {
  Body body(request);
  const auto grounds = body.texts("opted_out", 20, 60);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(desk_of(services).opt_out(grounds, request.principal->person_id));
  return care_show(services, request);
}

http::Response care_view(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto exposure, desk_of(services).uncover(request.principal->person_id));
  return answer(exposure_json(exposure));
}

}  // namespace muster::api
