// POST /reports/{id}/events: reject {reasons}, may_show_minor.
#include "report_handlers.h"

namespace muster::api {

http::Response report_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"reject", "may_show_minor"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const auto reasons = body.texts("reasons", 10, reports::kReasonsMax);
  MUSTER_BODY_DONE(body);
  std::string words;
  for (const std::string& reason : reasons) words += (words.empty() ? "" : "\n") + reason;
  MUSTER_ANSWER_TRY(const auto r, services.reports.report(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, r.version));
  MUSTER_ANSWER_CHECK(services.reports.apply(r.id, event == "may_show_minor" ? "seal" : event, r.version, words,
                                             request.principal->person_id));
  return report_answer(services, r.id, *request.principal);
}

}  // namespace muster::api
