// Each operation over its route: the happy cases and every refusal that its definition names.
#include "test_support.h"
#include <base/bytes.h>
#include <registration/take_over.h>

#include <cctype>

namespace muster::camara {
namespace {

constexpr const char* kMatchPath = "/kyc-match/v0.4/match";
constexpr const char* kFillInPath = "/kyc-fill-in/v0.4/fill-in";
constexpr const char* kAgePath = "/kyc-age-verification/v0.2/verify";
constexpr const char* kTenurePath = "/kyc-tenure/v0.3rc1/check-tenure";
constexpr const char* kNumberPath = "/number-verification/v2/verify";
constexpr const char* kSharePath = "/number-verification/v2/device-phone-number";
constexpr const char* kSimPath = "/sim-swap/v2/check";
constexpr const char* kSimDatePath = "/sim-swap/v2/retrieve-date";
constexpr const char* kRecyclingPath = "/number-recycling/v0.2/check";
constexpr const char* kStatusPath = "/subscription-status/v0.1/retrive-subscription-status";

class Operations : public CamaraTest {
 protected:
  static std::string with(const std::string& members, int line = 0) {
    return "{\"phoneNumber\":\"" + phone(line) + "\"" + (members.empty() ? "" : "," + members) + "}";
  }
};
MUSTER_ON_BOTH_BACKENDS(Operations);

TEST_P(Operations, MatchSaysStringsForWhatWasAskedAlone) {
  held(0, 1, "Federica Sanchez Arjona");
  ASSERT_TRUE(service_.set_details("admin", msisdn(0), {{"givenName", "Clara"}, {"email", "a@example.org"}}).ok());
  const std::string id = client(), bearer = token(id);
  const std::string number = test::resident_id("19900101", 1);
  const auto got =
      post(kMatchPath, bearer,
           with("\"name\":\"Sánchez Arjona, Federica\",\"birthdate\":\"1990-01-02\",\"givenName\":\"Carla\","
                "\"familyName\":\"X\",\"idDocumentType\":\"national_id_card\",\"idDocument\":\"" +
                number + "\",\"email\":\"A@example.org\""));
  EXPECT_EQ(got.status, 200) << got.code();
  EXPECT_EQ(got.headers.at("Content-Type"), "application/json");
  EXPECT_EQ(got.body.size(), 7u);
  EXPECT_EQ(got.text("nameMatch"), "true");
  EXPECT_EQ(got.text("birthdateMatch"), "false");
  EXPECT_EQ(got.text("givenNameMatch"), "false");
  EXPECT_EQ(got.text("familyNameMatch"), "not_available");
  EXPECT_EQ(got.text("idDocumentTypeMatch"), "true");
  EXPECT_EQ(got.text("idDocumentMatch"), "true");
  EXPECT_EQ(got.text("emailMatch"), "true");
  EXPECT_FALSE(got.body.contains("givenNameMatchScore")) << "scores are off unless granted";
}

TEST_P(Operations, ScoresAreForClientsThatWereGrantedThem) {
  held(0, 1);
  ASSERT_TRUE(service_.set_details("admin", msisdn(0), {{"givenName", "Clara"}}).ok());
  NewClient asked;
  asked.scores = true;
  const auto got = post(kMatchPath, token(client(asked)), with(R"("givenName":"Carla","birthdate":"1990-01-02")"));
  EXPECT_EQ(got.body.at("givenNameMatchScore").to_number<int>(), 88);
  EXPECT_FALSE(got.body.contains("birthdateMatchScore"));
}

TEST_P(Operations, MatchRefusesAsDefined) {
  held(0, 1);
  held(1, 2);
  const std::string id = client(), two = token(id), three = token(id, 0);
  EXPECT_EQ(post(kMatchPath, two, "{}").code(), "INVALID_ARGUMENT");
  EXPECT_EQ(post(kMatchPath, two, "").code(), "INVALID_ARGUMENT");
  EXPECT_EQ(post(kMatchPath, two, with("")).code(), "KNOW_YOUR_CUSTOMER.INVALID_PARAM_COMBINATION");
  EXPECT_EQ(post(kMatchPath, two, R"({"name":"A"})").code(), "MISSING_IDENTIFIER");
  EXPECT_EQ(post(kMatchPath, three, R"({"name":"A"})").status, 200);
  EXPECT_EQ(post(kMatchPath, three, with(R"("name":"A")")).status, 200) << "the same number";
  const auto other = post(kMatchPath, three, with(R"("name":"A")", 1));
  EXPECT_EQ(other.status, 403);
  EXPECT_EQ(other.code(), "INVALID_TOKEN_CONTEXT");
  EXPECT_EQ(post(kMatchPath, two, with(R"("gender":"male")")).code(), "INVALID_ARGUMENT");
  EXPECT_EQ(post(kMatchPath, two, with(R"("name":"A")", 40)).code(), "IDENTIFIER_NOT_FOUND") << "nobody holds it";
  EXPECT_EQ(post(kMatchPath, two, R"({"phoneNumber":"+99999999","name":"A"})").code(), "IDENTIFIER_NOT_FOUND");
}

TEST_P(Operations, MatchMayNeedTheDocumentFirst) {
  held(0, 1);
  NewClient asked;
  asked.document_first = true;
  const std::string bearer = token(client(asked));
  EXPECT_EQ(post(kMatchPath, bearer, with(R"("name":"A")")).code(), "KNOW_YOUR_CUSTOMER.ID_DOCUMENT_REQUIRED");
  EXPECT_EQ(post(kMatchPath, bearer, with(R"("name":"A","idDocument":"1")")).code(),
            "KNOW_YOUR_CUSTOMER.ID_DOCUMENT_MISMATCH");
  const std::string number = test::resident_id("19900101", 1);
  const auto got = post(kMatchPath, bearer, with("\"name\":\"A\",\"idDocument\":\"" + number + "\""));
  EXPECT_EQ(got.text("nameMatch"), "false");
  EXPECT_EQ(got.text("idDocumentMatch"), "true");
}

TEST_P(Operations, WhatNobodyVerifiedIsNotAvailable) {
  registered(0, 1);
  const std::string bearer = token(client());
  EXPECT_EQ(post(kMatchPath, bearer, with(R"("name":"Specimen Person")")).text("nameMatch"), "not_available");
  const auto age = post(kAgePath, bearer, with(R"("ageThreshold":18)"));
  EXPECT_EQ(age.text("ageCheck"), "not_available");
  EXPECT_EQ(age.body.at("verifiedStatus"), boost::json::value(false));
}

TEST_P(Operations, DataLeaveWithTheHoldersConsentAlone) {
  held(0, 1, "Specimen One");
  ASSERT_TRUE(service_.set_details("admin", msisdn(0), {{"email", "one@example.org"}}).ok());
  const std::string id = client(), all = token(id), other = token(client());
  const auto refused = post(kFillInPath, all, with(""));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "PERMISSION_DENIED");
  const auto consent = service_.give_consent("admin", id, msisdn(0), "kyc-terms-1");
  ASSERT_TRUE(consent.ok()) << consent.error().code;
  const auto got = post(kFillInPath, all, with(""));
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.text("phoneNumber"), phone(0));
  EXPECT_EQ(got.text("name"), "Specimen One");
  EXPECT_EQ(got.text("birthdate"), "1990-01-01");
  EXPECT_EQ(got.text("email"), "one@example.org");
  EXPECT_EQ(got.text("idDocument"), test::resident_id("19900101", 1));
  EXPECT_EQ(got.text("idDocumentType"), "national_id_card");
  EXPECT_FALSE(got.body.contains("gender")) << "what is not on record is absent";
  const auto some = post(kFillInPath, token(id, -1, Authentication::none, {"kyc-fill-in:birthdate"}), with(""));
  EXPECT_EQ(some.body.size(), 1u) << "a scope an attribute";
  EXPECT_EQ(some.text("birthdate"), "1990-01-01");
  EXPECT_EQ(post(kFillInPath, other, with("")).code(), "PERMISSION_DENIED") << "another client";
  ASSERT_TRUE(service_.withdraw_consent("admin", *consent).ok());
  EXPECT_EQ(service_.withdraw_consent("admin", *consent).error().code, "consent_unknown");
  EXPECT_EQ(post(kFillInPath, all, with("")).code(), "PERMISSION_DENIED");
  EXPECT_EQ(post(kFillInPath, all, "{}").code(), "MISSING_IDENTIFIER");
  EXPECT_EQ(post(kFillInPath, token(id, 0), with("")).code(), "UNNECESSARY_IDENTIFIER");
}

