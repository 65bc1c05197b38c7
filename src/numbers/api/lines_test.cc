#include "test_support.h"

namespace muster::numbers_api {
namespace {

class LinesApi : public ApiTest {};
MUSTER_ON_BOTH_BACKENDS(LinesApi);

TEST_P(LinesApi, PoolsAndTheirStock) {
  const auto operator_ = as("operator");
  const auto made = operator_.post(
      "/api/pools",
      R"({"name":"More","operator":"Operator","region":"CN-31","kind":"iot","first":"+86 1990 0010 000","last":"+8619900019999"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(operator_.post("/api/pools/" + made.at("/id") + "/stock", R"({"count":3})").at("/stocked"), "3");
  EXPECT_EQ(operator_.post("/api/pools/" + made.at("/id") + "/stock", R"({"count":0})").status, 422);
  EXPECT_EQ(operator_.post("/api/pools/nothing/stock", R"({"count":1})").status, 404);
  EXPECT_EQ(as("registrar").get("/api/pools").json().at("items").as_array().size(), 2u);
  EXPECT_EQ(as("registrar").post("/api/pools", "{}").status, 403);
  const auto reserved =
      as("registrar").post("/api/pools/" + made.at("/id") + "/reservations", R"({"reserved_for":")" + dealer_ + "\"}");
  EXPECT_EQ(reserved.status, 201) << reserved.body;
  EXPECT_EQ(reserved.at("/state"), "reserved");
  EXPECT_EQ(reserved.at("/msisdn"), "+8619900010000");
}

TEST_P(LinesApi, AHeldNumberStandsMaskedAndIsLookedUpForAPurpose) {
  stock_up(1);
  const auto clerk = as("partner_user");
  const auto made = clerk.post("/api/registrations", body(0), key("k-1"));
  const auto auditor = as("auditor"), officer = as("compliance_officer");
  const auto line = auditor.get("/api/lines/" + made.at("/line_id"));
  EXPECT_EQ(line.at("/msisdn"), "null");
  EXPECT_EQ(line.at("/msisdn_masked"), "+861*******000");
  EXPECT_EQ(line.at("/holdings/0/holder_id"), made.at("/holder_id"));
  EXPECT_EQ(line.body.find("19900000000"), std::string::npos);
  const std::string question = R"({"msisdn":"+86 199 0000 0000","purpose":"dispute"})";
  const auto found = officer.post("/api/lines/look-up", question);
  EXPECT_EQ(found.at("/line/id"), made.at("/line_id")) << found.body;
  EXPECT_EQ(found.at("/holding/holder_id"), made.at("/holder_id"));
  EXPECT_EQ(number("select count(*) as n from event where kind = 'line.looked_up'"), 1);
  EXPECT_EQ(officer.post("/api/lines/look-up", R"({"msisdn":"+8619999999999","purpose":"dispute"})").status, 404);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'line.looked_up'"), 2);
  EXPECT_EQ(officer.post("/api/lines/look-up", R"({"msisdn":"+8619900000000"})").at("/errors/0/field"), "purpose");
  EXPECT_EQ(auditor.post("/api/lines/look-up", question).status, 403);
}

TEST_P(LinesApi, StepsNeedTheVersionAndAreThoseOfPeople) {
  stock_up(1);
  const auto clerk = as("partner_user"), first = as("registrar"), second = as("registrar");
  const auto made = clerk.post("/api/registrations", body(0), key("k-1"));
  const std::string path = "/api/lines/" + made.at("/line_id");
  const auto before = first.get(path);
  EXPECT_EQ(before.at("/next_events/0/allowed"), "false") << before.body;  // verification brings a line into service
  const Caller::Headers match{{"if-match", before.headers.at("etag")}};
  EXPECT_EQ(first.post(path + "/events", R"({"event":"activate"})", match).code(), "line_step_follows");
  EXPECT_EQ(first.post(path + "/events", R"({"event":"bar","reason":"fraud"})").status, 428);
  for (const auto* one : {&first, &second})
    ASSERT_EQ(one->post("/api/registrations/" + made.at("/id") + "/events", R"({"event":"confirm"})").status, 200);
  EXPECT_EQ(first.post(path + "/events", R"({"event":"bar","reason":"fraud"})", match).status, 412);
  const Caller::Headers now{{"if-match", first.get(path).headers.at("etag")}};
  EXPECT_EQ(first.post(path + "/events", R"({"event":"bar"})", now).code(), "reason_missing");
  EXPECT_EQ(first.post(path + "/events", R"({"event":"fly"})", now).at("/errors/0/code"), "event_unknown");
  const auto barred = first.post(path + "/events", R"({"event":"bar","reason":"fraud"})", now);
  EXPECT_EQ(barred.at("/state"), "barred") << barred.body;
  EXPECT_EQ(first.get("/api/lines?state=barred").at("/items/0/id"), made.at("/line_id"));
  EXPECT_EQ(first.get("/api/lines?state=active").status, 422);
}

TEST_P(LinesApi, APoolIsListedInTheOrderOfItsNumbers) {
  const auto operator_ = as("operator");
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page =
        operator_.get("/api/lines?pool=" + pool_ + "&limit=12" + (after.empty() ? "" : "&after=" + after));
    ASSERT_EQ(page.status, 200) << page.body;
    const auto value = page.json();
    for (const auto& item : value.at("items").as_array()) seen.emplace_back(item.at("msisdn").as_string());
    after = page.at("/next");
  } while (after != "null");
  ASSERT_EQ(seen.size(), 30u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(operator_.get("/api/lines").status, 422);
  EXPECT_EQ(operator_.get("/api/lines?pool=nothing").status, 404);
  EXPECT_EQ(operator_.get("/api/lines?pool=" + pool_ + "&state=gone").status, 422);
  EXPECT_EQ(operator_.get("/api/lines?pool=" + pool_ + "&state=barred").at("/items"), "[]");
}

}  // namespace
}  // namespace muster::numbers_api
