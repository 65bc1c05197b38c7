#include <evidence/time_stamp.h>
#include <fmt/format.h>
#include <outbound/ask.h>

namespace muster::evidence {

Result<std::string> post_time_stamp_query(const std::string& url, const std::string& query) {
  outbound::Question question;
  question.url = url;
  question.body = query;
  question.headers = {fmt::format("Content-Type: {}", kTimeStampQueryType)};
  question.bytes_max = kTimeStampBytesMax;
  question.time_max = std::chrono::seconds(20);
  auto got = outbound::ask(question);
  if (!got.ok())
    return unavailable("time_stamp_unreachable",
                       fmt::format("The time-stamp authority is not reached: {}.", got.error().sentence));
  if (got->status != 200)
    return unavailable("time_stamp_unreachable", fmt::format("The time-stamp authority answers with {}.", got->status));
  if (!got->header("content-type").starts_with(kTimeStampReplyType))
    return invalid("time_stamp_form", "What came is no time stamp (RFC 3161).");
  return std::move(got->body);
}

}  // namespace muster::evidence