TEST_P(Operations, AgeIsComparedAndNeverTold) {
  held(0, 1, "Specimen One");  // 36 at the test's time
  NewClient asked;
  asked.scores = true;
  const std::string plain = token(client()), scored = token(client(asked));
  const auto yes = post(kAgePath, plain, with(R"("ageThreshold":36,"name":"Specimen One")"));
  EXPECT_EQ(yes.text("ageCheck"), "true");
  EXPECT_EQ(yes.body.at("verifiedStatus"), boost::json::value(true));
  EXPECT_EQ(yes.body.size(), 2u);
  EXPECT_EQ(post(kAgePath, plain, with(R"("ageThreshold":37)")).text("ageCheck"), "false");
  const auto score =
      post(kAgePath, scored, with(R"("ageThreshold":18,"name":"Specimen One","birthdate":"1990-01-02")"));
  EXPECT_EQ(score.body.at("identityMatchScore").to_number<int>(), 50);
  EXPECT_FALSE(post(kAgePath, scored, with(R"("ageThreshold":18)")).body.contains("identityMatchScore"));
  const auto locks = with(R"("ageThreshold":18,"includeContentLock":true,"includeParentalControl":true)");
  EXPECT_EQ(post(kAgePath, plain, locks).text("contentLock"), "not_available");
  LineProfile profile;
  profile.content_lock = "true";
  profile.parental_control = "false";
  ASSERT_TRUE(service_.set_profile("admin", msisdn(0), profile).ok());
  EXPECT_EQ(post(kAgePath, plain, locks).text("contentLock"), "true");
  EXPECT_EQ(post(kAgePath, plain, locks).text("parentalControl"), "false");
  EXPECT_EQ(post(kAgePath, plain, with(R"("ageThreshold":121)")).code(), "OUT_OF_RANGE");
  EXPECT_EQ(post(kAgePath, plain, with("")).code(), "INVALID_ARGUMENT");
}

