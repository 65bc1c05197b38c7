#include "test_support.h"

namespace muster::numbers_api {
namespace {

constexpr std::int64_t kThings = 8619911000000;
constexpr const char* kImei = "001001000000015";
constexpr const char* kOther = "001001000000023";

class ThingsApi : public ApiTest {
 protected:
  ThingsApi() {
    const auto pool =
        *lines_.make_pool("system:test", {"Things", "Operator", "CN-11", lines::LineKind::iot, kThings, kThings + 99});
    EXPECT_EQ(*lines_.stock("system:test", pool.id, 10), 10);
    for (int n = 0; n < 3; ++n) {
      const auto reserved = *lines_.reserve("system:test", kThings + n, dealer_);
      EXPECT_TRUE(lines_.add_sim("system:test", test::iccid(700 + n), test::imsi(700 + n)).ok());
      EXPECT_TRUE(lines_.change_sim("system:test", reserved.id, reserved.version, test::iccid(700 + n), "first").ok());
      const auto made = as("partner_user")
                            .post("/api/registrations", body(static_cast<int>(kThings - kFirst) + n),
                                  key("thing-" + std::to_string(n)));
      EXPECT_EQ(made.status, 201) << made.body;
      for (int i = 0; i < 2; ++i)
        EXPECT_EQ(
            as("registrar").post("/api/registrations/" + made.at("/id") + "/events", R"({"event":"confirm"})").status,
            200);
    }
  }
  static std::string binding(int n, const std::string& device, const std::string& services = R"(["data"])") {
    return R"({"msisdn":")" + lines::msisdn_text(kThings + n) + R"(","device_kind":"imei","device":")" + device +
           R"(","scenario":"metering","services":)" + services + R"(,"evidence_ref":"contract-1"})";
  }
  static Caller::Headers match(const Answer& answer) { return {{"if-match", answer.headers.at("etag")}}; }
};
MUSTER_ON_BOTH_BACKENDS(ThingsApi);

TEST_P(ThingsApi, ALineIsBoundLookedAtChangedAndListed) {
  const auto desk = as("registrar"), operators = as("operator"), auditor = as("auditor");
  EXPECT_EQ(auditor.get("/api/lines-without-device").json().at("items").as_array().size(), 3u);
  EXPECT_EQ(auditor.post("/api/things", binding(0, kImei)).status, 403);
  const auto made = desk.post("/api/things", binding(0, kImei));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/device"), kImei);
  EXPECT_EQ(made.headers.at("location"), "/api/things/" + made.at("/id"));
  EXPECT_EQ(desk.post("/api/things", binding(1, kImei)).at("/code"), "device_bound");
  const auto list = auditor.get("/api/things");
  ASSERT_EQ(list.json().at("items").as_array().size(), 1u) << list.body;
  EXPECT_EQ(list.body.find(kImei), std::string::npos) << "lists mask a device's number";
  EXPECT_EQ(auditor.get("/api/things?line=" + made.at("/line/id")).json().at("items").as_array().size(), 1u);
  const auto found =
      auditor.post("/api/things/look-ups", R"({"device_kind":"imei","device":")" + std::string(kImei) + "\"}");
  EXPECT_EQ(found.at("/id"), made.at("/id"));

  const std::string path = "/api/things/" + made.at("/id");
  const std::string sighting = R"({"sightings":[{"msisdn":")" + lines::msisdn_text(kThings) +
                               R"(","device_kind":"imei","device":")" + kOther +
                               R"("},{"msisdn":"+8619999999999","device_kind":"imei","device":")" + kOther + "\"}]}";
  EXPECT_EQ(desk.post("/api/things/sightings", sighting).status, 403);
  const auto seen = operators.post("/api/things/sightings", sighting);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(seen.json().at("elsewhere").as_int64(), 1);
  EXPECT_EQ(seen.at("/refused/0/code"), "line_unknown");
  const auto shown = auditor.get(path);
  EXPECT_EQ(shown.at("/state"), "mismatched");
  EXPECT_EQ(shown.at("/next_events/0/why_not/0/code"), "role_missing");
  EXPECT_EQ(desk.post(path + "/events", R"({"event":"explain","evidence_ref":"repair-1"})").status, 428);
  EXPECT_EQ(desk.post(path + "/events", R"({"event":"explain"})", match(shown)).at("/errors/0/field"), "evidence_ref");
  const auto changed = desk.post(path + "/events",
                                 R"({"event":"change_device","device_kind":"imei","device":")" + std::string(kOther) +
                                     R"(","evidence_ref":"repair-1"})",
                                 match(shown));
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.at("/replaces_id"), made.at("/id"));
  EXPECT_EQ(desk.post(path + "/events", R"({"event":"unbind","evidence_ref":"x"})", match(shown)).status, 412);
  EXPECT_EQ(auditor.get("/api/things?state=ended").json().at("items").as_array().size(), 1u);
}

TEST_P(ThingsApi, WhatIsWrongIsSaidByField) {
  const auto desk = as("registrar");
  const auto wrong = desk.post("/api/things", binding(0, "123", R"(["voice"])"));
  EXPECT_EQ(wrong.status, 422) << wrong.body;
  EXPECT_EQ(wrong.at("/errors/0/field"), "device");
  EXPECT_EQ(wrong.at("/errors/1/code"), "thing_person_to_person");
  EXPECT_EQ(desk.post("/api/things", binding(5, kImei)).at("/code"), "line_without_holder");
  EXPECT_EQ(desk.get("/api/things?state=lost").at("/code"), "thing_state_word");
  EXPECT_EQ(desk.get("/api/things/nobody").status, 404);
}

TEST_P(ThingsApi, LinesWithoutADeviceComeInPages) {
  const auto auditor = as("auditor");
  const auto first = auditor.get("/api/lines-without-device?limit=2");
  ASSERT_EQ(first.json().at("items").as_array().size(), 2u) << first.body;
  const auto rest = auditor.get("/api/lines-without-device?limit=2&after=" + first.at("/next"));
  EXPECT_EQ(rest.json().at("items").as_array().size(), 1u) << rest.body;
  EXPECT_NE(rest.at("/items/0/line/id"), first.at("/items/1/line/id"));
}

}  // namespace
}  // namespace muster::numbers_api
