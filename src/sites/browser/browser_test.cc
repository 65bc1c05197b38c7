// A real Chromium before the farm; skipped where none is installed.
#include "devtools.h"
#include "page_log.h"
#include <content/lexicon.h>
#include <content/page.h>
#include <hashes/service.h>
#include <pictures/decoder.h>
#include <policy/policy.h>
#include <testing/farm.h>
#include <testing/history.h>
#include <testing/testing.h>
#include <testing/warc.h>

#include <filesystem>

#include <boost/json.hpp>
#include <browser/browser.h>
#include <bundles/bundles.h>
#include <embedded_lexicons.h>
#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <support/test_database.h>

namespace muster::browser {
namespace {

constexpr const char* kProgram = "/usr/bin/chromium";
#define MUSTER_NEEDS_CHROMIUM() \
  if (!is_installed(kProgram)) GTEST_SKIP() << "chromium is not installed (script/bootstrap installs it)"

TEST(NoBrowser, IsSaid) {
  EXPECT_FALSE(is_installed("/nowhere/chromium"));
  EXPECT_FALSE(is_installed("none"));
  EXPECT_FALSE(is_installed(""));
  PoolOptions options;
  options.program = "/nowhere/chromium";
  Pool pool(options);
  const auto done = pool.render({"http://shop-001.example/", "Phone", "en"});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "browser_missing");
  EXPECT_EQ(pool.started(), 0);
}

TEST(NoBrowser, AProgramThatIsNoneEnds) {
  PoolOptions options;
  options.program = "/bin/true";
  Pool pool(options);
  const auto done = pool.render({"http://shop-001.example/", "Phone", "en"});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "browser_ended");
}

TEST(PageLogs, KeepRequestsNavigationsAndSilence) {
  PageLog log("s1");
  log.main_frame("f1");
  const auto at = std::chrono::steady_clock::now();
  const auto say = [&](const char* text) { log.event(boost::json::parse(text).as_object(), at); };
  say(R"({"sessionId":"other","method":"Page.loadEventFired","params":{}})");
  EXPECT_FALSE(log.loaded());
  say(R"({"sessionId":"s1","method":"Network.requestWillBeSent","params":{"requestId":"1","type":"Document","frameId":"f1",
          "request":{"url":"http://a.example/"}}})");
  EXPECT_FALSE(log.silent_for(Duration::zero(), at + std::chrono::seconds(9)));
  say(R"({"sessionId":"s1","method":"Network.requestWillBeSent","params":{"requestId":"1","type":"Document","frameId":"f1",
          "redirectResponse":{"status":302},"request":{"url":"http://b.example/"}}})");
  say(R"({"sessionId":"s1","method":"Network.responseReceived","params":{"requestId":"1","type":"Document","frameId":"f1",
          "response":{"status":200}}})");
  say(R"({"sessionId":"s1","method":"Network.loadingFinished","params":{"requestId":"1","encodedDataLength":512}})");
  say(R"({"sessionId":"s1","method":"Network.requestWillBeSent","params":{"requestId":"2","type":"Image","frameId":"f1",
          "request":{"url":"data:image/png;base64,iVBORw0KGgo="}}})");
  say(R"({"sessionId":"s1","method":"Network.loadingFailed","params":{"requestId":"2","errorText":"net::ERR_FAILED"}})");
  say(R"({"sessionId":"s1","method":"Page.loadEventFired"})");
  say(R"({"sessionId":"s1","method":7,"params":[]})");
  EXPECT_TRUE(log.loaded());
  EXPECT_TRUE(log.silent_for(std::chrono::milliseconds(500), at + std::chrono::seconds(1)));
  testing::Rendered out;
  log.give(out);
  EXPECT_EQ(out.status, 200);
  EXPECT_THAT(out.navigations, ::testing::ElementsAre("http://a.example/", "http://b.example/"));
  ASSERT_EQ(out.requests.size(), 3u);
  EXPECT_EQ(out.requests[0].status, 302);
  EXPECT_EQ(out.requests[1].bytes, 512);
  EXPECT_EQ(out.requests[2].url, "data:image/png;base64") << "no picture in a log";
  EXPECT_EQ(out.requests[2].error, "net::ERR_FAILED");
}

class Browsers : public ::testing::Test {
 protected:
  Browsers() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    names_ = *testing::parse_farm(farm_.names_file());
  }
  testing::RenderRequest request(const std::string& host) const {
    const testing::FetchOptions as;
    return {"http://" + host + "/", as.user_agent, as.accept_language, names_};
  }
  testing::Farm farm_;
  std::map<std::string, std::string> names_;
};

