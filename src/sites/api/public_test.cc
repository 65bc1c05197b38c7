#include "public_pages.h"
#include "public_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/caller.h>

namespace muster::api {

void add_console_files(http::Router& router);  // routes_console.cc

namespace {

using test::Answer;
using test::Caller;
using test::person;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kEvil = R"("><script>alert('x')</script>&)";

enforcement::PublicOrder an_order(const std::string& number = "O-2026-000001") {
  enforcement::PublicOrder o;
  o.number = number;
  o.ground = "explicit_unlawful";
  o.law = "Model Act";
  o.article = "section 4";
  o.authority = "Media <Authority>";
  o.measure = "network";
  o.scope_kind = "host";
  o.scope_value = "shop-017.example";
  o.issued_at = *parse_rfc3339("2026-11-20T08:03:00Z");
  o.expires_at = *parse_rfc3339("2026-12-20T08:03:00Z");
  o.state = "in_force";
  return o;
}

class PublicPages : public ::testing::Test {
 protected:
  PublicPages() {
    file_.appeal.number = "A-2026-000001";
    file_.appeal.state = "reversed";
    file_.appeal.reasons = "The page is <clean>.";
    file_.appeal.decided_at = Instant{1};
    file_.order.state = "lifted";
    file_.order.state_at = *parse_rfc3339("2026-11-20T10:00:00Z");
    file_.restored_at = *parse_rfc3339("2026-11-20T10:12:30Z");
    file_.decision.ground = "explicit_unlawful";
    file_.decision.law = "Model Act";
    file_.decision.reasons = "What was <seen>.";
    file_.decision.canonical_text = "Muster decision, text version 1";
    file_.elements.push_back({1, "law_applies", "statement", "Because of & section 4", std::string(64, 'e'), "", "x",
                              *parse_rfc3339("2026-11-19T10:00:00Z")});
    add_public_pages(router_,
                     {.filing_of = [this](const std::string& name) -> Result<std::optional<filings::PublicFiling>> {
                        if (name == kEvil)
                          return invalid("name_character", "A label holds a character that it can't.", "name");
                        return filing_;
                      },
                      .orders_of = [this](const std::string& name) -> Result<std::vector<enforcement::PublicOrder>> {
                        if (name == kEvil)
                          return invalid("name_character", "A label holds a character that it can't.", "name");
                        if (broken_) return unavailable("database", "The database is away.");
                        return orders_;
                      },
                      .orders = [this](const std::string& after, int limit) -> Result<enforcement::PublicPage> {
                        after_ = after;
                        enforcement::PublicPage page;
                        for (int i = 0; i < limit && i < many_; ++i) page.items.push_back(an_order());
                        if (many_ > limit) page.next = "O-2026-000051";
                        return page;
                      },
                      .order = [this](const std::string& number) -> Result<enforcement::PublicOrder> {
                        for (const auto& o : orders_)
                          if (o.number == number) return o;
                        return not_found("order_unknown", "There is no order with this number.");
                      },
                      .file_appeal = [this](const cases::NewAppeal& appeal) -> Result<cases::FiledAppeal> {
                        appeals_.push_back(appeal);
                        if (refuse_) return *refuse_;
                        cases::FiledAppeal filed;
                        filed.appeal.number = "A-2026-000001";
                        filed.appeal.order_number = appeal.order_number;
                        filed.appeal.state = "filed";
                        filed.receipt = "abcd-efgh-ijkl";
                        return filed;
                      },
                      .appeal_file = [this](const std::string& receipt) -> Result<cases::AppealFile> {
                        if (receipt != "abcd-efgh-ijkl")
                          return not_found("receipt_unknown", "No appeal has this receipt.");
                        return file_;
                      },
                      .element = [](const std::string&, const std::string& element,
                                    const std::string& language) { return element + " in " + language; }},
                     clock_);
  }
  Answer get(const std::string& target, const Caller::Headers& headers = {}) const {
    return Caller(router_).get(target, headers);
  }
  Answer post(const std::string& target, const std::string& body) const {
    return Caller(router_).post(target, body, {{"content-type", "application/x-www-form-urlencoded"}});
  }

