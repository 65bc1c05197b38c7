#include <base/text.h>
#include <census/job.h>
#include <jobs/jobs.h>
#include <policy/policy.h>

#include <support/census_world.h>

namespace muster::census {
namespace {

class CensusNotices : public CensusWorld, public testing::WithParamInterface<store::Backend> {
 protected:
  CensusNotices() : CensusWorld(GetParam()) {}
  // "provider-1 due/told/overdue …" of each provider, by standing where there is any.
  std::string due() {
    const auto all = service_->notices_due("", "", 500);
    if (!all.ok()) return all.error().code;
    std::string out;
    for (const auto& p : *all) {
      out += p.provider_id;
      for (const Standing s : kAllStandings) {
        const NoticeCounts& c = p.of[static_cast<std::size_t>(s)];
        if (c.due + c.told + c.overdue > 0)
          out += " " + std::string(to_text(s)) + " " + std::to_string(c.due) + "/" + std::to_string(c.told) + "/" +
                 std::to_string(c.overdue);
      }
      out += "\n";
    }
    return out;
  }
  std::string letter_to(const std::string& provider) {
    const auto letters = notices_.of_record("census_run", service_->get("")->id);
    for (const auto& letter : *letters)
      if (letter.party_id == provider) return letter.id;
    return {};
  }
};
MUSTER_ON_BOTH_BACKENDS(CensusNotices);

// gone.com is cancelled, filed.com is filed with provider-1 at 192.0.2.0/24, also.co.uk with provider-2.
const char* kInventory =
    "name,provider,address\n"
    "filed.com,North Hosting,198.51.100.7\n"
    "gone.com,North Hosting,192.0.2.9\n"
    "also.co.uk,North Hosting,\n"
    "new.com,North Hosting,\n"
    "held.com,North Hosting,\n"
    "more.net,South Hosting,\n"
    "lost.net,Nobody Known,\n";

TEST_P(CensusNotices, EveryStandingThatAProviderCanMendIsToBeTold) {
  ASSERT_TRUE(take(kInventory).ok());
  EXPECT_EQ(due(),
            "provider-1 cancelled 1/0/0 unfiled 1/0/0 provider_differs 1/0/0 address_differs 1/0/0\n"
            "provider-2 unfiled 1/0/0\n");
  EXPECT_EQ(service_->notices_due("", "provider-1", 10)->size(), 1u);
  EXPECT_EQ(service_->notices_due("", "", 1)->size(), 1u);
  EXPECT_EQ(*service_->unattributed(""), 1);
  EXPECT_EQ(service_->notices_due("none", "", 10).error().code, "run_unknown");
}

TEST_P(CensusNotices, OneLetterAProviderWithItsList) {
  ASSERT_TRUE(take(kInventory).ok());
  const auto told = service_->notify_providers("", "person-1");
  ASSERT_TRUE(told.ok()) << told.error().sentence;
  EXPECT_EQ(told->providers, 2);
  EXPECT_EQ(told->letters, 2);
  EXPECT_EQ(told->names, 5);
  const std::string letter = letter_to("provider-1");
  const auto list = service_->list_of_notice(letter);
  ASSERT_TRUE(list.ok() && *list);
  const std::string day = to_day(policy::Policy::standard().due("filing.unfiled_cure", clock_.now()));
  EXPECT_EQ(**list,
            "name,unicode,standing,found,due\r\n"
            "also.co.uk,also.co.uk,provider_differs,\"It is filed, but not with this provider.\"," +
                day +
                "\r\n"
                "filed.com,filed.com,address_differs,\"It is filed, but at other addresses.\"," +
                day +
                "\r\n"
                "gone.com,gone.com,cancelled,\"Its filing was cancelled, and it is still served.\"," +
                day +
                "\r\n"
                "new.com,new.com,unfiled,It has no filing.," +
                day + "\r\n");
  EXPECT_EQ(service_->sites_of_notice(letter, "filed.com", 1)->front().name, "gone.com");
  EXPECT_FALSE(*service_->list_of_notice("no-letter"));
  const std::string body = notices_.find(letter)->body;
  for (const char* text : {"1 have no filing", "1 had a filing that was cancelled", "new.com"})
    EXPECT_NE(body.find(text), std::string::npos) << text;
}

TEST_P(CensusNotices, NeverTwiceWithinItsTerm) {
  ASSERT_TRUE(take(kInventory).ok());
  ASSERT_TRUE(service_->notify_providers("", "p").ok());
  EXPECT_EQ(service_->notify_providers("", "p", {.remind = true})->names, 0);
  clock_.advance(std::chrono::hours(24));
  ASSERT_TRUE(take(kInventory).ok());
  EXPECT_EQ(due().substr(0, 63), "provider-1 cancelled 0/1/0 unfiled 0/1/0 provider_differs 0/1/0");
  EXPECT_EQ(service_->notify_providers("", "p")->names, 0);
  // With another provider it is another finding.
  ASSERT_TRUE(take(std::string(kInventory) + "again.net,South Hosting,\n").ok());
  EXPECT_EQ(service_->notify_providers("", "p")->names, 1);
  std::string moved = kInventory;
  moved.replace(moved.find("new.com,North"), 13, "new.com,South");
  ASSERT_TRUE(take(moved).ok());
  EXPECT_EQ(service_->notify_providers("", "p")->names, 1);
  // Past its term it is overdue: nothing is sent by itself, a reminder is.
  clock_.advance(std::chrono::hours(24 * 40));
  ASSERT_TRUE(take(kInventory).ok());
  EXPECT_NE(due().find("unfiled 0/0/1"), std::string::npos) << due();
  EXPECT_EQ(service_->notify_providers("", "p")->names, 0);
  EXPECT_EQ(service_->notify_providers("", "p", {.providers = {"provider-2"}, .remind = true})->names, 1);
  EXPECT_EQ(service_->standing_of("more.net")->value().notice, "told");
  EXPECT_EQ(service_->standing_of("new.com")->value().notice, "overdue");
  EXPECT_FALSE(service_->standing_of("lost.net")->value().noticed);
}

TEST_P(CensusNotices, ManySitesGoIntoOneLetter) {
  std::string inventory = "name,provider\n";
  for (int i = 0; i < 1'234; ++i) inventory += "shop-" + std::to_string(i) + ".com,South Hosting\n";
  ASSERT_TRUE(take(inventory).ok());
  const auto told = service_->notify_providers("", "p");
  ASSERT_TRUE(told.ok()) << told.error().sentence;
  EXPECT_EQ(told->letters, 1);
  EXPECT_EQ(told->names, 1'234);
  const std::string list = **service_->list_of_notice(letter_to("provider-2"));
  EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 1'235);
  const std::string body = notices_.find(letter_to("provider-2"))->body;
  EXPECT_NE(body.find("… + 1,134"), std::string::npos);
  std::vector<std::string> many(501, "shop-1.com");
  EXPECT_EQ(service_->notify_providers("", "p", {.names = many}).error().code, "notice_names");
}

TEST_P(CensusNotices, InShadowNobodyIsTold) {
  const auto policy = *policy::Policy::parse("[instance]\nshadow = true\n");
  Service shadow(*db_, recorder_, &notices_, Config{.folder = folder_, .policy = &policy});
  ASSERT_TRUE(take(kInventory).ok());
  EXPECT_EQ(shadow.notify_providers("", "p").error().code, "shadow_mode");
  EXPECT_EQ(shadow.notices_due("", "", 10)->size(), 2u) << "what is due is shown";
  EXPECT_EQ(count("select count(*) as n from notice"), 0);
}

TEST_P(CensusNotices, AsAJobThatGoesOnWhereItWasStopped) {
  ASSERT_TRUE(take(kInventory).ok());
  const std::string run = service_->get("")->id;
  // Stopped after its first letter: that one stays sent.
  const auto stopped = service_->notify_providers(run, "p", {}, [](const NoticeReport&) { return false; });
  EXPECT_TRUE(stopped->stopped);
  EXPECT_EQ(stopped->letters, 1);
  jobs::Service jobs(*db_, clock_, random_);
  add_job(jobs, *service_);
  const auto job = jobs.enqueue("person-1", kNoticesJob, to_arguments({.run_id = run, .actor = "person-1"}));
  ASSERT_TRUE(job.ok());
  ASSERT_TRUE(jobs.run_due().ok());
  const auto done = jobs.get(*job);
  EXPECT_EQ(done->state, "done") << done->error_sentence;
  EXPECT_EQ(done->result, R"({"run_id":")" + run + R"(","providers":1,"letters":1,"sent":1,"unattributed":1})");
  EXPECT_EQ(done->done, 1);
}

}  // namespace
}  // namespace muster::census
