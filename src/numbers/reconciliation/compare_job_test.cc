#include <filesystem>

#include <fmt/format.h>
#include <reconciliation/compare_job.h>
#include <support/numbers_world.h>

namespace muster::reconciliation {
namespace {

constexpr int kTheirs = 45'000;  // several pieces of the walk

class CompareJob : public test::NumbersTest {
 protected:
  CompareJob()
      : folder_((std::filesystem::temp_directory_path() / ("muster-compare-" + new_id(clock_, random_))).string()),
        inbox_(folder_, clock_, random_),
        jobs_(*db_, clock_, random_, eager()),
        service_(*db_, recorder_) {}
  ~CompareJob() override { std::filesystem::remove_all(folder_); }
  static jobs::Options eager() {
    jobs::Options out;
    out.progress_every = Duration(0);
    return out;
  }
  std::string sent() {
    std::string csv = "msisdn,state\n";
    for (int i = 0; i < kTheirs; ++i) csv += fmt::format("{},serves\n", 8'613'100'000'000 + i);
    const std::string id =
        inbox_.begin("operator", Source::national, "theirs.csv", static_cast<std::int64_t>(csv.size()))->id;
    EXPECT_TRUE(inbox_.append(id, 0, csv)->whole());
    return id;
  }

  std::string folder_;
  Inbox inbox_;
  jobs::Service jobs_;
  Service service_;
};
MUSTER_ON_BOTH_BACKENDS(CompareJob);

TEST_P(CompareJob, CutOffItGoesOnWithTheSameFile) {
  jobs_.add_kind(kCompareJob, compare_job(jobs_, *db_, recorder_, inbox_));
  const std::string id = sent();
  // As far as a process came that ended then.
  Options options;
  options.file = inbox_.path(id);
  options.name = "theirs.csv";
  options.actor = "operator";
  int pieces = 0;
  options.go_on = [&](const char*, std::int64_t, std::int64_t) { return ++pieces < 2; };
  const auto before = *service_.run(options);
  ASSERT_TRUE(before.stopped);
  EXPECT_LT(before.run.counts.theirs, kTheirs);
  const std::string job = *start_compare(jobs_, inbox_, "operator", id, false);
  EXPECT_EQ(*jobs_.run_due(), 1);
  EXPECT_EQ(jobs_.get(job)->state, "done") << jobs_.get(job)->error_code;
  EXPECT_NE(jobs_.get(job)->result.find(before.run.id), std::string::npos) << "the same comparison";
  const auto run = *service_.get(before.run.id);
  EXPECT_EQ(run.state, "done");
  EXPECT_EQ(run.counts.theirs, kTheirs);
  EXPECT_EQ(run.counts.by_difference[static_cast<std::size_t>(Difference::not_ours)], kTheirs);
  EXPECT_EQ(inbox_.get(id).error().code, "upload_unknown") << "the file goes with its comparison";
}

TEST_P(CompareJob, CancelledItIsGivenUpWithItsFile) {
  jobs_.add_kind(kCompareJob, [&](jobs::JobContext& job) -> Result<std::string> {
    MUSTER_CHECK_OK(jobs_.cancel(job.job_id()));  // a person cancels it meanwhile
    return compare_job(jobs_, *db_, recorder_, inbox_)(job);
  });
  const std::string id = sent();
  const std::string job = *start_compare(jobs_, inbox_, "operator", id, false);
  EXPECT_EQ(start_compare(jobs_, inbox_, "operator", id, false).error().code, "upload_compared");
  EXPECT_EQ(*jobs_.run_due(), 1);
  EXPECT_EQ(jobs_.get(job)->state, "cancelled");
  EXPECT_EQ(inbox_.get(id).error().code, "upload_unknown");
  const auto runs = *service_.runs(Source::national, "", 10);
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs.front().state, "cancelled") << "the next file is not held up";
}

}  // namespace
}  // namespace muster::reconciliation
