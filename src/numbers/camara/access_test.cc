// Who may ask: tokens, scopes, clients that end, the day's cap; and what stands in the ledger.
#include "test_support.h"
#include <base/bytes.h>
#include <base/log.h>

namespace muster::camara {
namespace {

constexpr const char* kTenureOf = "/kyc-tenure/v0.3rc1/check-tenure";

class AccessOf : public CamaraTest {
 protected:
  static std::string tenure(int line) {
    return "{\"phoneNumber\":\"" + phone(line) + "\",\"tenureDate\":\"2020-01-01\"}";
  }
  int status_of(const std::string& bearer, int line = 0) { return post(kTenureOf, bearer, tenure(line)).status; }
};
MUSTER_ON_BOTH_BACKENDS(AccessOf);

TEST_P(AccessOf, NeedsATokenThatIsInForce) {
  held(0, 1);
  const std::string id = client(), bearer = token(id);
  EXPECT_EQ(status_of(bearer), 200);
  for (const std::string& wrong : {std::string(), std::string("x"), bearer + "x", std::string(5'000, 'a')}) {
    const auto got = post(kTenureOf, wrong, tenure(0));
    EXPECT_EQ(got.status, 401);
    EXPECT_EQ(got.code(), "UNAUTHENTICATED");
    EXPECT_EQ(got.headers.at("WWW-Authenticate"), "Bearer");
  }
  NewToken over;
  over.client_id = id;
  over.scopes = {"kyc-tenure:check-tenure"};
  over.valid = Duration(0);
  EXPECT_EQ(status_of(*service_.mint("admin", over)), 401) << "it has expired when it is made";
  clock_.advance(kTokenValid - Duration(1));
  EXPECT_EQ(status_of(bearer), 200);
  clock_.advance(Duration(1));
  EXPECT_EQ(status_of(bearer), 401);
  EXPECT_EQ(*service_.sweep(), 2);
  EXPECT_EQ(number("select count(*) as n from camara_token"), 0);
}

TEST_P(AccessOf, NeedsTheScope) {
  held(0, 1);
  const std::string id = client();
  const auto got = post(kTenureOf, token(id, -1, Authentication::none, {"kyc-match:match"}), tenure(0));
  EXPECT_EQ(got.status, 403);
  EXPECT_EQ(got.code(), "PERMISSION_DENIED");
  const auto sim = "{\"phoneNumber\":\"" + phone(0) + "\"}";
  for (const char* scope : {"sim-swap", "sim-swap:check"})
    EXPECT_EQ(post("/sim-swap/v2/check", token(id, -1, Authentication::none, {scope}), sim).status, 200) << scope;
  EXPECT_EQ(post("/sim-swap/v2/check", token(id, -1, Authentication::none, {"sim-swap:retrieve-date"}), sim).status,
            403);
}

TEST_P(AccessOf, TokensAreOfWhatTheClientWasGranted) {
  held(0, 1);
  NewClient small;
  small.scopes = {"sim-swap"};
  NewToken asked;
  asked.client_id = client(small);
  asked.scopes = {"kyc-match:match"};
  const auto code = [&] {
    const auto minted = service_.mint("admin", asked);
    return minted.ok() ? "minted" : minted.error().code;
  };
  EXPECT_EQ(code(), "scope_not_granted");
  asked.scopes = {};
  EXPECT_EQ(code(), "scope_not_granted");
  asked.scopes = {"sim-swap"};
  EXPECT_EQ(code(), "minted");
  asked.authenticated_by = Authentication::sim;
  EXPECT_EQ(code(), "token_authentication");
  asked.msisdn = msisdn(0);
  EXPECT_EQ(code(), "minted");
  asked.msisdn = msisdn(45);
  EXPECT_EQ(code(), "line_without_holder");
  asked.msisdn = 99999999;
  EXPECT_EQ(code(), "line_unknown");
  asked.msisdn = msisdn(0);
  asked.valid = kTokenValidMax + Duration(1);
  EXPECT_EQ(code(), "token_term");
  asked.valid = kTokenValid;
  asked.client_id = "nobody";
  EXPECT_EQ(code(), "client_unknown");
}

TEST_P(AccessOf, ClientsAreCheckedAndEnd) {
  held(0, 1);
  const auto code = [&](NewClient asked) {
    const auto made = service_.add_client("admin", asked);
    return made.ok() ? "made" : made.error().code;
  };
  NewClient right;
  right.name = "A";
  right.purpose = "fraud_prevention";
  right.scopes = {"sim-swap"};
  EXPECT_EQ(code(right), "made");
  EXPECT_EQ(code(right), "already_exists");
  NewClient wrong = right;
  wrong.purpose = "Because!";
  EXPECT_EQ(code(wrong), "purpose_missing");
  wrong = right;
  wrong.scopes = {"everything"};
  EXPECT_EQ(code(wrong), "client_scope");
  wrong = right;
  wrong.subjects_per_day = 0;
  EXPECT_EQ(code(wrong), "client_subjects");
  wrong = right;
  wrong.questions_per_subject = 0;
  EXPECT_EQ(code(wrong), "client_questions");
  wrong = right;
  wrong.name = "";
  EXPECT_EQ(code(wrong), "client_name");
  const std::string id = client(), bearer = token(id);
  EXPECT_EQ(status_of(bearer), 200);
  ASSERT_TRUE(service_.end_client("admin", id).ok());
  EXPECT_EQ(status_of(bearer), 401);
  NewToken asked;
  asked.client_id = id;
  asked.scopes = {"sim-swap"};
  EXPECT_EQ(service_.mint("admin", asked).error().code, "client_ended");
  EXPECT_EQ(service_.end_client("admin", id).error().code, "client_immutable");
}

TEST_P(AccessOf, ATokenIsOfTheHolderAndNotOfTheNextOne) {
  held(0, 1);
  const std::string id = client(), bearer = token(id, 0);
  const std::string body = R"({"tenureDate":"2020-01-01"})";
  EXPECT_EQ(post(kTenureOf, bearer, body).status, 200);
  EXPECT_EQ(post(kTenureOf, bearer, tenure(0)).code(), "UNNECESSARY_IDENTIFIER");
  step(0, lines::Event::disconnect);
  EXPECT_EQ(post(kTenureOf, bearer, body).status, 401);
}

TEST_P(AccessOf, ATokenIsNotOfWhoGetsTheLineNext) {
  registered(0, 1);
  const std::string id = client(), first = token(id, 0);
  const std::string body = R"({"tenureDate":"2020-01-01"})";
  EXPECT_EQ(post(kTenureOf, first, body).status, 200);
  step(0, lines::Event::release);
  registered(0, 2);
  EXPECT_EQ(post(kTenureOf, first, body).status, 401) << "the line has a holder, and it is another one";
  EXPECT_EQ(post(kTenureOf, token(id, 0), body).status, 200);
}

TEST_P(AccessOf, SoManyDifferentNumbersADay) {
  held(0, 1);
  held(1, 2);
  NewClient asked;
  asked.subjects_per_day = 2;
  const std::string id = client(asked);
  std::string bearer = token(id);
  EXPECT_EQ(status_of(bearer, 0), 200);
  EXPECT_EQ(status_of(bearer, 0), 200) << "the same one is no other";
  EXPECT_EQ(status_of(bearer, 40), 404) << "and a number that nobody holds is one";
  const auto third = post(kTenureOf, bearer, tenure(1));
  EXPECT_EQ(third.status, 429);
  EXPECT_EQ(third.code(), "QUOTA_EXCEEDED");
  EXPECT_EQ(status_of(bearer, 0), 200);
  EXPECT_EQ(status_of(token(client()), 1), 200) << "another client has its own";
  clock_.advance(std::chrono::hours(24));
  bearer = token(id);
  EXPECT_EQ(status_of(bearer, 1), 200);
}

TEST_P(AccessOf, SoManyQuestionsAboutOneNumberADay) {
  held(0, 1);
  held(1, 2);
  NewClient asked;
  asked.questions_per_subject = 3;
  const std::string bearer = token(client(asked));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(bearer), 200);
  EXPECT_EQ(post(kTenureOf, bearer, tenure(0)).code(), "QUOTA_EXCEEDED") << "nobody finds a birth date by trying all";
  EXPECT_EQ(status_of(bearer, 1), 200);
}

TEST_P(AccessOf, TheCorrelatorComesBack) {
  held(0, 1);
  const std::string bearer = token(client());
  const auto sent = [&](const std::string& correlator, const std::string& by) {
    return send("POST", kTenureOf, by, tenure(0), {{"content-type", "application/json"}, {"x-correlator", correlator}});
  };
  const std::string uuid = "b4333c46-49c0-4f62-80d7-f0ef930f1c46";
  EXPECT_EQ(sent(uuid, bearer).headers.at("x-correlator"), uuid);
  EXPECT_EQ(sent(uuid, "wrong").headers.at("x-correlator"), uuid) << "with refusals as well";
  const auto bad = sent("two words", bearer);
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.code(), "INVALID_ARGUMENT");
  EXPECT_EQ(bad.headers.count("x-correlator"), 0u);
  EXPECT_EQ(post(kTenureOf, bearer, tenure(0)).headers.count("x-correlator"), 0u);
}

TEST_P(AccessOf, AClientGetsTokensOfTwoPartiesByItsSecret) {
  held(0, 1);
  const std::string id = client(), secret = secret_;
  const auto ask = [&](const std::string& form, const std::string& basic = {}) {
    std::map<std::string, std::string> headers{{"content-type", "application/x-www-form-urlencoded"}};
    if (!basic.empty()) headers["authorization"] = "Basic " + to_base64(basic);
    return send("POST", "/oauth2/token", "", form, headers);
  };
  const auto got = ask("grant_type=client_credentials&scope=sim-swap+kyc-tenure:check-tenure", id + ":" + secret);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.text("token_type"), "Bearer");
  EXPECT_EQ(got.text("scope"), "sim-swap kyc-tenure:check-tenure");
  EXPECT_EQ(status_of(got.text("access_token")), 200);
  EXPECT_EQ(ask("grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret).status, 200);
  EXPECT_EQ(ask("grant_type=client_credentials", id + ":wrong").status, 401);
  EXPECT_EQ(ask("grant_type=client_credentials", "nobody:" + secret).text("error"), "invalid_client");
  EXPECT_EQ(ask("grant_type=client_credentials").status, 401);
  EXPECT_EQ(ask("grant_type=client_credentials&scope=everything", id + ":" + secret).text("error"), "invalid_scope");
  EXPECT_EQ(ask("grant_type=password", id + ":" + secret).text("error"), "unsupported_grant_type");
}

TEST_P(AccessOf, EachQuestionIsInTheLedgerWithItsPurpose) {
  held(0, 1);
  const std::string id = client(), bearer = token(id);
  EXPECT_EQ(status_of(bearer), 200);
  EXPECT_EQ(status_of(bearer, 40), 404);
  const auto asked = rows(
      "select e.actor, p.body from event e join event_payload p on p.event_id = e.id "
      "where e.kind = 'line.asked_about' order by e.id");
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].text("actor"), "client:" + id);
  EXPECT_EQ(asked[0].text("body"),
            R"({"operation":"kyc-tenure:check-tenure","purpose":"fraud_prevention","outcome":"answered"})");
  EXPECT_NE(asked[1].text("body").find("IDENTIFIER_NOT_FOUND"), std::string::npos);
  const std::int64_t before = number("select count(*) as n from event where kind = 'vault.read'");
  EXPECT_EQ(post("/kyc-match/v0.4/match", bearer, "{\"phoneNumber\":\"" + phone(0) + "\",\"name\":\"A\"}").status, 200);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), before + 1);
}

