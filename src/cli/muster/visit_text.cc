#include "visit_text.h"

#include <base/text.h>

namespace muster::cli {

boost::json::object visit_json(const testing::TestRun& run, const std::string& evidence) {
  return {
      {"id", run.id},
      {"url", run.url},
      {"final_url", run.final_url},
      {"hops", run.hop_count},
      {"http_status", run.http_status},
      {"verdict", run.verdict},
      {"error", run.error},
      {"ground", run.ground},
      {"score", run.score},
      {"top_reason", run.top_reason},
      {"vantages", static_cast<std::int64_t>(run.vantages.size())},
      {"cloaked", run.cloaked()},
      {"suspicion_id", run.suspicion_id.empty() ? boost::json::value(nullptr) : boost::json::value(run.suspicion_id)},
      {"evidence", evidence},
      {"evidence_sha256", run.evidence_sha256}};
}

std::string cut_to(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  return std::string(utf8_prefix(text, most - 3)) + "…";
}

std::string status_text(int http_status) {
  return http_status ? std::to_string(http_status) : "-";
}

}  // namespace muster::cli
