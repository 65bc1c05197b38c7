#include "test_support.h"

#include <reconciliation/compare_job.h>

namespace muster::numbers_api {
namespace {

class UploadsApi : public ApiTest {
 protected:
  UploadsApi() {
    jobs_.add_kind(reconciliation::kCompareJob, reconciliation::compare_job(jobs_, *db_, recorder_, inbox_));
  }
  static Caller::Headers bytes() { return {{"content-type", "application/octet-stream"}}; }
  std::string begun(const Caller& who, const std::string& csv) {
    const auto made = who.post("/api/reconciliation-uploads", R"({"source":"national","name":"theirs.csv","size":)" +
                                                                  std::to_string(csv.size()) + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return "/api/reconciliation-uploads/" + made.at("/id");
  }
  static std::string theirs(int lines) {
    std::string csv = "msisdn,state,verified\n";
    for (int i = 0; i < lines; ++i) csv += std::to_string(kFirst + i) + ",serves,yes\n";
    return csv;
  }
};
MUSTER_ON_BOTH_BACKENDS(UploadsApi);

TEST_P(UploadsApi, AFileComesInPiecesIsTriedComparedAndRead) {
  const auto operators = as("operator"), auditor = as("auditor");
  const std::string csv = theirs(40) + "nonsense,serves,yes\n";
  EXPECT_EQ(auditor.post("/api/reconciliation-uploads", R"({"source":"national","name":"n","size":1})").status, 403);
  const std::string path = begun(operators, csv);
  EXPECT_EQ(operators.put(path + "/bytes?at=0", csv.substr(0, 100), bytes()).json().at("held").as_int64(), 100);
  EXPECT_EQ(operators.post(path + "/events", R"({"event":"compare"})").at("/code"), "upload_cut_off");
  const auto wrong = operators.put(path + "/bytes?at=0", csv.substr(0, 100), bytes());
  EXPECT_EQ(wrong.status, 409);
  EXPECT_EQ(wrong.at("/code"), "upload_offset");
  EXPECT_EQ(operators.put(path + "/bytes?at=x", "a", bytes()).at("/code"), "upload_at");
  EXPECT_EQ(operators.get(path).json().at("held").as_int64(), 100) << "a client that was cut off asks where to go on";
  ASSERT_EQ(operators.put(path + "/bytes?at=100", csv.substr(100), bytes()).status, 200);
  EXPECT_EQ(operators.get("/api/reconciliation-uploads").json().at("items").as_array().size(), 1u);

  const auto dry = operators.post(path + "/events", R"({"event":"compare","dry_run":true})");
  ASSERT_EQ(dry.status, 202) << dry.body;
  EXPECT_EQ(operators.post(path + "/events", R"({"event":"compare"})").at("/code"), "upload_compared");
  EXPECT_EQ(*jobs_.run_due(), 1);
  const auto tried = operators.get("/api/jobs/" + dry.at("/job_id"));
  EXPECT_EQ(tried.at("/state"), "done") << tried.body;
  EXPECT_EQ(tried.json().at("result").at("bad").as_int64(), 1);
  EXPECT_EQ(tried.at("/result/errors/0/code"), "msisdn_form");
  EXPECT_EQ(auditor.get("/api/reconciliations").json().at("items").as_array().size(), 0u) << "nothing was written";

  const auto run = operators.post(path + "/events", R"({"event":"compare"})");
  ASSERT_EQ(run.status, 202) << run.body;
  EXPECT_EQ(*jobs_.run_due(), 1);
  const auto done = operators.get("/api/jobs/" + run.at("/job_id"));
  const auto shown = auditor.get("/api/reconciliations/" + done.at("/result/run"));
  EXPECT_EQ(shown.at("/state"), "done") << shown.body;
  EXPECT_EQ(shown.json().at("differences").at("missing_here").as_int64(), 30);
  EXPECT_EQ(shown.json().at("differences").at("not_ours").as_int64(), 10) << "beyond what was stocked";
  EXPECT_EQ(operators.get(path).status, 404) << "the file goes with its comparison";

  const auto file = auditor.get("/api/reconciliation-differences.csv?source=national&kind=missing_here");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(std::count(file.body.begin(), file.body.end(), '\n'), 31) << file.body;
  EXPECT_EQ(file.body.find(std::to_string(kFirst)), std::string::npos) << "numbers are masked";
  const auto foreign = auditor.get("/api/reconciliation-differences.csv?source=national&kind=not_ours");
  EXPECT_EQ(std::count(foreign.body.begin(), foreign.body.end(), '\n'), 11) << foreign.body;
  EXPECT_EQ(auditor.get("/api/reconciliation-differences.csv?kind=x").at("/code"), "reconciliation_kind");
}

TEST_P(UploadsApi, BeforeItsTurnItIsCancelledAndTheFileIsDropped) {
  const auto operators = as("operator");
  const std::string csv = theirs(20);
  const std::string path = begun(operators, csv);
  ASSERT_EQ(operators.put(path + "/bytes?at=0", csv, bytes()).status, 200);
  const auto queued = operators.post(path + "/events", R"({"event":"compare"})");
  ASSERT_EQ(operators.post("/api/jobs/" + queued.at("/job_id") + "/cancel", "{}").status / 100, 2);
  EXPECT_EQ(*jobs_.run_due(), 0);
  EXPECT_EQ(operators.get(path).status, 200) << "the file is here still";
  EXPECT_EQ(operators.post(path + "/events", R"({"event":"drop"})").status, 204);
  EXPECT_EQ(operators.get(path).status, 404);
  EXPECT_EQ(operators.post(path + "/events", R"({"event":"drop"})").status, 404);
}

}  // namespace
}  // namespace muster::numbers_api
