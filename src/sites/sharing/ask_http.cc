#include <outbound/ask.h>
#include <sharing/peers.h>

namespace muster::sharing {

Result<Answer> ask_by_http(const std::string& url, const std::string& token) {
  outbound::Question question;
  question.url = url;
  question.agent = "muster-taxii/1";
  question.headers = {"Accept: " + std::string(kTaxiiType)};
  if (!token.empty()) question.headers.push_back("Authorization: Bearer " + token);  // no redirect takes it elsewhere
  question.bytes_max = kEnvelopeMax;
  auto got = outbound::ask(question);
  if (!got.ok() && got.error().code == "outbound_too_long")
    return unavailable("envelope_large", "The peer's answer is longer than 4 MiB.");
  if (!got.ok()) return unavailable("peer_unreachable", "The peer gave no answer: " + got.error().sentence + ".");
  if (got->status == 429 || got->status == 503) return unavailable("peer_busy", "The peer asks for patience.");
  if (got->status != 200 && got->status != 206)
    return unavailable("peer_status", "The peer answered with status " + std::to_string(got->status) + ", not 200.");
  return Answer{std::move(got->body), got->header("x-taxii-date-added-last")};
}

}  // namespace muster::sharing