TEST_P(Operations, Tenure) {
  held(0, 1);
  const std::string bearer = token(client());
  const std::string today = to_day(clock_.now());
  clock_.advance(std::chrono::hours(24 * 10));
  const std::string later = token(client());
  EXPECT_EQ(post(kTenurePath, bearer, with("\"tenureDate\":\"" + today + "\"")).status, 401) << "it has expired";
  const auto yes = post(kTenurePath, later, with("\"tenureDate\":\"" + today + "\""));
  EXPECT_EQ(yes.body.at("tenureDateCheck"), boost::json::value(true));
  EXPECT_EQ(yes.body.size(), 1u);
  EXPECT_EQ(post(kTenurePath, later, with(R"("tenureDate":"2020-01-01")")).body.at("tenureDateCheck"),
            boost::json::value(false));
  LineProfile profile;
  profile.contract = "PAYM";
  ASSERT_TRUE(service_.set_profile("admin", msisdn(0), profile).ok());
  EXPECT_EQ(post(kTenurePath, later, with(R"("tenureDate":"2020-01-01")")).text("contractType"), "PAYM");
  EXPECT_EQ(post(kTenurePath, later, with(R"("tenureDate":"2120-01-01")")).code(), "OUT_OF_RANGE");
  EXPECT_EQ(post(kTenurePath, later, with(R"("tenureDate":"2020-01-01","other":1)")).code(), "INVALID_ARGUMENT");
}

