// Payloads that stand in earlier evidence are referred to, not written again, and read from there.
#include <base/bytes.h>
#include <base/files.h>
#include <jobs/jobs.h>
#include <testing/farm.h>
#include <testing/history.h>
#include <testing/testing.h>
#include <testing/warc.h>

#include <cstdlib>
#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>
#include <sys/wait.h>

namespace muster::testing {
namespace {

const Instant kRevisitStart{1'772'000'000'000'000};

class Revisits : public ::testing::TestWithParam<store::Backend> {
 protected:
  Revisits() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}), recorder_(clock_, random_) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-revisits-" + recorder_.new_id())).string();
    std::filesystem::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    FetchOptions fetch;
    fetch.manners.host_delay = Duration::zero();
    fetch.robots = RobotsPolicy::ignore;
    bundles_ =
        std::make_unique<bundles::Service>(*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/bundles");
    service_ = std::make_unique<Service>(*db_, recorder_, *bundles_, nullptr, folder_, fetch);
    service_->allow_farm(*parse_farm(farm_.names_file()));
  }
  ~Revisits() override { std::filesystem::remove_all(folder_); }
  TestRun one(const std::string& url) {
    const auto runs = service_->test({url}, "person-1");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return runs->at(0);
  }
  std::vector<std::string> types(const TestRun& run) {
    std::vector<std::string> out;
    const auto records = *read_warc(*service_->evidence(run.id));
    for (const auto& record : records) out.push_back(record.type);
    return out;
  }

  SimulatedClock clock_{kRevisitStart};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_;
  Farm farm_;
  std::string folder_;
  std::unique_ptr<bundles::Service> bundles_;
  std::unique_ptr<Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(Revisits);

using Types = std::vector<std::string>;
const Types kWhole{"warcinfo", "request", "response", "metadata"};
const Types kReferring{"warcinfo", "request", "revisit", "metadata"};

TEST_P(Revisits, TheSamePageIsReferredTo) {
  const TestRun first = one("http://shop-001.example/"), second = one("http://shop-001.example/");
  EXPECT_EQ(types(first), kWhole);
  ASSERT_EQ(types(second), kReferring);
  const auto whole = *read_warc(*service_->evidence(first.id)), short_one = *read_warc(*service_->evidence(second.id));
  EXPECT_EQ(short_one[2].header("WARC-Refers-To"), whole[2].header("WARC-Record-ID"));
  EXPECT_EQ(short_one[2].header("WARC-Refers-To-Date"), whole[2].header("WARC-Date"));
  EXPECT_EQ(short_one[2].header("WARC-Payload-Digest"), whole[2].header("WARC-Payload-Digest"));
  EXPECT_EQ(short_one[2].header(kWarcRefersToFile), first.evidence_path);
  EXPECT_TRUE(short_one[2].block.starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(short_one[2].block.ends_with("\r\n\r\n"));
  EXPECT_EQ(*service_->refers_to(second.id), std::vector<std::string>{first.id});
  EXPECT_EQ(*service_->referred_by(first.id, 10), std::vector<std::string>{second.id});
  EXPECT_TRUE(service_->refers_to(first.id)->empty());
  // A third one refers to the first: never to a reference.
  EXPECT_EQ(*service_->refers_to(one("http://shop-001.example/").id), std::vector<std::string>{first.id});
  // Read by others.
  const std::string check =
      "cd " MUSTER_SOURCE_DIR "/tests && node warc_check.mjs '" + folder_ + "/evidence/" + second.evidence_path + "'";
  const int status = std::system(check.c_str());
  EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
}

TEST_P(Revisits, AReferenceIsReadFromWhereItLeads) {
  const TestRun first = one("http://shop-001.example/"), second = one("http://shop-001.example/");
  ASSERT_EQ(types(second), kReferring);
  const auto page = service_->page(second.id);
  ASSERT_TRUE(page.ok()) << page.error().sentence;
  ASSERT_TRUE(page->has_value());
  EXPECT_FALSE((*page)->text.empty());
  EXPECT_EQ((*page)->text, (*service_->page(first.id))->text);
  const std::string alone = *service_->evidence(second.id);
  EXPECT_EQ(page_of_evidence(alone, {}).error().code, "warc_referred");
  // Another file in its place is not what was sealed.
  const std::string path = folder_ + "/evidence/" + first.evidence_path;
  ASSERT_TRUE(replace_file(path, alone).ok());
  EXPECT_EQ(service_->page(second.id).error().code, "evidence_changed");
  const auto elsewhere = [&](const std::string&, const std::string&) -> Result<std::string> { return alone; };
  EXPECT_EQ(page_of_evidence(alone, elsewhere).error().code, "warc_referred");
  // Gone: what comes next is written in full again.
  std::filesystem::remove(path);
  EXPECT_EQ(types(one("http://shop-001.example/")), kWhole);
}

TEST_P(Revisits, EndWithTheirTerm) {
  service_->set_revisits_within(std::chrono::hours(24));
  one("http://shop-001.example/");
  clock_.advance(std::chrono::hours(20));
  EXPECT_EQ(types(one("http://shop-001.example/")), kReferring);
  clock_.advance(std::chrono::hours(5));  // counted from the whole one
  EXPECT_EQ(types(one("http://shop-001.example/")), kWhole);
  service_->set_revisits_within(Duration::zero());
  EXPECT_EQ(types(one("http://shop-001.example/")), kWhole);
}

TEST_P(Revisits, AnotherPageIsNone) {
  one("http://shop-001.example/");
  EXPECT_EQ(types(one("http://shop-002.example/")), kWhole);
}

}  // namespace
}  // namespace muster::testing
