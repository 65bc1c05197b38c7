#include "me_words.h"
#include "test_support.h"
#include <base/files.h>
#include <base/log.h>
#include <http/dispatch.h>

#include <gmock/gmock.h>
#include <lookups/pages.h>

namespace muster::lookups {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PersonPages : public LookupsTest {
 protected:
  PersonPages() { add_person_pages(router_, page_, {}); }

  http::Response ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    http::Request request;
    request.method = method;
    request.client_key = "client";
    EXPECT_TRUE(http::set_target(request, target).ok());
    request.headers["host"] = "numbers.example";
    request.headers["accept-language"] = language_;
    if (!site_.empty()) request.headers["sec-fetch-site"] = site_;
    std::string cookies;
    for (const auto& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.headers["cookie"] = cookies;
    request.body = body;
    auto admission = dispatcher_.admit(request);
    http::Response response =
        admission.refusal ? std::move(*admission.refusal) : dispatcher_.run(*admission.route, request);
    dispatcher_.finish(request, response);
    for (const auto& [name, value] : response.headers)
      if (name == "Set-Cookie") keep(value);
    if (response.status == 200) EXPECT_LT(response.body.size(), kPageMaxBytes) << target;
    return response;
  }
  void keep(const std::string& cookie) {
    const auto equals = cookie.find('='), end = cookie.find(';');
    cookies_[cookie.substr(0, equals)] = cookie.substr(equals + 1, end - equals - 1);
    EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
    if (cookie.starts_with("muster_me")) EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  }
  static std::string header(const http::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return {};
  }
  static std::string token_in(const std::string& page) {
    const std::string mark = "name=\"form\" value=\"";
    const auto at = page.find(mark);
    return at == std::string::npos ? "" : page.substr(at + mark.size(), 64);
  }
  void recognise(int line) {
    EXPECT_EQ(ask("POST", "/me/code", "number=%2B" + number_of(line).substr(1)).status, 303);
    EXPECT_EQ(ask("POST", "/me/session", "code=" + codes_.sent.back().code).status, 303);
  }