  SimulatedClock clock_{Instant{1'000'000}};
  http::Router router_;
  std::vector<enforcement::PublicOrder> orders_;
  std::optional<filings::PublicFiling> filing_;
  std::vector<cases::NewAppeal> appeals_;
  std::optional<Error> refuse_;
  cases::AppealFile file_;
  std::string after_;
  int many_ = 0;
  bool broken_ = false;
};

TEST_F(PublicPages, EveryPageIsSmallWholeAndWithoutScript) {
  orders_ = {an_order()};
  many_ = 80;
  for (const char* target : {"/public", "/lookup", "/lookup?name=shop-017.example", "/public/orders",
                             "/public/orders/O-2026-000001", "/public/orders/O-2026-000001/appeal", "/public/appeals"})
    for (const char* lang : {"en", "zh"}) {
      const auto answer =
          get(target + std::string(std::string(target).find('?') == std::string::npos ? "?" : "&") + "lang=" + lang);
      EXPECT_EQ(answer.status, 200) << target;
      EXPECT_LT(answer.body.size(), kPublicPageMaxBytes) << target;
      EXPECT_THAT(answer.body,
                  HasSubstr(std::string("<html lang=\"") + (std::string(lang) == "zh" ? "zh-Hans" : "en")));
      EXPECT_THAT(answer.body, HasSubstr("</html>"));
      EXPECT_THAT(answer.body, Not(HasSubstr("<script")));
      EXPECT_THAT(answer.body, Not(HasSubstr("style=")));
      EXPECT_THAT(answer.headers.at("set-cookie"), HasSubstr(std::string("muster_language=") + lang));
    }
}

TEST_F(PublicPages, SaysWhetherANameIsFiledAndOnAList) {
  EXPECT_THAT(get("/lookup?name=a.example").body, HasSubstr("No order takes this name away"));
  EXPECT_THAT(get("/lookup?name=a.example").body, HasSubstr("No filing is on record"));
  orders_ = {an_order()};
  filings::PublicFiling filing;
  filing.domain = "a.example";
  filing.number = "N-1-1";
  filing.subject_name = "A & B <Ltd>";
  filing_ = filing;
  const auto answer = get("/lookup?name=a.example");
  EXPECT_THAT(answer.body, HasSubstr("O-2026-000001"));
  EXPECT_THAT(answer.body, HasSubstr("A &amp; B &lt;Ltd&gt;"));
  EXPECT_THAT(answer.body, HasSubstr("Media &lt;Authority&gt;"));
  EXPECT_THAT(answer.body, Not(HasSubstr("Pre-approval")));
  filing_->pre_approvals = {{filings::PreApprovalKind::audiovisual, "N <1>", "Example office", std::nullopt}};
  EXPECT_THAT(get("/lookup?name=a.example").body, HasSubstr("<dt>Pre-approval</dt><dd>Audio-visual N &lt;1&gt;</dd>"));
  EXPECT_THAT(get("/lookup?name=a.example&lang=zh").body, HasSubstr("视听节目 N &lt;1&gt;"));
  filing_->individual = true;
  EXPECT_THAT(get("/lookup?name=a.example").body, Not(HasSubstr("A &amp; B")));
}

TEST_F(PublicPages, NothingThatComesFromOutsideGetsInUnescaped) {
  const std::string evil = "%22%3E%3Cscript%3Ealert('x')%3C/script%3E%26";
  const auto answer = get("/lookup?name=" + evil);
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, Not(HasSubstr("<script")));
  EXPECT_THAT(answer.body, HasSubstr("&quot;&gt;&lt;script&gt;"));
  EXPECT_THAT(get("/lookup?x=" + evil).body, Not(HasSubstr("<script")));
  EXPECT_THAT(get("/public/appeals?order=..%2F..%2F%0d%0aevil").headers.at("location"), Not(HasSubstr("\n")));
}

TEST_F(PublicPages, SealedOrdersShowTheirCommitmentAlone) {
  auto sealed = an_order();
  sealed.scope_value.clear();
  sealed.commitment = std::string(64, 'a');
  orders_ = {sealed};
  const auto answer = get("/public/orders/O-2026-000001");
  EXPECT_THAT(answer.body, HasSubstr(std::string(64, 'a')));
  EXPECT_THAT(answer.body, Not(HasSubstr("shop-017")));
}

TEST_F(PublicPages, TheListPagesByKey) {
  many_ = 51;
  const auto first = get("/public/orders");
  const auto at = first.body.find("after=");
  ASSERT_NE(at, std::string::npos);
  const std::string cursor = first.body.substr(at + 6, first.body.find('"', at) - at - 6);
  EXPECT_EQ(get("/public/orders?after=" + cursor).status, 200);
  EXPECT_EQ(after_, "O-2026-000051");
}

TEST_F(PublicPages, AnAppealGivesAReceiptOnce) {
  orders_ = {an_order()};
  const auto answer =
      post("/public/orders/O-2026-000001/appeal", "words=It+is+wrong%0D%0Areally&contact=a%40b.example&lang=zh");
  EXPECT_EQ(answer.status, 201);
  EXPECT_THAT(answer.body, HasSubstr("abcd-efgh-ijkl"));
  EXPECT_THAT(answer.body, HasSubstr("zh-Hans"));
  ASSERT_EQ(appeals_.size(), 1u);
  EXPECT_EQ(appeals_[0].words, "It is wrong\nreally");
  EXPECT_EQ(appeals_[0].contact, "a@b.example");
  EXPECT_EQ(appeals_[0].language, "zh");
  const auto outcome = post("/public/appeals", "receipt=abcd-efgh-ijkl");
  EXPECT_THAT(outcome.body, HasSubstr("The order is reversed"));
  EXPECT_THAT(outcome.body, HasSubstr("&lt;clean&gt;"));
  // With the receipt all that was held against the site is read, and how soon it was restored.
  for (const char* told : {"What was &lt;seen&gt;.", "law_applies in en", "Because of &amp; section 4", "12 minutes",
                           "Muster decision, text version 1", "Model Act"})
    EXPECT_THAT(outcome.body, HasSubstr(told)) << told;
  EXPECT_THAT(outcome.body, HasSubstr(std::string(64, 'e')));
  file_.order.sealed = true;
  EXPECT_THAT(post("/public/appeals", "receipt=abcd-efgh-ijkl").body, Not(HasSubstr("Because of")));
  EXPECT_EQ(post("/public/appeals", "receipt=other").status, 404);
}

