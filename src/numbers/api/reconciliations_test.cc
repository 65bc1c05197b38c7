#include "test_support.h"

#include <fstream>

#include <reconciliation/service.h>

namespace muster::numbers_api {
namespace {

class ReconciliationsApi : public ApiTest {
 protected:
  // Their file: what they say of each of our numbers, and one that is none of ours.
  std::string compared(const std::string& lines_of_theirs) {
    const auto path = std::filesystem::temp_directory_path() / ("muster-theirs-" + new_id(clock_, random_) + ".csv");
    std::ofstream(path) << "msisdn,state,verified\n" << lines_of_theirs;
    reconciliation::Options options;
    options.file = path;
    options.name = "theirs.csv";
    options.actor = "system:test";
    const auto done = reconciliation::Service(*db_, recorder_).run(options);
    std::filesystem::remove(path);
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().code);
    return done->run.id;
  }
};
MUSTER_ON_BOTH_BACKENDS(ReconciliationsApi);

TEST_P(ReconciliationsApi, ARunIsReadWithItsDifferencesAndNoNumber) {
  stock_up(1);
  const auto made = as("partner_user").post("/api/registrations", body(0), key("k"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = compared("+8613100000000,serves,yes\n");
  const auto auditor = as("auditor");
  const auto list = auditor.get("/api/reconciliations?source=national");
  ASSERT_EQ(list.at("/items/0/id"), id) << list.body;
  EXPECT_EQ(list.at("/items/0/differences/not_ours"), "1");
  EXPECT_EQ(auditor.get("/api/reconciliations?source=network").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(auditor.get("/api/reconciliations?source=odd").status, 422);
  EXPECT_EQ(auditor.get("/api/reconciliations/" + id).at("/state"), "done");
  const auto foreign = auditor.get("/api/reconciliation-differences?kind=not_ours");
  EXPECT_EQ(foreign.at("/items/0/line_id"), "null");
  EXPECT_EQ(foreign.body.find("13100000000"), std::string::npos) << "masked";
  EXPECT_EQ(foreign.at("/next"), "null");
  EXPECT_EQ(auditor.get("/api/reconciliation-differences").status, 422);
  EXPECT_EQ(as("auditor").post("/api/reconciliations/" + id + "/events", R"({"event":"cancel"})").status, 403);
  EXPECT_EQ(as("operator").post("/api/reconciliations/" + id + "/events", R"({"event":"cancel"})").status, 409);
  EXPECT_EQ(as("partner_user").get("/api/reconciliations").status, 403);
}

TEST_P(ReconciliationsApi, ACampaignIsMadeOfWhatDiffers) {
  const auto operators = as("operator");
  const auto draft = [&](const std::string& cohort) {
    return operators.post(
        "/api/campaigns",
        R"({"name":"C)" + std::to_string(people_++) + R"(","sender":"Carrier","place":"any shop","cohort":)" + cohort +
            R"(,"waves":[{"name":"All","invite_at":")" + to_rfc3339(clock_.now() + std::chrono::hours(24)) +
            R"(","deadline":")" + to_rfc3339(clock_.now() + std::chrono::hours(24 * 90)) + "\"}]}");
  };
  const auto made = draft(R"({"differs_from":"national","differences":["verified_there","missing_there"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto shown = operators.get(made.headers.at("location"));
  EXPECT_EQ(shown.at("/cohort/differs_from"), "national");
  EXPECT_EQ(shown.at("/cohort/differences/1"), "missing_there");
  EXPECT_EQ(draft(R"({"differs_from":"elsewhere","differences":["missing_there"]})").status, 422);
  EXPECT_EQ(draft(R"({"differs_from":"national"})").at("/errors/0/code"), "cohort_difference");
  EXPECT_EQ(draft(R"({"differs_from":"national","differences":["not_ours"]})").at("/errors/0/code"),
            "cohort_difference");
}

}  // namespace
}  // namespace muster::numbers_api
