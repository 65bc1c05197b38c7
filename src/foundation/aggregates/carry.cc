#include <aggregates/carry.h>
#include <aggregates/envelope.h>
#include <fmt/format.h>
#include <outbound/ask.h>

namespace muster::aggregates {
namespace {

Result<std::string> carry(const std::string& url, const std::string* body) {
  if (!outbound::is_private_way(url)) return invalid("aggregates_url", "An address begins with https://.", "url");
  outbound::Question question;
  question.url = url;
  question.bytes_max = kFileMaxBytes;
  if (body) {
    question.body = *body;
    question.headers = {"Content-Type: application/json"};
  }
  auto got = outbound::ask(question);
  if (!got.ok())
    return unavailable("aggregates_unreachable", fmt::format("It is not reached: {}.", got.error().sentence));
  const long status = got->status;
  if (status >= 500) return unavailable("aggregates_unreachable", fmt::format("It answers with {}.", status));
  if (status != 200)
    return refused("aggregates_answer", fmt::format("It answers with {}: {}", status, got->body.substr(0, 300)));
  return std::move(got->body);
}

}  // namespace

Result<std::string> fetch(const std::string& url) {
  return carry(url, nullptr);
}

Result<std::string> send(const std::string& url, const std::string& file) {
  return carry(url, &file);
}

}  // namespace muster::aggregates