TEST_F(PublicPages, ARefusedAppealKeepsWhatWasTyped) {
  orders_ = {an_order()};
  refuse_ = conflict("appeal_open", "An appeal is open.");
  const auto answer = post("/public/orders/O-2026-000001/appeal", "words=Please+%3Clook%3E&contact=a%40b.example");
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("Please &lt;look&gt;"));
  EXPECT_THAT(answer.body, HasSubstr("a@b.example"));
  EXPECT_EQ(post("/public/orders/O-2026-000001/appeal", "words=+++").status, 422);
  EXPECT_EQ(post("/public/orders/O-2026-000001/appeal", "words=%zz").status, 422);
  EXPECT_EQ(post("/public/orders/O-2026-000001/appeal", "words=%ff").status, 422);
}

TEST_F(PublicPages, TheFormIsBegunForTheAppellantAndAdmitsNothing) {
  orders_ = {an_order()};
  const auto form = get("/public/orders/O-2026-000001/appeal").body;
  for (const char* begun : {"I appeal against order O-2026-000001 of 2026-11-20", "Media &lt;Authority&gt;",
                            "Model Act", "shop-017.example", "that the order is lifted"})
    EXPECT_THAT(form, HasSubstr(begun)) << begun;
  EXPECT_THAT(get("/public/orders/O-2026-000001/appeal?lang=zh").body, HasSubstr("我对命令 O-2026-000001"));
}

TEST_F(PublicPages, AnEndedOrderHasAFormUnlessAnAppealEndedIt) {
  auto ended = an_order();
  ended.state = "expired";
  orders_ = {ended};
  EXPECT_THAT(get("/public/orders/O-2026-000001/appeal").body, HasSubstr("<textarea"));
  ended.state = "lapsed";
  orders_ = {ended};
  EXPECT_THAT(get("/public/orders/O-2026-000001/appeal").body, Not(HasSubstr("<textarea")));
  EXPECT_EQ(get("/public/orders/O-9").status, 404);
}

TEST_F(PublicPages, TooManyAppealsAndABrokenDatabaseAnswerWithAPage) {
  orders_ = {an_order()};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(post("/public/orders/O-2026-000001/appeal", "words=again").status, 201);
  const auto busy = post("/public/orders/O-2026-000001/appeal", "words=again");
  EXPECT_EQ(busy.status, 429);
  EXPECT_THAT(busy.body, HasSubstr("Too many requests"));
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(post("/public/orders/O-2026-000001/appeal", "words=again").status, 201);
  broken_ = true;
  EXPECT_EQ(get("/lookup?name=a.example").status, 503);
}

TEST(PublicWords, AreWholeInBothLanguages) {
  EXPECT_TRUE(Words::complete());
}

TEST(PublicForm, ReadsWhatBrowsersSend) {
  const auto form = parse_form("a=1+2&b=%E4%B8%AD&c&=d&&e==");
  ASSERT_TRUE(form.ok());
  EXPECT_THAT(*form,
              ::testing::ElementsAre(::testing::Pair("a", "1 2"), ::testing::Pair("b", "中"), ::testing::Pair("c", ""),
                                     ::testing::Pair("", "d"), ::testing::Pair("e", "=")));
  std::string many;
  for (int i = 0; i < 21; ++i) many += "x=1&";
  EXPECT_EQ(parse_form(many).error().code, "form_too_many_fields");
  EXPECT_FALSE(parse_form("a=%4").ok());
}

TEST(ConsoleFiles, ThePageIsServedAtItsPlacesAndItsFilesAreKept) {
  http::Router router;
  add_console_files(router);
  const Caller caller(router);
  for (const char* place : {"/", "/cases/0190e000", "/ledger", "/settings"}) {
    const auto answer = caller.get(place);
    EXPECT_EQ(answer.status, 200) << place;
    EXPECT_THAT(answer.body, HasSubstr("<div id=\"app\">"));
    EXPECT_EQ(answer.headers.at("cache-control"), "no-cache");
  }
  const std::string page = caller.get("/").body;
  const auto at = page.find("/assets/index-");
  ASSERT_NE(at, std::string::npos);
  const auto script = caller.get(page.substr(at, page.find('"', at) - at));
  EXPECT_EQ(script.status, 200);
  EXPECT_THAT(script.headers.at("cache-control"), HasSubstr("immutable"));
  EXPECT_EQ(caller.get("/assets/no-such.js").status, 404);
  EXPECT_EQ(caller.get("/api/no-such").status, 404);
  EXPECT_THAT(page, Not(HasSubstr("style=")));
}

}  // namespace
}  // namespace muster::api
