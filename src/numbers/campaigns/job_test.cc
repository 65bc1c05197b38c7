#include "test_support.h"

#include <campaigns/job.h>

namespace muster::campaigns {
namespace {

class Jobs : public CampaignTest {
 protected:
  jobs::Service jobs_{*db_, clock_, random_};
};
MUSTER_ON_BOTH_BACKENDS(Jobs);

TEST_P(Jobs, TheServerRunsWhatIsDueByItself) {
  load(30);
  const auto c = running();
  ASSERT_TRUE(add_jobs(jobs_, service_, clock_.now()).ok());
  ASSERT_TRUE(jobs_.run_due().ok());
  EXPECT_EQ(count(c, LineState::unverified), 30);
  clock_.advance(kDays);
  ASSERT_TRUE(jobs_.run_due().ok());
  EXPECT_EQ(count(c, LineState::invited), 30);
  for (int day = 0; day < 90; ++day) {
    clock_.advance(kDays);
    ASSERT_TRUE(jobs_.run_due().ok());
  }
  EXPECT_EQ(line_state(0), "barred");
  registered_again(0, 1);
  clock_.advance(std::chrono::seconds(6));
  ASSERT_TRUE(jobs_.run_due().ok());
  EXPECT_EQ(line_state(0), "active") << "within seconds";
  const auto done = jobs_.list(kWorkJob, "done", "", 1);
  ASSERT_EQ(done->size(), 1u);
  EXPECT_NE(done->at(0).result.find("\"stepped\""), std::string::npos);
}

TEST_P(Jobs, CancelledItStopsBetweenBatchesAndTheNextGoesOn) {
  std::vector<registration::OldRecord> records;
  for (int n = 0; n < 400; ++n) records.push_back(old(n, n));
  for (int n = 0; n < 399; ++n) records.push_back(old(n, 500 + n, true));
  load(std::move(records));
  const auto c = running();
  jobs::Options quick;
  quick.progress_every = Duration(0);
  jobs::Service own(*db_, clock_, random_, quick);
  own.add_kind("one", [&](jobs::JobContext& context) -> Result<std::string> {
    const auto first = service_.enrol(c.id, 100);
    EXPECT_EQ(first->done, 100);
    EXPECT_TRUE(own.cancel(context.job_id()).ok());
    return campaigns::work(service_, context);
  });
  const std::string id = *own.enqueue("person-1", "one");
  ASSERT_TRUE(own.run_due().ok());
  EXPECT_EQ(own.get(id)->state, "cancelled");
  EXPECT_EQ(count(c, LineState::unverified), 100);
  work();
  EXPECT_EQ(count(c, LineState::unverified), 799);
}

}  // namespace
}  // namespace muster::campaigns