TEST_P(AccessOf, TheSchemaKeepsWhatWasGranted) {
  held(0, 1);
  const std::string id = client();
  const std::string bearer = token(id, 0);
  ASSERT_TRUE(service_.give_consent("admin", id, msisdn(0), "terms").ok());
  EXPECT_EQ(service_.give_consent("admin", id, msisdn(0), "terms").error().code, "already_exists");
  for (const char* change : {"scores = 1", "scopes = 'sim-swap'", "subjects_per_day = 1000000", "purpose = 'other'",
                             "ended_at = null", "secret_hash = id"})
    EXPECT_NE(attack(std::string("update camara_client set ") + change), "done") << change;
  EXPECT_EQ(attack("delete from camara_client"), "client_kept");
  EXPECT_EQ(attack("update camara_token set expires_at = expires_at + 1"), "token_immutable");
  EXPECT_EQ(attack("update camara_consent set withdrawn_at = null"), "consent_immutable");
  EXPECT_EQ(attack("delete from camara_consent"), "consent_kept");
  ASSERT_TRUE(service_.end_client("admin", id).ok());
  EXPECT_EQ(attack("insert into camara_token(hash, client_id, scopes, authenticated_by, made_at, expires_at) values('" +
                   std::string(64, 'a') + "', '" + id + "', 'sim-swap', 'none', 1, 2)"),
            "client_ended");
}

