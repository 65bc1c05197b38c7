// POST /cases: from a suspicion that was screened, from the census, or by hand.
#include "case_handlers.h"

namespace muster::api {
namespace {

// "https://host/path" → host and URL; "host" → host alone.
std::pair<std::string, std::string> host_of(const std::string& target) {
  const auto scheme = target.find("://");
  if (scheme == std::string::npos) return {target, ""};
  const auto from = scheme + 3;
  const auto to = target.find_first_of("/?#:", from);
  return {target.substr(from, to == std::string::npos ? to : to - from), target};
}

}  // namespace

http::Response case_open(const Services& services, const http::Request& request) {
  Body body(request);
  cases::NewCase what;
  what.ground = body.text("ground", 60);
  const std::string target = body.text("target", 2'000);
  const auto suspicions = body.texts("suspicion_ids", 1, 60);
  const auto finding = body.maybe_text("finding_id", 60);
  (void)body.maybe_text("site_id", 60);  // found again by the name
  what.note = body.maybe_text("note", 2'000).value_or("");
  what.region = body.maybe_text("region", 32).value_or("");
  MUSTER_BODY_DONE(body);
  const std::string& person = request.principal->person_id;
  std::tie(what.name, what.url) = host_of(target);
  if (finding) {
    what.source = "census";
    what.source_ref = *finding;
  }
  MUSTER_ANSWER_TRY(const auto opened, suspicions.empty()
                                           ? services.cases.open_case(what, person)
                                           : services.cases.open_from_suspicion(suspicions.front(), what.note, person));
  return case_answer(services, opened.id, *request.principal, 201).header("Location", "/api/cases/" + opened.id);
}

}  // namespace muster::api