TEST_F(Browsers, ReadWhatScriptsWriteAsAPhone) {
  MUSTER_NEEDS_CHROMIUM();
  Pool pool({});
  const auto done = pool.render(request("scripted.example"));
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->final_url, "http://scripted.example/");
  EXPECT_EQ(done->status, 200);
  EXPECT_TRUE(done->settled);
  const auto page = content::read_page(done->dom, "text/html; charset=utf-8");
  EXPECT_NE(page.text.find("planted-term-quorvix with planted-term-zelmarun"), std::string::npos) << page.text;
  EXPECT_NE(page.text.find("Screen of 412 by 915, touch true"), std::string::npos) << page.text;
  EXPECT_TRUE(done->screenshot.starts_with("\xFF\xD8\xFF")) << "a JPEG";
  std::vector<std::string> asked;
  for (const auto& each : done->requests) asked.push_back(each.type + " " + each.url);
  EXPECT_THAT(asked,
              ::testing::IsSupersetOf({"Document http://scripted.example/", "Script http://scripted.example/app.js",
                                       "Image http://scripted.example/pictures/3.png"}));
}

TEST_F(Browsers, ReachNothingInside) {
  MUSTER_NEEDS_CHROMIUM();
  Pool pool({});
  const auto done = pool.render(request("reaching.example"));
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  const auto page = content::read_page(done->dom, "text/html; charset=utf-8");
  // A refused address answers 403 to the page, which an opaque request takes for an answer: what counts is who was
  // asked.
  for (const auto& record : farm_.records()) EXPECT_TRUE(names_.contains(record.host)) << record.host << record.path;
  EXPECT_THAT(done->refused, ::testing::Contains(::testing::StartsWith("127.0.0.1 loopback")));
  EXPECT_THAT(done->refused, ::testing::Contains("169.254.169.254 link_local"));
  EXPECT_THAT(done->refused, ::testing::Contains("10.0.0.1 private"));
  EXPECT_EQ(page.text.find("file:"), std::string::npos) << page.text;
  EXPECT_EQ(page.text.find("root:"), std::string::npos);
}

TEST_F(Browsers, AnEndlessScriptEndsInTimeAndTheNextPageIsFine) {
  MUSTER_NEEDS_CHROMIUM();
  PoolOptions options;
  options.visit_max = std::chrono::seconds(4);
  Pool pool(options);
  const auto began = std::chrono::steady_clock::now();
  const auto endless = pool.render(request("endless-script.example"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(25));
  ASSERT_FALSE(endless.ok());
  EXPECT_EQ(endless.error().code, "browser_time");
  options.visit_max = std::chrono::seconds(20);
  const auto next = pool.render(request("shop-001.example"));
  ASSERT_TRUE(next.ok()) << next.error().sentence;
  EXPECT_EQ(pool.started(), 2) << "the first was ended";
}

TEST_F(Browsers, MemoryIsBounded) {
  MUSTER_NEEDS_CHROMIUM();
  PoolOptions options;
  options.memory_max_bytes = 8u << 20;  // less than any browser takes
  Pool pool(options);
  const auto done = pool.render(request("shop-001.example"));
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "browser_memory");
}

TEST_F(Browsers, AreReplacedAfterTheirVisitsAndLeaveNothing) {
  MUSTER_NEEDS_CHROMIUM();
  const auto profiles = [] {
    int n = 0;
    for (const char* folder : {"/dev/shm", "/tmp"}) {
      std::error_code fault;
      for (const auto& each : std::filesystem::directory_iterator(folder, fault))
        n += each.path().filename().string().starts_with("muster-browser-");
    }
    return n;
  };
  const int before = profiles();
  {
    PoolOptions options;
    options.visits_max = 1;
    Pool pool(options);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(pool.render(request("shop-001.example")).ok());
    EXPECT_EQ(pool.started(), 2);
  }
  EXPECT_EQ(profiles(), before);
}

