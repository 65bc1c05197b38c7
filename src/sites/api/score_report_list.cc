// GET /score-reports: the months' reports that were kept, newest first.
#include "review_handlers.h"

namespace muster::api {
namespace {

constexpr int kReportsShown = 36;

}  // namespace

http::Response score_report_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto kept, services.reviews.reports(kReportsShown));
  json::array items;
  for (const auto& report : kept) items.push_back(score_report_json(report));
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
