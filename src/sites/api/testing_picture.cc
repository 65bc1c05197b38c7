// POST /tests/{id}/picture-views: what a browser showed, out of the evidence, for one look. Counted against what the
// person is spared, and recorded.
#include "desk_handlers.h"
#include "testing_handlers.h"
#include <testing/history.h>

#include <evidence/service.h>

namespace muster::api {

http::Response testing_picture(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto run, services.testing.run(id));
  if (!run.browser || !run.browser->screenshot.kept)
    return http::Response::problem(not_found("screenshot_missing", "This test's evidence has no screenshot."));
  MUSTER_ANSWER_CHECK(desk_of(services).look({run.host, run.registrable, run.ground}, person));
  MUSTER_ANSWER_TRY(const auto file, services.evidence.read(id, person));
  MUSTER_ANSWER_TRY(auto bytes, testing::screenshot_of_evidence(file));
  http::Response out;
  out.body = std::move(bytes);
  out.header("Content-Type", "image/jpeg")
      .header("X-Content-Type-Options", "nosniff")
      .header("Cache-Control", "private, no-store");
  return out;
}

}  // namespace muster::api
