#include "body.h"

#include <camara/client.h>
#include <camara/match.h>
#include <camara/rules.h>
#include <gtest/gtest.h>

namespace muster::camara {
namespace {

std::u32string latin(std::string_view text) {
  std::u32string out;
  for (const char c : text) out += static_cast<unsigned char>(c);
  return out;
}
double similar(std::string_view a, std::string_view b) {
  return jaro_winkler(latin(a), latin(b));
}
Compared compared(const char* attribute, const char* stored, const char* given, const char* country = "CHN") {
  return compare(*find_attribute(attribute), stored ? std::optional<std::string>(stored) : std::nullopt, given,
                 country);
}
std::string said_of(const Compared& c) {
  return std::string(to_text(c.match)) + (c.score ? " " + std::to_string(*c.score) : "");
}

// Winkler 1990, and the one number that CAMARA has published ("Clara" and "Carla": 88).
TEST(JaroWinkler, IsThePublishedOne) {
  EXPECT_NEAR(similar("martha", "marhta"), 0.9611, 5e-5);
  EXPECT_NEAR(similar("dwayne", "duane"), 0.8400, 5e-5);
  EXPECT_NEAR(similar("dixon", "dicksonx"), 0.8133, 5e-5);
  EXPECT_NEAR(similar("clara", "carla"), 0.8800, 5e-5);
  EXPECT_EQ(similar("same", "same"), 1);
  EXPECT_EQ(similar("abc", "xyz"), 0);
  EXPECT_EQ(similar("", "xyz"), 0);
  EXPECT_NEAR(similar("a", "ab"), 0.85, 5e-5) << "short texts, no threshold";
  EXPECT_EQ(similar("dixon", "dicksonx"), similar("dicksonx", "dixon"));
}

TEST(Comparable, TakesAwayWhatIsNotTheName) {
  const auto form = [](const char* text, const char* country = "ESP") { return comparable(text, country).at(0); };
  EXPECT_EQ(form("  FEDERICA   Sánchez-Arjona. "), U"federica sanchez arjona");
  EXPECT_EQ(form("O'Brien"), form("O’BRIEN"));
  EXPECT_EQ(form("Ｆｅｄｅｒｉｃａ"), U"federica");
  EXPECT_EQ(form("Łukasz Ørsted Æthel Đorđe"), U"lukasz orsted aethel dorde");
  EXPECT_EQ(form("张 三", "CHN"), form("张三", "CHN")) << "no blanks between ideographs";
  EXPECT_EQ(form("さとう", "JPN"), form("ｻﾄｳ", "JPN")) << "hiragana and narrow katakana";
  EXPECT_NE(form("さとう", "CHN"), form("サトウ", "CHN"));
  EXPECT_EQ(form("İstanbul"), form("istanbul"));
  EXPECT_EQ(form("--- !"), U"");
  EXPECT_NE(form("กา"), form("กี")) << "marks of other scripts are letters";
  EXPECT_EQ(comparable("Müller", "ESP").size(), 1u);
  EXPECT_EQ(comparable("Müller", "DEU"), (std::vector<std::u32string>{U"muller", U"mueller"}));
}

TEST(Compare, SaysTrueFalseOrNotAvailable) {
  EXPECT_EQ(said_of(compared("name", "Federica Sánchez Arjona", "sanchez arjona FEDERICA")), "true");
  EXPECT_EQ(said_of(compared("givenName", "Clara", "Carla")), "false 88");
  EXPECT_EQ(said_of(compared("givenName", nullptr, "Carla")), "not_available");
  EXPECT_EQ(said_of(compared("familyName", "Müller", "Mueller", "DEU")), "true");
  EXPECT_EQ(said_of(compared("familyName", "Müller", "Muller", "DEU")), "true");
  EXPECT_EQ(compared("familyName", "Müller", "Mueller", "CHN").match, Match::no);
  EXPECT_EQ(said_of(compared("idDocument", "66666666Q", "66.666.666-q")), "true");
  EXPECT_EQ(said_of(compared("idDocument", "66666666Q", "66666666R")), "false") << "no score of a document's number";
  EXPECT_EQ(said_of(compared("birthdate", "1990-01-01", "1990-01-02")), "false");
  EXPECT_EQ(said_of(compared("email", "a.b@example.org", "A.B@EXAMPLE.ORG")), "true");
  EXPECT_EQ(said_of(compared("country", "CN", "cn")), "true");
  EXPECT_EQ(said_of(compared("streetNumber", "4-B", "4 b")), "true");
  EXPECT_EQ(said_of(compared("name", "Somebody", "!!")), "false") << "nothing to compute a score of";
}

TEST(Compare, AScoreOfWhatDiffersIsNeverAHundred) {
  const std::string nearly(255, 'a');
  const auto c = compare(*find_attribute("name"), nearly + "b", nearly + "c", "CHN");
  EXPECT_EQ(c.match, Match::no);
  EXPECT_EQ(c.score, 99);
}

TEST(Attributes, AreThoseOfTheDefinitions) {
  EXPECT_EQ(attributes().size(), 24u);
  int scored = 0;
  for (const Attribute& a : attributes()) {
    scored += a.scored;
    EXPECT_TRUE(is_scope(std::string("kyc-fill-in:") + a.name)) << a.name;
  }
  EXPECT_EQ(scored, 14);
  EXPECT_FALSE(is_scope("kyc-fill-in:everything"));
}

std::string fault_of(const std::variant<std::int64_t, Problem>& got) {
  const auto* wrong = std::get_if<Problem>(&got);
  return wrong ? wrong->code : std::to_string(std::get<std::int64_t>(got));
}

TEST(Identify, IsAsEachDefinitionSays) {
  EXPECT_EQ(fault_of(identify(Identifying::exclusive, 0, 0)), "MISSING_IDENTIFIER");
  EXPECT_EQ(fault_of(identify(Identifying::exclusive, 7, 7)), "UNNECESSARY_IDENTIFIER");
  EXPECT_EQ(fault_of(identify(Identifying::exclusive, 7, 0)), "7");
  EXPECT_EQ(fault_of(identify(Identifying::exclusive, 0, 8)), "8");
  EXPECT_EQ(fault_of(identify(Identifying::matching, 7, 7)), "7");
  EXPECT_EQ(fault_of(identify(Identifying::matching, 7, 8)), "INVALID_TOKEN_CONTEXT");
  EXPECT_EQ(fault_of(identify(Identifying::matching, 0, 0)), "MISSING_IDENTIFIER");
  EXPECT_EQ(fault_of(identify(Identifying::by_token, 0, 8)),
            "NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK");
}

Instant day(const char* text) {
  return *parse_day(text);
}

// The two scenarios of the definition of number-recycling.
TEST(Recycling, IsAsInTheScenarios) {
  const std::vector<Held> kept{{"A", day("2023-10-09"), {}}};
  EXPECT_FALSE(recycled_since(kept, "2023-12-22"));
  EXPECT_FALSE(recycled_since(kept, "2023-10-09")) << "the day of the contract";
  EXPECT_TRUE(recycled_since(kept, "2023-10-08"));
  const std::vector<Held> given{{"A", day("2023-10-09"), day("2024-02-25")}, {"B", day("2024-09-21"), {}}};
  EXPECT_TRUE(recycled_since(given, "2023-12-22"));
  EXPECT_TRUE(recycled_since(given, "2024-02-25")) << "between the two";
  EXPECT_TRUE(recycled_since(given, "2024-09-20"));
  EXPECT_FALSE(recycled_since(given, "2024-09-21"));
  const std::vector<Held> back{{"A", day("2024-01-01"), day("2024-02-01")},
                               {"B", day("2024-03-01"), day("2024-04-01")},
                               {"A", day("2024-05-01"), {}}};
  EXPECT_TRUE(recycled_since(back, "2024-01-15")) << "somebody else had it meanwhile";
  const std::vector<Held> paused{{"A", day("2024-01-01"), day("2024-02-01")}, {"A", day("2024-05-01"), {}}};
  EXPECT_FALSE(recycled_since(paused, "2024-01-15")) << "the same person again";
  EXPECT_TRUE(recycled_since({}, "2024-01-01"));
}

TEST(Tenure, IsWithoutABreak) {
  const std::vector<Held> one{{"A", day("2024-01-10"), {}}};
  EXPECT_TRUE(held_since(one, "2024-01-10"));
  EXPECT_TRUE(held_since(one, "2025-01-10"));
  EXPECT_FALSE(held_since(one, "2024-01-09"));
  const std::vector<Held> linked{{"A", day("2023-01-10"), day("2024-01-10")}, {"A", day("2024-01-10"), {}}};
  EXPECT_TRUE(held_since(linked, "2023-06-01"));
  const std::vector<Held> broken{{"A", day("2023-01-10"), day("2024-01-09")}, {"A", day("2024-01-10"), {}}};
  EXPECT_FALSE(held_since(broken, "2023-06-01"));
  const std::vector<Held> other{{"B", day("2023-01-10"), day("2024-01-10")}, {"A", day("2024-01-10"), {}}};
  EXPECT_FALSE(held_since(other, "2023-06-01"));
  EXPECT_FALSE(held_since({}, "2023-06-01"));
}

TEST(SimSwap, ANewHolderIsOneAsWell) {
  const std::vector<lines::SimInterval> sims{{"s1", "first", day("2024-01-01"), day("2024-03-01")},
                                             {"s2", "lost", day("2024-03-01"), {}}};
  EXPECT_EQ(latest_sim_change(sims, day("2024-02-01")), day("2024-03-01"));
  EXPECT_EQ(latest_sim_change(sims, day("2024-04-01")), day("2024-04-01"));
  EXPECT_EQ(latest_sim_change({}, day("2024-04-01")), std::nullopt);
}

TEST(Status, AOneWayBarReceives) {
  const auto words = [](lines::State state, bool throttled = false) {
    const ServiceStatus s = service_status(state, throttled);
    return std::string(s.voice_sms_in) + " " + s.voice_sms_out + " " + s.data;
  };
  EXPECT_EQ(words(lines::State::active), "active active active");
  EXPECT_EQ(words(lines::State::active, true), "active active throttled");
  EXPECT_EQ(words(lines::State::warned), "active active active");
  EXPECT_EQ(words(lines::State::one_way_barred, true), "active suspended suspended");
  EXPECT_EQ(words(lines::State::barred), "suspended suspended suspended");
  EXPECT_EQ(words(lines::State::registered), "suspended suspended suspended");
}

TEST(Forms, OfNumbersAndCorrelators) {
  for (const char* right : {"+12345", "+123456789012345", "+8619900000000"})
    EXPECT_TRUE(is_phone_number(right)) << right;
  for (const char* wrong : {"", "+", "+1234", "+1234567890123456", "+0123456", "123456", "+12 3456", "+12345a"})
    EXPECT_FALSE(is_phone_number(wrong)) << wrong;
  EXPECT_EQ(msisdn_of("+8619900000000"), 8619900000000);
  EXPECT_TRUE(is_correlator(""));
  EXPECT_TRUE(is_correlator("b4333c46-49c0-4f62-80d7-f0ef930f1c46_:;./<>{}"));
  EXPECT_TRUE(is_correlator(std::string(256, 'a')));
  EXPECT_FALSE(is_correlator(std::string(257, 'a')));
  for (const char* wrong : {"a b", "a\r\nb", "ä", "a,b", "a=b"}) EXPECT_FALSE(is_correlator(wrong)) << wrong;
}

std::string fault_of_body(const BodyRules& rules, const std::string& body,
                          const std::string& type = "application/json") {
  http::Request request;
  request.body = body;
  request.headers["content-type"] = type;
  const auto read = read_body(request, rules);
  const auto* wrong = std::get_if<Problem>(&read);
  return wrong ? wrong->code : "";
}

TEST(Bodies, AreReadAsTheDefinitionSays) {
  static constexpr std::string_view kWords[] = {"ONE", "TWO"};
  static constexpr Property kSome[] = {
      {"phoneNumber", Form::phone},
      {.name = "day", .form = Form::date, .required = true},
      {.name = "age", .form = Form::integer, .min = 0, .max = 120, .below_is_range = true},
      {.name = "hours", .form = Form::integer, .min = 1, .max = 2400},
      {"flag", Form::flag},
      {.name = "word", .form = Form::choice, .choices = kWords},
      {"mail", Form::email},
      {"hash", Form::sha256}};
  const BodyRules lax{kSome}, strict{.properties = kSome, .strict = true};
  const std::string ok = R"({"day":"2024-02-29")";
  EXPECT_EQ(fault_of_body(lax, ok + "}"), "");
  EXPECT_EQ(fault_of_body(lax, ok + R"(,"other":{"a":1}})"), "");
  EXPECT_EQ(fault_of_body(strict, ok + R"(,"other":1})"), "INVALID_ARGUMENT");
  EXPECT_EQ(fault_of_body(strict, ok + R"(,"flag":true,"word":"TWO","mail":"a@example.org"})"), "");
  for (const char* wrong :
       {"", "[]", "null", "{", "{}", R"({"day":null})", R"({"day":"2023-02-29"})", R"({"day":"2024-2-9"})",
        R"({"day":20240229})", R"({"day":"2024-02-29","phoneNumber":"123456"})", R"({"day":"2024-02-29","age":"18"})",
        R"({"day":"2024-02-29","age":1.5})", R"({"day":"2024-02-29","hours":0})",
        R"({"day":"2024-02-29","flag":"true"})", R"({"day":"2024-02-29","word":"one"})",
        R"({"day":"2024-02-29","mail":"nobody"})", R"({"day":"2024-02-29","hash":"32f6"})",
        "{\"day\":\"2024-02-29\",\"word\":\"\xff\"}"})
    EXPECT_EQ(fault_of_body(lax, wrong), "INVALID_ARGUMENT") << wrong;
  EXPECT_EQ(fault_of_body(lax, ok + R"(,"age":-1})"), "OUT_OF_RANGE");
  EXPECT_EQ(fault_of_body(lax, ok + R"(,"age":121})"), "OUT_OF_RANGE");
  EXPECT_EQ(fault_of_body(lax, ok + R"(,"age":18.0})"), "");
  EXPECT_EQ(fault_of_body(lax, ok + R"(,"hours":100000})"), "OUT_OF_RANGE");
  EXPECT_EQ(fault_of_body(lax, ok + R"(,"hours":1e300})"), "OUT_OF_RANGE");
  EXPECT_EQ(fault_of_body(lax, ok + "}", "text/plain"), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(fault_of_body(lax, ok + "}", "application/json; charset=utf-8"), "");
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  EXPECT_EQ(fault_of_body(lax, ok + ",\"other\":" + deep + "}"), "INVALID_ARGUMENT");
  EXPECT_EQ(fault_of_body(lax, ok + ",\"word\":\"" + std::string(kTextMaxBytes + 1, 'a') + "\"}"), "INVALID_ARGUMENT");
}

}  // namespace
}  // namespace muster::camara
