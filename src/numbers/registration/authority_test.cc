// The authorities: a file, a server that answers by the byte, and the breaker before either.
#include <registration/authority.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <support/one_answer.h>

namespace muster::registration {
namespace {

const Question kQuestion{"id-1", "passport", "UTO", "L898902C3", "Anna Maria ERIKSSON", "1974-08-12"};

std::string write_register(const std::string& text) {
  const auto path = (std::filesystem::temp_directory_path() / "muster-register-test.csv").string();
  std::ofstream(path) << text;
  return path;
}

TEST(RegisterFile, ConfirmsAndSaysEachReason) {
  const auto authority =
      open_register_file(write_register("kind,country,number,name,birth_date,status\n"
                                        "passport,UTO,L898902C3,Anna Maria Eriksson,1974-08-12,alive\n"
                                        "passport,UTO,X00000001,Old Specimen,1900-01-01,deceased\n"));
  ASSERT_TRUE(authority.ok()) << authority.error().code;
  EXPECT_TRUE((*authority)->check(kQuestion)->confirmed);
  Question q = kQuestion;
  q.name = "Somebody";
  q.birth_date = "1974-08-13";
  EXPECT_EQ((*authority)->check(q)->reasons, (std::vector<std::string>{"name_differs", "birth_date_differs"}));
  q.number = "Y";
  EXPECT_EQ((*authority)->check(q)->reasons, std::vector<std::string>{"identity_unknown"});
  q = {"id-2", "passport", "UTO", "X00000001", "Old Specimen", "1900-01-01"};
  EXPECT_EQ((*authority)->check(q)->reasons, std::vector<std::string>{"holder_deceased"});
}

TEST(RegisterFile, RefusesWhatIsNone) {
  for (const char* text : {"", "a,b\n", "kind,country,number,name,birth_date,status\npassport,UTO\n"})
    EXPECT_EQ(open_register_file(write_register(text)).error().code, "authority_file") << text;
  EXPECT_FALSE(open_register_file("/nowhere/register.csv").ok());
}

std::string http(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}
constexpr const char* kEnd = "1974-08-12\"}";  // of the question
Result<Answer> ask(const test::OneAnswer& server) {
  return (*make_http_authority({server.url("/checks"), "secret-token", std::chrono::milliseconds(700)}))
      ->check(kQuestion);
}

TEST(HttpAuthority, AsksAndReadsTheAnswer) {
  const test::OneAnswer server(http("200 OK", R"({"outcome":"confirmed"})"), kEnd);
  EXPECT_TRUE(ask(server)->confirmed);
  const std::string request = server.asked();
  EXPECT_TRUE(request.starts_with("POST /checks HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Authorization: Bearer secret-token\r\n"), std::string::npos);
  EXPECT_NE(request.find(R"("number":"L898902C3")"), std::string::npos);
  EXPECT_EQ(request.substr(0, request.find("\r\n\r\n")).find("L898902C3"), std::string::npos)
      << "not in the URL, nor a header";
}

TEST(HttpAuthority, OnlyAnAnswerDenies) {
  const test::OneAnswer denies(http("200 OK", R"({"outcome":"denied","reasons":["name_differs",7]})"), kEnd);
  const auto denied = ask(denies);
  ASSERT_TRUE(denied.ok());
  EXPECT_FALSE(denied->confirmed);
  EXPECT_EQ(denied->reasons, std::vector<std::string>{"name_differs"});
  for (const std::string& answer :
       {http("500 Internal Server Error", R"({"outcome":"denied"})"), http("200 OK", R"({"outcome":"perhaps"})"),
        http("200 OK", "not json L898902C3"), http("200 OK", "[]"), http("302 Found", R"({"outcome":"confirmed"})"),
        std::string("garbage\r\n"), std::string()}) {
    const test::OneAnswer server(answer, kEnd);
    const auto away = ask(server);
    ASSERT_FALSE(away.ok()) << answer;
    EXPECT_EQ(away.error().failure, Failure::unavailable);
    EXPECT_EQ(away.error().sentence.find("L898902C3"), std::string::npos);
  }
}

TEST(HttpAuthority, IsAskedSafelyAlone) {
  EXPECT_EQ(make_http_authority({"http://register.example/checks", "", {}}).error().code, "authority_url");
  EXPECT_EQ(make_http_authority({"file:///etc/passwd", "", {}}).error().code, "authority_url");
  EXPECT_TRUE(make_http_authority({"https://register.example/checks", "", {}}).ok());
}

TEST(HttpAuthority, AnEndlessAnswerIsCutOff) {
  const test::OneAnswer endless("HTTP/1.1 200 OK\r\n\r\n" + std::string(70'000, 'x'), kEnd, 3);
  EXPECT_EQ(ask(endless).error().code, "authority_away");
}

TEST(BreakerTest, NobodyWaitsForWhatIsAway) {
  class Counted final : public Authority {
   public:
    Result<Answer> check(const Question&) override {
      ++calls;
      if (away) return unavailable("authority_away", "Away.");
      return Answer{true, {}};
    }
    int calls = 0;
    bool away = true;
  } behind;
  SimulatedClock clock{*parse_rfc3339("2026-03-02T09:00:00Z")};
  Breaker breaker(behind, clock, {3, std::chrono::seconds(30)});
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(breaker.check(kQuestion).ok());
  EXPECT_EQ(behind.calls, 3) << "then it is left alone";
  clock.advance(std::chrono::seconds(30));
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(breaker.check(kQuestion).ok());
  EXPECT_EQ(behind.calls, 4) << "one question tries";
  behind.away = false;
  clock.advance(std::chrono::seconds(30));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(breaker.check(kQuestion).ok());
  EXPECT_EQ(behind.calls, 14);
}

}  // namespace
}  // namespace muster::registration