  http::Router router_;
  http::Dispatcher dispatcher_{router_, {}, random_, true};
  std::map<std::string, std::string> cookies_;
  std::string site_, language_ = "en";
};
MUSTER_ON_BOTH_BACKENDS(PersonPages);

TEST_P(PersonPages, OneQuestionAPageFromTheNumberToTheNumbers) {
  registered(0, 1);
  registered(1, 1);
  EXPECT_THAT(ask("GET", "/me").body, HasSubstr("What is one of your phone numbers?"));
  const auto sent = ask("POST", "/me/code", "number=%2B" + number_of(0).substr(1));
  EXPECT_EQ(sent.status, 303);
  EXPECT_EQ(header(sent, "Location"), "/me/code") << "no number in an address";
  EXPECT_THAT(ask("GET", "/me/code").body, HasSubstr("one-time-code"));
  const auto wrong = ask("POST", "/me/session", "code=12");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, HasSubstr("role=\"alert\""));
  EXPECT_EQ(ask("POST", "/me/session", "code=" + codes_.sent.back().code).status, 303);
  const auto home = ask("GET", "/me");
  EXPECT_THAT(home.body, HasSubstr("See the numbers in my name"));
  const auto numbers = ask("GET", "/me/numbers");
  EXPECT_THAT(numbers.body, HasSubstr(lines::msisdn_masked(kFirst + 1)));
  EXPECT_THAT(numbers.body, HasSubstr("Dealer One, BJ-0042"));
  EXPECT_THAT(numbers.body, Not(HasSubstr(std::to_string(kFirst))));
  EXPECT_EQ(header(numbers, "Cache-Control"), "no-store");
  EXPECT_THAT(header(numbers, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(numbers.body, Not(HasSubstr("<script")));
}

TEST_P(PersonPages, TheAnswerIsTheSameForANumberThatIsNobodys) {
  registered(0, 1);
  const auto known = ask("POST", "/me/code", "number=%2B" + number_of(0).substr(1));
  const auto known_page = ask("GET", "/me/code").body;
  const auto unknown = ask("POST", "/me/code", "number=%2B8619900000050");
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_EQ(known.body, unknown.body);
  EXPECT_EQ(ask("GET", "/me/code").body, known_page);
  EXPECT_EQ(ask("POST", "/me/session", "code=" + codes_.sent.back().code).status, 422) << "another number's code";
}

TEST_P(PersonPages, WithoutASessionBackToTheStart) {
  for (const char* path : {"/me/numbers", "/me/readings", "/me/freeze", "/me/wrong", "/me/disputes", "/me/export",
                           "/me/numbers/x/not-mine", "/me/numbers/x/sim"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.status, 303) << path;
    EXPECT_EQ(header(answer, "Location"), "/me") << path;
  }
  for (const char* path : {"/me/leave", "/me/freeze", "/me/export", "/me/wrong"})
    EXPECT_EQ(ask("POST", path).status, 303);
  EXPECT_EQ(header(ask("GET", "/me/code"), "Location"), "/me");
}

TEST_P(PersonPages, AFormOfAnotherSiteChangesNothing) {
  registered(0, 1);
  recognise(0);
  EXPECT_EQ(ask("POST", "/me/freeze", "frozen=yes").status, 403) << "without the session's token";
  EXPECT_EQ(ask("POST", "/me/freeze", "frozen=yes&form=" + std::string(64, '0')).status, 403);
  const std::string token = token_in(ask("GET", "/me/freeze").body);
  ASSERT_EQ(token.size(), 64u);
  site_ = "cross-site";
  EXPECT_EQ(ask("POST", "/me/freeze", "frozen=yes&form=" + token).status, 403);
  EXPECT_EQ(number("select count(*) as n from holder_freeze"), 0);
  site_ = "same-origin";
  EXPECT_EQ(ask("POST", "/me/freeze", "frozen=yes&form=" + token).status, 303);
  EXPECT_EQ(number("select count(*) as n from holder_freeze"), 1);
  EXPECT_THAT(ask("GET", "/me/freeze").body, HasSubstr("Allow new numbers"));
}

TEST_P(PersonPages, NotMineLockExportAndLeaving) {
  registered(0, 1);
  registered(1, 1);
  recognise(0);
  const std::string token = token_in(ask("GET", "/me/numbers").body);
  const std::string id = rows("select o.id from line_ownership o join line l on l.id = o.line_id where l.msisdn = " +
                              std::to_string(kFirst + 1))
                             .at(0)
                             .text("id");
  EXPECT_THAT(ask("GET", "/me/numbers/" + id + "/not-mine").body, HasSubstr("Is this number not yours?"));
  EXPECT_EQ(ask("POST", "/me/numbers/" + id + "/not-mine", "words=never&form=" + token).status, 303);
  EXPECT_THAT(ask("GET", "/me/disputes?sent=1").body, HasSubstr("A number that is not mine"));
  EXPECT_THAT(ask("GET", "/me/numbers").body, HasSubstr("You said it is not yours"));
  EXPECT_EQ(ask("POST", "/me/numbers/" + id + "/sim", "locked=yes&form=" + token).status, 303);
  EXPECT_THAT(ask("GET", "/me/numbers").body, HasSubstr("SIM locked"));
  EXPECT_EQ(ask("GET", "/me/numbers/nobodys/not-mine").status, 404);
  EXPECT_EQ(ask("POST", "/me/wrong", "form=" + token).status, 422);
  EXPECT_EQ(ask("POST", "/me/wrong", "field=name&field=address&words=Right&form=" + token).status, 303);
  const auto file = ask("POST", "/me/export", "as=file&form=" + token);
  EXPECT_THAT(header(file, "Content-Disposition"), HasSubstr("attachment"));
  EXPECT_THAT(file.body, HasSubstr("Specimen Person 1"));
  EXPECT_THAT(ask("POST", "/me/export", "as=page&form=" + token).body, HasSubstr("12 Example Street, Utopia"));
  EXPECT_THAT(ask("GET", "/me/readings").body, HasSubstr("took everything that is held"));
  EXPECT_EQ(ask("POST", "/me/leave", "form=" + token).status, 303);
  EXPECT_EQ(ask("GET", "/me/numbers").status, 303);
}

TEST_P(PersonPages, InChineseToo) {
  registered(0, 1);
  language_ = "zh-CN,zh;q=0.9";
  EXPECT_THAT(ask("GET", "/me").body, HasSubstr("您的任意一个手机号码是多少？"));
  recognise(0);
  EXPECT_THAT(ask("GET", "/me/numbers").body, HasSubstr("我名下的号码"));
  EXPECT_THAT(ask("GET", "/me/numbers?lang=en").body, HasSubstr("Numbers in my name"));
  EXPECT_TRUE(MeWords::complete());
}

TEST_P(PersonPages, WhatIsTypedIsShownAsText) {
  registered(0, 1);
  recognise(0);
  const std::string token = token_in(ask("GET", "/me/wrong").body);
  const auto page = ask("POST", "/me/wrong", "words=%3Cscript%3Ealert(1)%3C%2Fscript%3E&form=" + token);
  EXPECT_EQ(page.status, 422);
  EXPECT_THAT(page.body, HasSubstr("&lt;script&gt;"));
  EXPECT_EQ(ask("POST", "/me/code", "number=%3Cb%3E").status, 422);
  EXPECT_THAT(ask("POST", "/me/code", "number=%3Cb%3E").body, Not(HasSubstr("<b>")));
}

TEST(DemoCodes, StandInAFileThatIsItsOwnersAlone) {
  SystemClock clock;
  SystemRandom random;
  const std::string path =
      (std::filesystem::temp_directory_path() / ("muster-codes-" + random_token(random, 8))).string();
  test::TestDatabase db(store::Backend::sqlite);
  const auto sender = make_code_file(path, clock);
  ASSERT_TRUE(db->write([&](store::Transaction& tx) {
                  return sender->send(tx, {"line", kFirst, "123456", "en", 10});
                }).ok());
  const auto text = read_private_file(path);
  ASSERT_TRUE(text.ok()) << text.error().code;
  EXPECT_THAT(*text, HasSubstr("123456"));
  EXPECT_THAT(*text, Not(HasSubstr(std::to_string(kFirst)))) << "masked";
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace muster::lookups
