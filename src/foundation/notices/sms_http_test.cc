#include "test_centre.h"
#include <notices/sms.h>

namespace muster::notices {
namespace {

// One answer for each request, in turn; the last one again and again.
class TestWeb {
 public:
  explicit TestWeb(std::vector<std::string> answers) : answers_(std::move(answers)) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port()) + "/sms"; }
  std::vector<std::string> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve(int peer) {
    std::string all;
    while (!listener_.stopped()) {
      char buffer[4096];
      const ssize_t n = ::recv(peer, buffer, sizeof buffer, 0);
      if (n == 0) return;
      if (n > 0) all.append(buffer, static_cast<std::size_t>(n));
      if (all.find("\r\n\r\n") == std::string::npos || all.back() != '}') continue;
      std::string answer;
      {
        const std::lock_guard lock(mutex_);
        answer = answers_[std::min(requests_.size(), answers_.size() - 1)];
        requests_.push_back(all);
      }
      ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
      return;
    }
  }
  std::vector<std::string> answers_;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  TestListener listener_{[this](int peer) { serve(peer); }};
};
std::string http(const std::string& status, const std::string& body = "{}") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
         body;
}
std::vector<Result<std::string>> send_to(const TestWeb& web, int n = 1) {
  const auto gateway = *make_http_gateway({web.url(), "token-1", std::chrono::seconds(2)});
  std::vector<SmsMessage> messages;
  for (int i = 0; i < n; ++i) messages.push_back({"id-" + std::to_string(i), "+8619900000001", "say \"hi\" 登"});
  return gateway->send(messages);
}

TEST(SmsHttp, HandsOverWithItsKey) {
  TestWeb web({http("202 Accepted", R"({"reference":"r-1"})")});
  EXPECT_EQ(*send_to(web)[0], "r-1");
  const std::string request = web.requests().at(0);
  EXPECT_NE(request.find("Idempotency-Key: id-0\r\n"), std::string::npos);
  EXPECT_NE(request.find("Authorization: Bearer token-1\r\n"), std::string::npos);
  EXPECT_NE(request.find(R"({"id":"id-0","to":"+8619900000001","text":"say \"hi\" 登"})"), std::string::npos);
  EXPECT_EQ(request.substr(0, 15), "POST /sms HTTP/") << "no number in the URL";
}

TEST(SmsHttp, AnswersAreTold) {
  const auto code = [](const std::string& answer) {
    TestWeb web({answer});
    const auto sent = send_to(web);
    return sent[0].ok() ? "ok:" + *sent[0] : sent[0].error().code;
  };
  EXPECT_EQ(code(http("200 OK", "not json")), "ok:");
  EXPECT_EQ(code(http("200 OK", R"({"reference":7})")), "ok:");
  EXPECT_EQ(code(http("422 Unprocessable")), "sms_refused");
  EXPECT_EQ(code(http("429 Too Many")), "sms_throttled");
  EXPECT_EQ(code(http("503 Busy")), "sms_throttled");
  EXPECT_EQ(code(http("401 Unauthorized")), "sms_gateway_away");
  EXPECT_EQ(code(http("500 Broken")), "sms_gateway_away");
  EXPECT_EQ(code(http("302 Found\r\nLocation: http://127.0.0.1:1/")), "sms_gateway_away");
  EXPECT_EQ(code("no http at all"), "sms_gateway_away");
  EXPECT_EQ(code(http("200 OK", std::string(20'000, 'x'))), "sms_gateway_away") << "more than an answer can be";
}

TEST(SmsHttp, AThrottlingGatewayGetsNoMore) {
  TestWeb web({http("200 OK"), http("429 Too Many")});
  const auto sent = send_to(web, 5);
  EXPECT_TRUE(sent[0].ok());
  for (std::size_t i = 1; i < 5; ++i) EXPECT_EQ(sent[i].error().code, "sms_throttled");
  EXPECT_EQ(web.requests().size(), 2u);
}

TEST(SmsHttp, OnlyHttpsOrThisMachine) {
  EXPECT_EQ(make_http_gateway({"http://gateway.example/", "", {}}).error().code, "sms_gateway_url");
  EXPECT_EQ(make_http_gateway({"ftp://127.0.0.1:1/", "", {}}).error().code, "sms_gateway_url");
  EXPECT_TRUE(make_http_gateway({"https://gateway.example/", "", {}}).ok());
}

}  // namespace
}  // namespace muster::notices