std::string* g_written = nullptr;

TEST_P(AccessOf, NothingPersonalAndNoSecretStandsInTheClear) {
  std::string logged;
  g_written = &logged;
  log::set_sink([](std::string_view line) { g_written->append(line); });
  log::set_level(log::Level::debug);
  held(0, 1, "Zephyrine Quorvix-Planted");
  ASSERT_TRUE(service_.set_details("admin", msisdn(0), {{"email", "quorvix.planted@example.org"}}).ok());
  const std::string id = client(), secret = secret_, bearer = token(id, 0);
  ASSERT_TRUE(service_.give_consent("admin", id, msisdn(0), "terms").ok());
  EXPECT_EQ(post("/kyc-fill-in/v0.4/fill-in", bearer, "{}").text("name"), "Zephyrine Quorvix-Planted");
  EXPECT_EQ(post("/kyc-match/v0.4/match", bearer, R"({"name":"Asked Planted-Name"})").text("nameMatch"), "false");
  EXPECT_EQ(post("/kyc-match/v0.4/match", bearer, R"({"name":"Asked Planted-Name")").status, 400);
  log::set_sink(nullptr);
  const std::string stored = everything();
  ASSERT_NE(stored.find(id), std::string::npos) << "the search does search";
  for (const std::string& hidden :
       {std::string("Quorvix"), std::string("quorvix"), std::string("Planted-Name"), bearer, secret}) {
    EXPECT_EQ(stored.find(hidden), std::string::npos) << hidden;
    EXPECT_EQ(logged.find(hidden), std::string::npos) << hidden;
    EXPECT_EQ(ledger_text().find(hidden), std::string::npos) << hidden;
  }
  EXPECT_EQ(ledger_text().find(std::to_string(msisdn(0))), std::string::npos);
}

}  // namespace
}  // namespace muster::camara
