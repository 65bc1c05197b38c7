// POST /census/findings/notices: tells the providers of unfiled sites; the cure period begins.
#include "census_handlers.h"

namespace muster::api {
namespace {

constexpr std::size_t kNamesMax = 500;

}  // namespace

http::Response census_notify(const Services& services, const http::Request& request) {
  Body body(request);
  const auto run_id = body.maybe_text("run_id", 64);
  const auto names = body.texts("names", kNamesMax, 253);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto told,
                    services.census.notify_providers(run_id.value_or(""), request.principal->person_id, names));
  return answer({{"sent", told.names},
                 {"providers", told.providers},
                 {"left_out", told.left_out + told.unattributed},
                 {"unattributed", told.unattributed}});
}

}  // namespace muster::api