TEST_P(Operations, NumbersAreVerifiedForWhoTheNetworkAuthenticated) {
  held(0, 1);
  const std::string id = client(), by_network_token = token(id, 0), by_code = token(id, 0, Authentication::otp);
  const auto verified = [&](const std::string& body) {
    const auto got = post(kNumberPath, by_network_token, body);
    return got.status == 200 ? (got.body.at("devicePhoneNumberVerified").as_bool() ? "true" : "false") : got.code();
  };
  EXPECT_EQ(verified(with("")), "true");
  EXPECT_EQ(verified(with("", 1)), "false");
  std::string hash = to_hex(sha256(phone(0)));
  EXPECT_EQ(verified("{\"hashedPhoneNumber\":\"" + hash + "\"}"), "true");
  for (char& c : hash) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(verified("{\"hashedPhoneNumber\":\"" + hash + "\"}"), "true");
  EXPECT_EQ(verified("{\"hashedPhoneNumber\":\"" + to_hex(sha256(phone(1))) + "\"}"), "false");
  EXPECT_EQ(verified("{}"), "INVALID_ARGUMENT");
  EXPECT_EQ(verified(R"({"additional_property":"foo_value"})"), "INVALID_ARGUMENT");
  EXPECT_EQ(verified(with("\"hashedPhoneNumber\":\"" + hash + "\"")), "INVALID_ARGUMENT");
  const char* not_by_network = "NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK";
  EXPECT_EQ(post(kNumberPath, by_code, with("")).code(), not_by_network);
  EXPECT_EQ(post(kNumberPath, token(id), with("")).code(), not_by_network);
  EXPECT_EQ(send("GET", kSharePath, by_network_token, "", {}).text("devicePhoneNumber"), phone(0));
  EXPECT_EQ(send("GET", kSharePath, by_code, "", {}).code(), not_by_network);
  EXPECT_EQ(send("GET", kSharePath, token(id), "", {}).code(), not_by_network);
}

TEST_P(Operations, SimSwaps) {
  held(0, 1);
  const Instant first = clock_.now();
  clock_.advance(std::chrono::hours(300));
  const std::string id = client();
  std::string bearer = token(id);
  const auto swapped = [&](const std::string& members) {
    const auto got = post(kSimPath, bearer, with(members));
    return got.status == 200 ? (got.body.at("swapped").as_bool() ? "true" : "false") : got.code();
  };
  EXPECT_EQ(swapped(""), "false") << "240 hours";
  EXPECT_EQ(swapped("\"maxAge\":300"), "true");
  EXPECT_EQ(swapped("\"maxAge\":299"), "false");
  EXPECT_EQ(swapped("\"maxAge\":2401"), "OUT_OF_RANGE");
  EXPECT_EQ(swapped("\"maxAge\":0"), "INVALID_ARGUMENT");
  EXPECT_EQ(post(kSimDatePath, bearer, with("")).text("latestSimChange"), to_rfc3339(first)) << "the activation";
  const auto line = *lines_.line_of_msisdn(msisdn(0));
  ASSERT_TRUE(lines_.add_sim("admin", test::iccid(77), test::imsi(77)).ok());
  ASSERT_TRUE(lines_.change_sim("shop", line.id, line.version, test::iccid(77), "lost").ok());
  EXPECT_EQ(swapped("\"maxAge\":1"), "true");
  clock_.advance(std::chrono::hours(24 * 121));
  bearer = token(id);
  const auto long_ago = post(kSimDatePath, bearer, with(""));
  EXPECT_TRUE(long_ago.body.at("latestSimChange").is_null());
  EXPECT_EQ(long_ago.body.at("monitoredPeriod").to_number<int>(), 120);
}

TEST_P(Operations, LinesThatWereTakenOverUnverifiedAreAnswered) {
  registration::OldRecord old;
  old.msisdn = phone(40);
  old.document_kind = "old_card";
  old.document_country = "CHN";
  old.document_number = "old-1";
  old.registered_on = "2012-05-01";
  old.language = "zh";
  const registration::TakeOver take_over(*db_, recorder_, vault_, policy_);
  ASSERT_TRUE(take_over.load("admin", {&old, 1}).at(0).ok());
  const auto got = post("/sim-swap/v2/retrieve-date", token(client()), "{\"phoneNumber\":\"" + phone(40) + "\"}");
  EXPECT_EQ(got.status, 200) << "nobody is there who could be told, and no SIM is known";
  EXPECT_TRUE(got.body.at("latestSimChange").is_null());
}