// The whole way: a visit that finds nothing, a browser, a clue, and evidence that says the same when it is read again.
class BrowserVisits : public ::testing::TestWithParam<store::Backend> {
 protected:
  BrowserVisits() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}), recorder_(clock_, random_) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-browser-visits-" + recorder_.new_id())).string();
    std::filesystem::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    testing::FetchOptions fetch;
    fetch.manners.host_delay = Duration::zero();
    bundles_ =
        std::make_unique<bundles::Service>(*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/bundles");
    service_ = std::make_unique<testing::Service>(*db_, recorder_, *bundles_, nullptr, folder_, fetch);
    service_->allow_farm(*testing::parse_farm(farm_.names_file()));
    const auto keys = content::key_pair_from_seed(std::string(32, 'k'));
    (void)bundles_->propose_publisher({"Demo", keys.public_key}, "p1");
    (void)bundles_->confirm_publisher(keys.public_key, "p2");
    for (const EmbeddedFile& draft : muster_lexicons::files())
      if (draft.path == "planted.draft")
        (void)bundles_->bring_into_force(*content::sign_draft(draft.bytes, "Demo", keys), "p1", "p2");
    testing::PictureEyes eyes;
    eyes.look = [this](std::string bytes) { return looker_.look(std::move(bytes)); };
    eyes.options.keep = testing::KeepPictures::all;
    service_->set_eyes(std::move(eyes));
  }
  ~BrowserVisits() override {
    service_.reset();
    std::filesystem::remove_all(folder_);
  }
  testing::TestRun visited(const std::string& url) {
    const auto runs = service_->test({url}, "person-1");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return *service_->run(runs->at(0).id);
  }

  SystemClock clock_;
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_;
  testing::Farm farm_;
  std::string folder_;
  pictures::Decoder decoder_{pictures::DecoderOptions{MUSTER_LOOK, 1}};
  hashes::Matcher matcher_{clock_};
  hashes::Service hashes_{*db_, recorder_, matcher_};
  pictures::Looker looker_{decoder_, [this](const hashes::PdqTurned& h, std::uint64_t n) { return hashes_.look(h, n); },
                           nullptr};
  std::unique_ptr<bundles::Service> bundles_;
  std::unique_ptr<testing::Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(BrowserVisits);

TEST_P(BrowserVisits, WithoutABrowserNothingIsFound) {
  const auto run = visited("http://scripted.example/");
  EXPECT_EQ(run.verdict, "clean");
  EXPECT_FALSE(run.browser.has_value());
}

TEST_P(BrowserVisits, ABrowserThatFailsLeavesThePageAsItCame) {
  testing::BrowserEyes eyes;
  eyes.render = [](const testing::RenderRequest&) -> Result<testing::Rendered> {
    return unavailable("browser_memory", "Too much.");
  };
  service_->set_browser(std::move(eyes));
  const auto run = visited("http://scripted.example/");
  EXPECT_EQ(run.verdict, "clean");
  ASSERT_TRUE(run.browser.has_value());
  EXPECT_EQ(run.browser->error, "browser_memory");
  EXPECT_FALSE(visited("http://shop-001.example/").browser.has_value()) << "a page that shows something needs none";
}

TEST_P(BrowserVisits, WhatScriptsWriteIsScoredAndSealed) {
  MUSTER_NEEDS_CHROMIUM();
  Pool pool({});
  testing::BrowserEyes eyes;
  eyes.render = [&](const testing::RenderRequest& request) { return pool.render(request); };
  service_->set_browser(std::move(eyes));
  const auto run = visited("http://scripted.example/");
  EXPECT_EQ(run.verdict, "clue") << run.top_reason;
  EXPECT_EQ(run.ground, "explicit_unlawful");
  ASSERT_TRUE(run.browser.has_value());
  EXPECT_EQ(run.browser->error, "");
  EXPECT_EQ(run.browser->screenshot.outcome, "looked");
  EXPECT_EQ(run.browser->screenshot.width, testing::kPhoneWidth);
  EXPECT_TRUE(run.browser->screenshot.kept);
  ASSERT_FALSE(run.pictures.empty()) << "the picture that the script put there";
  EXPECT_EQ(run.pictures[0].url, "http://scripted.example/pictures/3.png");
  const auto file = service_->evidence(run.id);
  ASSERT_TRUE(file.ok()) << file.error().sentence;
  const auto shot = testing::screenshot_of_evidence(*file);
  ASSERT_TRUE(shot.ok());
  EXPECT_TRUE(shot->starts_with("\xFF\xD8\xFF"));
  const auto again = service_->page(run.id);
  ASSERT_TRUE(again.ok() && again->has_value());
  EXPECT_NE((*again)->text.find("planted-term-quorvix"), std::string::npos) << "scored again, it gives the same";
  service_.reset();  // before the pool
}

}  // namespace
}  // namespace muster::browser
