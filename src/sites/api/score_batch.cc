// POST /score-batches: texts or pages to be scored with what is in force now, as a job; nothing of it is a test, raises
// a suspicion or is kept beyond the job. JSON lines: {"id": "…", "content_type": "text/html", "body": "…"}.
#include "bundle_handlers.h"
#include "import_job.h"
#include <base/text.h>
#include <content/scorer.h>
#include <documents/documents.h>
#include <jobs/jobs.h>
#include <policy/policy.h>

namespace muster::api {
namespace {

constexpr std::size_t kItemsMax = 1'000;
constexpr std::size_t kItemBytesMax = 1u << 20;
constexpr std::size_t kReasonsShown = 5;

struct BatchItem {
  std::string id, content_type, body;
};

Error bad_line(std::size_t number, const char* why) {
  return invalid("batch_line", "Line " + std::to_string(number) + " of the batch " + why + ".", "items");
}

Result<std::vector<BatchItem>> read_batch(std::string_view text) {
  std::vector<BatchItem> out;
  for (const auto line : split(text, '\n')) {
    if (trim(line).empty()) continue;
    const std::size_t number = out.size() + 1;
    if (number > kItemsMax) return invalid("batch_items", "A batch has at most 1,000 items.", "items");
    if (line.size() > 2 * kItemBytesMax) return bad_line(number, "is longer than 2 MB");
    const json::value value = parsed(line);
    if (!value.is_object()) return bad_line(number, "is not a JSON object");
    const auto text_of = [&](const char* key) {
      const auto* found = value.as_object().if_contains(key);
      return found && found->is_string() ? std::string(found->as_string()) : std::string();
    };
    BatchItem item{text_of("id"), text_of("content_type"), text_of("body")};
    if (item.id.empty() || item.id.size() > 200) return bad_line(number, "has no id of at most 200 bytes");
    if (item.body.size() > kItemBytesMax) return bad_line(number, "has a body of more than 1 MB");
    if (item.content_type.empty()) item.content_type = "text/plain; charset=utf-8";
    out.push_back(std::move(item));
  }
  if (out.empty()) return invalid("batch_items", "A batch has at least one item.", "items");
  return out;
}

json::object item_json(const std::string& id, const content::PageScore& score, double open_case, double urgent) {
  json::array grounds;
  for (const auto& ground : score.grounds) {
    json::array reasons;
    for (const auto& each : ground.contributions)
      if (reasons.size() < kReasonsShown)
        reasons.push_back(json::object{{"kind", each.kind}, {"log_odds", each.log_odds}, {"detail", each.detail}});
    grounds.push_back(json::object{{"ground", ground.ground},
                                   {"probability", ground.probability},
                                   {"calibrated", ground.calibrated},
                                   {"reasons", std::move(reasons)}});
  }
  return {{"id", id},
          {"probability", score.probability()},
          {"open_case", score.probability() >= open_case},
          {"urgent", score.probability() >= urgent},
          {"grounds", std::move(grounds)},
          {"hidden_hits", score.hidden_hits}};
}

}  // namespace

http::Response score_batch(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_CHECK(read_batch(request.body));
  return import_by_job(services, request, {"application/x-ndjson", "Texts to score", "score_batch", kScoreBatchJob},
                       {});
}

Result<std::string> run_score_batch(const Services& services, jobs::JobContext& job) {
  const json::value arguments = parsed(job.arguments());
  const auto text = [&](const char* key) { return std::string(arguments.at(key).as_string()); };
  MUSTER_TRY(const std::string content, services.documents.content(text("actor"), text("document"), "score_batch"));
  MUSTER_TRY(const auto items, read_batch(content));
  MUSTER_TRY(const auto scorer, services.bundles.scorer());
  const double open_case = static_cast<double>(services.policy.number("testing.open_case_percent")) / 100;
  const double urgent = static_cast<double>(services.policy.number("testing.urgent_percent")) / 100;
  json::array out;
  std::vector<std::string> used;
  for (const BatchItem& item : items) {
    if (job.cancelled()) return jobs::JobContext::interrupted();
    const auto score = scorer->score(content::read_page(item.body, item.content_type));
    used = score.bundles;
    out.push_back(item_json(item.id, score, open_case, urgent));
    job.progress(static_cast<std::int64_t>(out.size()), static_cast<std::int64_t>(items.size()), "scoring");
  }
  return json::serialize(json::object{
      {"items", std::move(out)}, {"bundles", json::value_from(used)}, {"method", content::kScoringMethod}});
}

}  // namespace muster::api
