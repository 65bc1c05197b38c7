// GET /score-reports/{month}: as it was kept; of a month that isn't over, as it stands now.
#include "review_handlers.h"

namespace muster::api {

http::Response score_report_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto kept, services.reviews.report(request.param("month")));
  if (kept) {
    auto out = score_report_json(*kept);
    out["kept"] = true;
    return answer(std::move(out));
  }
  MUSTER_ANSWER_TRY(const auto now, services.reviews.make_report(request.param("month")));
  auto out = score_report_json(now);
  out["kept"] = false;
  return answer(std::move(out));
}

}  // namespace muster::api
