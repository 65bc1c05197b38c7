// Visits of the farm's copies, with fingerprints kept.
#include <testing/farm.h>
#include <testing/testing.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <likeness/likeness.h>
#include <support/test_database.h>

namespace muster::testing {
namespace {

class LikenessVisits : public ::testing::TestWithParam<store::Backend> {
 protected:
  LikenessVisits() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    std::filesystem::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    service_.allow_farm(*parse_farm(farm_.names_file()));
    service_.set_likeness(likeness_);
    PictureEyes eyes;  // nothing to look with: icons are fetched all the same
    eyes.look = [](std::string) -> Result<pictures::Seen> { return unavailable("decoder_missing", "None."); };
    service_.set_eyes(std::move(eyes));
  }
  ~LikenessVisits() override { std::filesystem::remove_all(folder_); }
  static FetchOptions fetch() {
    FetchOptions out;
    out.manners.host_delay = Duration::zero();
    return out;
  }
  static std::string make_name() {
    SystemClock clock;
    SystemRandom random;
    return (std::filesystem::temp_directory_path() / ("muster-likeness-" + new_id(clock, random))).string();
  }
  TestRun visited(const std::string& host) {
    const auto runs = service_.test({"http://" + host + "/"}, "person-1");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return *service_.run(runs->at(0).id);
  }
  void close_case(const std::string& host, const std::string& test_id) {
    ASSERT_TRUE(
        db_->write([&](store::Transaction& tx) -> Result<void> {
             likeness_.closed(tx, {"case-1", "C-2026-000001", "explicit_unlawful", host, {test_id}}, clock_.now());
             return {};
           })
            .ok());
  }

  SystemClock clock_;
  SystemRandom random_;
  test::TestDatabase db_;
  const std::string folder_ = make_name();
  ledger::Recorder recorder_{clock_, random_};
  Farm farm_;
  bundles::Service bundles_{*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/bundles"};
  likeness::Service likeness_{*db_};
  Service service_{*db_, recorder_, bundles_, nullptr, folder_, fetch()};
};
MUSTER_ON_BOTH_BACKENDS(LikenessVisits);

TEST_P(LikenessVisits, AVisitLeavesItsFingerprint) {
  visited("story-001.example");
  const auto site = likeness_.site("story-001.example");
  ASSERT_TRUE(site.ok()) << site.error().sentence;
  EXPECT_GT(site->print.text.words, 100);
  EXPECT_TRUE(site->print.favicon.has_value());
  EXPECT_EQ(*site->print.favicon, likeness::favicon_hash(farm_picture(7)));
  EXPECT_THAT(site->print.accounts.analytics, ::testing::ElementsAre(likeness::AccountId{"google", "UA-1000001"}));
  EXPECT_NE(site->print.structure, 0u);
  EXPECT_EQ(site->print.address, "127.0.0.1");
  visited("story-001.example");
  int icons = 0;
  for (const auto& record : farm_.records()) icons += record.path == "/favicon.ico";
  EXPECT_EQ(icons, 1) << "once in a month";
  EXPECT_EQ(*likeness_.site("story-001.example")->print.favicon, *site->print.favicon) << "and remembered";
}

TEST_P(LikenessVisits, ACopyOfAClosedCaseIsASuspicionWithReasonsOnce) {
  const auto raised = service_.raise("story-001.example", "explicit_unlawful", "person", "person-1");
  ASSERT_TRUE(raised.ok());
  const TestRun original = visited("story-001.example");
  EXPECT_TRUE(visited("story-002.example").suspicion_id.empty()) << "nothing is closed yet";
  close_case("story-001.example", original.id);
  const TestRun copy = visited("story-002.example");
  EXPECT_EQ(copy.verdict, "clean") << "the verdict is of the page";
  EXPECT_THAT(copy.top_reason, ::testing::StartsWith("Resembles the closed case C-2026-000001"));
  ASSERT_FALSE(copy.suspicion_id.empty());
  const auto suspicion = service_.suspicion(copy.suspicion_id);
  ASSERT_TRUE(suspicion.ok());
  EXPECT_EQ(suspicion->ground, "explicit_unlawful");
  EXPECT_EQ(suspicion->state, "evidence_sealed") << "a person comes next, and nothing else";
  const auto noted = likeness_.of_suspicion(copy.suspicion_id);
  ASSERT_EQ(noted->size(), 1u);
  EXPECT_EQ(noted->at(0).case_id, "case-1");
  EXPECT_GE(noted->at(0).value, 0.6);
  EXPECT_NE(noted->at(0).reasons.find("\"text\""), std::string::npos) << noted->at(0).reasons;
  // Once a person has dismissed it, the same pair is quiet.
  ASSERT_TRUE(service_.apply(copy.suspicion_id, SuspicionEvent::dismiss, "person-1", "A translation.").ok());
  EXPECT_TRUE(visited("story-002.example").suspicion_id.empty());
  EXPECT_TRUE(visited("shop-001.example").suspicion_id.empty()) << "and others never were";
  EXPECT_TRUE(visited("story-001.example").suspicion_id.empty()) << "a case is no copy of itself";
}

}  // namespace
}  // namespace muster::testing