TEST_P(Operations, ANumberThatSomebodyElseHadIsRecycled) {
  held(0, 1);
  const std::string first = to_day(clock_.now());
  clock_.advance(std::chrono::hours(48));
  step(0, lines::Event::disconnect);
  EXPECT_EQ(post(kStatusPath, token(client()), with("")).code(), "IDENTIFIER_NOT_FOUND");
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(lines_.tick().ok());
    clock_.advance(std::chrono::hours(24 * 91));
  }
  held(0, 2, "Specimen Two");
  const std::string bearer = token(client());
  const auto recycled = [&](const std::string& day) {
    return post(kRecyclingPath, bearer, with("\"specifiedDate\":\"" + day + "\"")).body.at("phoneNumberRecycled");
  };
  EXPECT_EQ(recycled(first), boost::json::value(true));
  EXPECT_EQ(recycled(to_day(clock_.now())), boost::json::value(false));
  EXPECT_EQ(post(kRecyclingPath, bearer, with(R"("specifiedDate":"2120-01-01")")).code(), "OUT_OF_RANGE");
  EXPECT_EQ(post(kRecyclingPath, bearer, with(R"("specifiedDate":"2024/01/01")")).code(), "INVALID_ARGUMENT");
}

TEST_P(Operations, StatusShowsBars) {
  held(0, 1);
  const std::string id = client(), bearer = token(id);
  EXPECT_EQ(post(kStatusPath, bearer, with("")).text("voiceSmsOut"), "active");
  step(0, lines::Event::bar_one_way);
  const auto barred = post(kStatusPath, bearer, with(""));
  EXPECT_EQ(barred.text("voiceSmsIn"), "active");
  EXPECT_EQ(barred.text("voiceSmsOut"), "suspended");
  EXPECT_EQ(barred.text("dataService"), "suspended");
  EXPECT_EQ(post(kStatusPath, bearer, "{}").code(), "MISSING_IDENTIFIER");
  EXPECT_EQ(post(kStatusPath, bearer, "").code(), "MISSING_IDENTIFIER");
  EXPECT_EQ(post(kStatusPath, bearer, R"({"phoneNumber":"123456"})").code(), "INVALID_ARGUMENT");
  EXPECT_EQ(post(kStatusPath, token(id, 0), "{}").status, 200);
  EXPECT_EQ(post("/subscription-status/v0.1/retrieve-subscription-status", bearer, with("")).status, 200);
}

TEST_P(Operations, LinesThatAreLeftOutGetNoAnswer) {
  held(0, 1);
  LineProfile profile;
  profile.opted_out = true;
  ASSERT_TRUE(service_.set_profile("admin", msisdn(0), profile).ok());
  const std::string bearer = token(client());
  const std::pair<const char*, const char*> cases[] = {{kMatchPath, R"("name":"A")"},
                                                       {kFillInPath, ""},
                                                       {kAgePath, R"("ageThreshold":18)"},
                                                       {kTenurePath, R"("tenureDate":"2020-01-01")"},
                                                       {kSimPath, ""},
                                                       {kSimDatePath, ""},
                                                       {kRecyclingPath, R"("specifiedDate":"2020-01-01")"},
                                                       {kStatusPath, ""}};
  for (const auto& [path, members] : cases) {
    const auto got = post(path, bearer, with(members));
    EXPECT_EQ(got.status, 422) << path;
    EXPECT_EQ(got.code(), "SERVICE_NOT_APPLICABLE") << path;
    EXPECT_EQ(got.body.at("status").to_number<int>(), 422) << path;
    EXPECT_FALSE(got.text("message").empty()) << path;
  }
}

}  // namespace
}  // namespace muster::camara
