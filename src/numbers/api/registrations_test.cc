#include "test_support.h"

namespace muster::numbers_api {
namespace {

class RegistrationsApi : public ApiTest {};
MUSTER_ON_BOTH_BACKENDS(RegistrationsApi);

std::vector<std::string> faults(const Answer& answer) {
  std::vector<std::string> out;
  const auto body = answer.json();
  for (const auto& error : body.at("errors").as_array())
    out.push_back(std::string(error.at("field").as_string()) + ":" + std::string(error.at("code").as_string()));
  return out;
}
bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

TEST_P(RegistrationsApi, ACaptureIsOnRecordOnce) {
  stock_up(1);
  const auto clerk = as("partner_user");
  const auto made = clerk.post("/api/registrations", body(0), key("k-1"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/state"), "captured");
  EXPECT_EQ(made.at("/dealer_id"), dealer_);
  EXPECT_EQ(made.headers.at("location"), "/api/registrations/" + made.at("/id"));
  const auto again = clerk.post("/api/registrations", body(0), key("k-1"));
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.at("/id"), made.at("/id"));
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(clerk.post("/api/registrations", body(0, 2), key("k-1")).code(), "idempotency_key_reused");
  EXPECT_EQ(clerk.post("/api/registrations", body(0)).code(), "idempotency_key_missing");
  EXPECT_EQ(number("select count(*) as n from registration"), 1);
  // What was sent comes back nowhere.
  EXPECT_EQ(made.body.find("Specimen"), std::string::npos);
  EXPECT_EQ(ledger_text().find("Specimen"), std::string::npos);
}

TEST_P(RegistrationsApi, EveryFaultIsToldByItsField) {
  stock_up(1);
  const auto clerk = as("partner_user");
  std::string wrong = body(0);
  wrong.replace(wrong.find("1990-01-01"), 10, "1990-01-02");
  wrong.replace(wrong.find("terms-1"), 7, "terms-0");
  wrong.replace(wrong.find("BJ-0042"), 7, "the one");
  const auto refused = clerk.post("/api/registrations", wrong, key("k-1"));
  EXPECT_EQ(refused.status, 422);
  const auto told = faults(refused);
  for (const char* one : {"birth_date:birth_date_differs", "consent:consent_missing", "place:place_form"})
    EXPECT_TRUE(has(told, one)) << refused.body;
  EXPECT_EQ(refused.body.find("1990"), std::string::npos);
  const auto empty = clerk.post("/api/registrations", "{}", key("k-1"));
  EXPECT_EQ(empty.status, 422);
  EXPECT_EQ(faults(empty).size(), 11u) << empty.body;
  EXPECT_EQ(clerk.post("/api/registrations", body(7), key("k-2")).at("/errors/0/code"), "line_not_reserved");
  EXPECT_EQ(number("select count(*) as n from registration"), 0);
}

TEST_P(RegistrationsApi, HostileBodiesAreRefused) {
  stock_up(1);
  const auto clerk = as("partner_user");
  const auto send = [&](const std::string& text) { return clerk.post("/api/registrations", text, key("k-1")); };
  const std::string good = body(0);
  EXPECT_EQ(send(good.substr(0, good.size() / 2)).code(), "json_malformed");
  EXPECT_EQ(send("").code(), "json_malformed");
  EXPECT_EQ(send("[]").code(), "json_not_an_object");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += R"({"a":)";
  EXPECT_EQ(send(deep).code(), "json_too_deep");
  EXPECT_EQ(send(body(0, 1, R"(,"extra":1)")).at("/errors/0/code"), "field_unknown");
  EXPECT_EQ(send(body(0, 1, R"(,"guardian":"me")")).at("/errors/0/code"), "field_not_an_object");
  std::string broken = good;
  broken.replace(broken.find("Specimen"), 8, "Spec\xC3\x28");
  EXPECT_EQ(send(broken).status, 422) << send(broken).body;
  std::string long_name = good;
  long_name.replace(long_name.find("Specimen"), 8, std::string(600, 'x'));
  EXPECT_EQ(send(long_name).at("/errors/0/code"), "field_too_long");
  EXPECT_EQ(send(body(0, 1, R"(,"x":")" + std::string(20'000, 'x') + "\"")).status, 413);
  auto as_form = key("k-1");
  as_form["content-type"] = "application/x-www-form-urlencoded";
  EXPECT_EQ(clerk.post("/api/registrations", "a=b", as_form).status, 415);
  for (const std::string& bad : {std::string(65, 'k'), std::string("k k"), std::string("k\x01")})
    EXPECT_EQ(clerk.post("/api/registrations", good, key(bad)).code(), "idempotency_key_missing");
  EXPECT_EQ(number("select count(*) as n from registration"), 0);
}

TEST_P(RegistrationsApi, ADealersPeopleRegisterAndSeeTheirOwn) {
  stock_up(1);
  const std::string other = party("partner", "Dealer Two");
  const auto theirs = as("partner_user", other), ours = as("partner_user"), registrar = as("registrar");
  const std::string named = R"(,"dealer_id":")" + dealer_ + "\"";
  EXPECT_EQ(theirs.post("/api/registrations", body(0, 1, named), key("k-1")).code(), "dealer_not_yours");
  EXPECT_EQ(theirs.post("/api/registrations", body(0), key("k-1")).at("/errors/0/code"), "line_reserved_for_other");
  EXPECT_EQ(registrar.post("/api/registrations", body(0), key("k-1")).at("/errors/0/field"), "dealer_id");
  const auto made = registrar.post("/api/registrations", body(0, 1, named), key("k-1"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/api/registrations/" + made.at("/id");
  EXPECT_EQ(theirs.get(path).status, 404);
  EXPECT_EQ(theirs.get("/api/registrations").at("/items"), "[]");
  EXPECT_EQ(theirs.get("/api/registrations?dealer=" + dealer_).status, 403);
  EXPECT_EQ(theirs.get("/api/registrations?waiting=persons").status, 403);
  EXPECT_EQ(ours.get(path).at("/dealer/name"), "Dealer One");
  EXPECT_EQ(ours.get("/api/registrations").at("/items/0/id"), made.at("/id"));
  EXPECT_EQ(as("admin").get(path).status, 403);
}

TEST_P(RegistrationsApi, TwoPersonsCheckByHand) {
  stock_up(1);
  const auto capturer = as("registrar"), first = as("registrar"), second = as("compliance_officer");
  const auto made = capturer.post("/api/registrations", body(0, 1, R"(,"dealer_id":")" + dealer_ + "\""), key("k-1"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/api/registrations/" + made.at("/id");
  const std::string confirm = R"({"event":"confirm"})";
  EXPECT_EQ(first.get("/api/home").at("/waiting/0/record_id"), made.at("/id"));
  EXPECT_EQ(capturer.get("/api/home").at("/waiting"), "[]");
  EXPECT_EQ(capturer.post(path + "/events", confirm).code(), "check_by_capturer");
  EXPECT_EQ(first.post(path + "/events", R"({"event":"approve"})").status, 422);
  EXPECT_EQ(first.post(path + "/events", confirm).at("/state"), "captured");
  EXPECT_EQ(first.post(path + "/events", confirm).code(), "check_twice");
  EXPECT_EQ(second.get("/api/registrations?waiting=persons").at("/items/0/id"), made.at("/id"));
  const auto done = second.post(path + "/events", confirm);
  EXPECT_EQ(done.at("/state"), "verified") << done.body;
  EXPECT_EQ(done.at("/checks/1/outcome"), "confirmed");
  EXPECT_EQ(done.at("/line/state"), "active");
  EXPECT_EQ(second.get("/api/registrations?waiting=persons").at("/items"), "[]");
  EXPECT_EQ(as("supervisor").post(path + "/events", confirm).status, 403);
}

TEST_P(RegistrationsApi, ListsGoByPages) {
  stock_up(5);
  const auto clerk = as("partner_user");
  std::vector<std::string> made;
  for (int n = 0; n < 5; ++n)
    made.push_back(clerk.post("/api/registrations", body(n, n + 1), key("k-" + std::to_string(n))).at("/id"));
  const auto auditor = as("auditor");
  for (const std::string& of : {std::string("limit=2"), "limit=2&dealer=" + dealer_}) {
    std::vector<std::string> seen;
    std::string after;
    for (int page = 0; page < 4; ++page) {
      const auto got = auditor.get("/api/registrations?" + of + (after.empty() ? "" : "&after=" + after));
      ASSERT_EQ(got.status, 200) << got.body;
      const auto value = got.json();
      for (const auto& item : value.at("items").as_array()) seen.emplace_back(item.at("id").as_string());
      after = got.at("/next");
      if (after == "null") break;
    }
    EXPECT_EQ(seen, std::vector<std::string>(made.rbegin(), made.rend())) << of;
  }
  EXPECT_EQ(auditor.get("/api/registrations?waiting=later").status, 422);
  EXPECT_EQ(auditor.get("/api/registrations?line=a&holder=b").status, 422);
  EXPECT_EQ(auditor.get("/api/registrations?waiting=term&after=" + http::cursor_of("x")).status, 422);
  EXPECT_EQ(auditor.get("/api/registrations?waiting=term").at("/items"), "[]");
}

}  // namespace
}  // namespace muster::numbers_api
