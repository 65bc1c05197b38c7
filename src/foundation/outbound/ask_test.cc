// What is asked and answered, and the limits.
#include <gtest/gtest.h>
#include <outbound/ask.h>
#include <support/one_answer.h>

namespace muster::outbound {
namespace {

std::string answer_of(const std::string& status, const std::string& body, const std::string& more = "") {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + more + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(Outbound, AsksAndTakesTheAnswerWhateverItsStatus) {
  const test::OneAnswer server(answer_of("503 Busy", "later", "X-Thing:  a value \r\n"));
  Question question;
  question.url = server.url("/x");
  question.body = "{}";
  question.headers = {"Content-Type: application/json", "Authorization: Bearer t"};
  const auto got = ask(question);
  ASSERT_TRUE(got.ok()) << got.error().sentence;
  EXPECT_EQ(got->status, 503);
  EXPECT_EQ(got->body, "later");
  EXPECT_EQ(got->header("x-thing"), "a value");
  EXPECT_EQ(got->header("x-other"), "");
  EXPECT_TRUE(server.asked().starts_with("POST /x HTTP/1.1\r\n")) << server.asked();
  EXPECT_NE(server.asked().find("Authorization: Bearer t\r\n"), std::string::npos);
}

TEST(Outbound, HasLimits) {
  const auto code = [](const std::string& answer, std::size_t bytes_max = 10) {
    const test::OneAnswer server(answer);
    Question question;
    question.url = server.url("/");
    question.bytes_max = bytes_max;
    const auto got = ask(question);
    return got.ok() ? std::to_string(got->status) : got.error().code;
  };
  EXPECT_EQ(code(answer_of("200 OK", "0123456789")), "200");
  EXPECT_EQ(code(answer_of("200 OK", "0123456789a")), "outbound_too_long");
  EXPECT_EQ(code("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), "outbound_unreachable") << "cut off";
  EXPECT_EQ(code(answer_of("302 Found", "", "Location: file:///etc/passwd\r\n")), "302") << "nobody asked to follow";
  for (const char* url : {"file:///etc/passwd", "http://127.0.0.1:1/", "ftp://127.0.0.1/"}) {
    Question question;
    question.url = url;
    EXPECT_EQ(ask(question).error().code, "outbound_unreachable") << url;
  }
}

TEST(Outbound, ConnectsToNoAddressThatIsRefused) {
  const test::OneAnswer server(answer_of("200 OK", "inside"));
  Question question;
  question.url = server.url("/");
  std::vector<std::string> seen;
  question.refuse = [&](const std::string& address) {
    seen.push_back(address);
    return std::string("loopback");
  };
  EXPECT_EQ(ask(question).error().code, "outbound_unreachable");
  EXPECT_EQ(seen, std::vector<std::string>{"127.0.0.1"});
  question.refuse = [](const std::string&) { return std::string(); };
  const auto got = ask(question);
  ASSERT_TRUE(got.ok()) << got.error().sentence;
  EXPECT_EQ(got->body, "inside");
}

TEST(Outbound, InTheClearOnlyToThisMachine) {
  for (const char* yes : {"https://peer.example/", "http://127.0.0.1/", "http://127.0.0.1:8080/c/", "http://localhost",
                          "http://[::1]:8080/"})
    EXPECT_TRUE(is_private_way(yes)) << yes;
  for (const char* no : {"http://peer.example/", "http://127.0.0.1.peer.example/", "http://localhost.example/",
                         "http://127.0.0.1:x@peer.example/", "http://127.0.0.10/", "ftp://127.0.0.1/", ""})
    EXPECT_FALSE(is_private_way(no)) << no;
}

}  // namespace
}  // namespace muster::outbound
