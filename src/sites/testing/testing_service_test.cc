#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <content/lexicon.h>
#include <jobs/jobs.h>
#include <testing/farm.h>
#include <testing/history.h>
#include <testing/testing.h>
#include <testing/warc.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_lexicons.h>
#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::testing {
namespace {

const content::KeyPair kKeys = content::key_pair_from_seed(std::string(32, 'k'));

std::string lexicon_file(std::string_view name) {
  for (const EmbeddedFile& file : muster_lexicons::files())
    if (file.path == name) return *content::sign_draft(file.bytes, "Demo publisher", kKeys);
  throw std::runtime_error("no such lexicon");
}

class Testing : public ::testing::TestWithParam<store::Backend> {
 protected:
  Testing()
      : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}),
        recorder_(clock_, random_),
        jobs_(*db_, clock_, random_) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-testing-" + recorder_.new_id())).string();
    std::filesystem::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    FetchOptions fetch;
    fetch.manners.host_delay = Duration::zero();
    fetch.visit_max = std::chrono::seconds(3);
    bundles_ =
        std::make_unique<bundles::Service>(*db_, recorder_, policy::Policy::standard(), &jobs_, folder_ + "/bundles");
    service_ = std::make_unique<Service>(*db_, recorder_, *bundles_, &jobs_, folder_, fetch);
    service_->allow_farm(*parse_farm(farm_.names_file()));
  }
  ~Testing() override { std::filesystem::remove_all(folder_); }
  void enable_planted() {
    ASSERT_TRUE(bundles_->propose_publisher({"Demo publisher", kKeys.public_key}, "person-1").ok());
    ASSERT_TRUE(bundles_->confirm_publisher(kKeys.public_key, "person-2").ok());
    const auto enabled = bundles_->bring_into_force(lexicon_file("planted.draft"), "person-1", "person-2");
    ASSERT_TRUE(enabled.ok()) << enabled.error().sentence;
  }
  TestRun one(const std::string& url) {
    const auto runs = service_->test({url}, "person-1");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return runs->at(0);
  }
  std::vector<std::string> kinds(const std::string& record_kind, const std::string& id) {
    std::vector<std::string> out;
    (void)db_->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& event : events::of_record(tx, record_kind, id)) out.push_back(event.kind);
      return {};
    });
    return out;
  }
  Result<void> run_sql(const store::Sql& sql, const store::Binds& binds) {
    return db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, binds);
      return {};
    });
  }

  SystemClock clock_;
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_;
  jobs::Service jobs_;
  Farm farm_;
  std::string folder_;
  std::unique_ptr<bundles::Service> bundles_;
  std::unique_ptr<Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(Testing);

TEST_P(Testing, APlantedSiteLeavesEvidenceAndASuspicion) {
  enable_planted();
  const TestRun made = one("http://go-001.example/");
  EXPECT_EQ(made.verdict, "clue");
  const auto run = service_->run(made.id);
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->ground, "explicit_unlawful");
  EXPECT_EQ(run->final_url, "http://shop-017.example/");
  EXPECT_EQ(run->hop_count, 4);
  ASSERT_EQ(run->hops.size(), 4u);
  EXPECT_EQ(run->hops[3].kind, "meta_refresh");
  ASSERT_GE(run->hits.size(), 2u);
  EXPECT_EQ(run->hits[0].match, "planted-term-quorvix");
  EXPECT_NE(run->vantage.find("\"resolver\":\"farm\""), std::string::npos);
  // The evidence is a WARC file, and the ledger has its hash.
  const auto file = service_->evidence(run->id);
  ASSERT_TRUE(file.ok()) << file.error().sentence;
  EXPECT_EQ(to_hex(sha256(*file)), run->evidence_sha256);
  EXPECT_EQ(read_warc(*file)->size(), 10u);
  EXPECT_THAT(kinds("test", run->id), ::testing::UnorderedElementsAre("test.finished", "test.evidence_sealed"));
  // The suspicion is of the site where the content stands.
  ASSERT_FALSE(run->suspicion_id.empty());
  const auto suspicion = service_->suspicion(run->suspicion_id);
  ASSERT_TRUE(suspicion.ok());
  EXPECT_EQ(suspicion->name, "shop-017.example");
  EXPECT_EQ(suspicion->state, "evidence_sealed");
  EXPECT_EQ(suspicion->test_run_id, run->id);
  EXPECT_THAT(kinds("suspicion", suspicion->id),
              ::testing::UnorderedElementsAre("suspicion.raised", "suspicion.moved"));
}

TEST_P(Testing, SeveralVantagesAreComparedAndKept) {
  enable_planted();
  const auto runs = service_->test({"http://cloak-desktop.example/", "http://honest-ads.example/"}, "person-1", {}, {},
                                   {.vantages = true});
  ASSERT_TRUE(runs.ok()) << runs.error().sentence;
  ASSERT_EQ(runs->size(), 2u);
  const auto named = [&](const std::string& host) {
    const auto found = std::find_if(runs->begin(), runs->end(), [&](const TestRun& run) { return run.host == host; });
    return *service_->run(found->id);
  };
  const TestRun cloaked = named("cloak-desktop.example");
  EXPECT_TRUE(cloaked.cloaked());
  EXPECT_EQ(cloaked.verdict, "clue") << "the page that scores highest counts, whoever saw it";
  ASSERT_EQ(cloaked.vantages.size(), 9u);
  for (const TestVantage& each : cloaked.vantages) {
    EXPECT_EQ(each.shown, each.seq == 1) << each.seq;
    EXPECT_EQ(each.value > 0, each.name == "desktop") << each.name;
    EXPECT_EQ(each.reasons.find("text") != std::string::npos, each.name == "desktop");
    EXPECT_EQ(each.excerpt.find("planted") != std::string::npos, each.name == "desktop");
  }
  EXPECT_NE(cloaked.vantage.find("Windows"), std::string::npos) << "the vantage of the page that counts";
  // All visits are in the evidence, the others' pages as text; the page that was scored stands last.
  const auto records = read_warc(*service_->evidence(cloaked.id));
  ASSERT_TRUE(records.ok()) << records.error().sentence;
  const auto count = [&](const char* type) {
    return std::count_if(records->begin(), records->end(), [&](const auto& r) { return r.type == type; });
  };
  EXPECT_EQ(count("response"), 9);
  EXPECT_EQ(count("conversion"), 3) << "of the first visit of each other vantage";
  for (const auto& record : *records)
    if (record.type == "response" && !record.header(kWarcVantage).empty())
      EXPECT_TRUE(record.block.ends_with("\r\n\r\n")) << "no body of a page whose pictures nobody looked at";
  EXPECT_NE(service_->page(cloaked.id)->value().text.find("planted-term"), std::string::npos);
  const std::string metadata = records->back().block;
  EXPECT_NE(metadata.find(R"("contribution")"), std::string::npos);
  EXPECT_NE(metadata.find(R"("kind":"vantage")"), std::string::npos) << "a difference counts in the score";
  const TestRun honest = named("honest-ads.example");
  EXPECT_FALSE(honest.cloaked());
  EXPECT_EQ(honest.vantages.size(), 5u);
  EXPECT_EQ(honest.verdict, "clean");
  EXPECT_EQ(run_sql({"v1", "update test_vantage set value = 0 where run_id = :id"}, {{"id", cloaked.id}}).error().code,
            "evidence_immutable");
  EXPECT_EQ(run_sql({"v2", "delete from test_vantage where run_id = :id"}, {{"id", cloaked.id}}).error().code,
            "evidence_immutable");
}

TEST_P(Testing, CloakingAloneIsNoClue) {
  enable_planted();
  const auto runs = service_->test({"http://cloak-links.example/"}, "person-1", {}, {}, {.vantages = true});
  ASSERT_TRUE(runs.ok());
  const TestRun run = *service_->run(runs->at(0).id);
  EXPECT_TRUE(run.cloaked());
  EXPECT_EQ(run.verdict, "clean");
  EXPECT_NE(run.top_reason.find("search: links"), std::string::npos) << run.top_reason;
  EXPECT_TRUE(service_->suspicions({})->empty());
}

TEST_P(Testing, AJobLooksFromSeveralVantagesWhereItIsAskedTo) {
  const auto requested = service_->request({"http://shop-001.example/"}, "person-1", {.vantages = true});
  ASSERT_TRUE(requested.ok());
  ASSERT_TRUE(jobs_.run_due().ok());
  EXPECT_EQ(service_->run(requested->test_ids[0])->vantages.size(), 5u);
  int left = 3;
  const auto stopped = service_->test({"http://shop-001.example/", "http://shop-002.example/"}, "person-1", {},
                                      [&] { return --left < 0; }, {.vantages = true});
  EXPECT_TRUE(stopped.ok()) << "what was stopped is no failure";
}

TEST_P(Testing, PagesThatEndBeforeTheLastOneBeganHoldNothingUp) {
  std::vector<std::string> urls;
  for (int i = 0; i < 16; ++i) urls.push_back("not a url " + std::to_string(i));
  for (int round = 0; round < 20; ++round) {
    const auto runs = service_->test(urls, "person-1", {}, {}, {.vantages = true});
    ASSERT_TRUE(runs.ok());
    ASSERT_EQ(runs->size(), urls.size());
  }
}

TEST_P(Testing, NeutralAndBrokenSitesRaiseNothing) {
  enable_planted();
  std::map<std::string, TestRun> runs;
  const auto all = service_->test(
      {"http://shop-001.example/", "host-rental.example", "http://self.example/", "http://to-loopback.example/",
       "http://127.0.0.1:" + std::to_string(farm_.port()) + "/", "not a url", "file:///etc/passwd"},
      "person-1", [&](const TestRun& run) { runs[run.url] = run; });
  ASSERT_TRUE(all.ok()) << all.error().sentence;
  EXPECT_EQ(runs.at("http://shop-001.example/").verdict, "clean");
  EXPECT_EQ(runs.at("host-rental.example").verdict, "clean");
  EXPECT_EQ(runs.at("http://self.example/").error, "redirect_loop");
  EXPECT_EQ(runs.at("http://to-loopback.example/").error, "address_refused");
  EXPECT_EQ(runs.at("not a url").error, "url_invalid");
  EXPECT_EQ(runs.at("file:///etc/passwd").error, "scheme_refused");
  EXPECT_TRUE(service_->suspicions({})->empty());
  for (const auto& [url, run] : runs)
    EXPECT_TRUE(service_->evidence(run.id).ok()) << url << ": a failure leaves evidence too";
}

TEST_P(Testing, CleanSaysWhatWasNotRead) {
  EXPECT_EQ(one("http://shop-017.example/").verdict, "clean");
  EXPECT_EQ(one("http://shop-017.example/").top_reason, "No lexicon is enabled: the text was not scored.");
  enable_planted();
  EXPECT_NE(one("http://endless.example/").top_reason, "");
  EXPECT_NE(one("http://bad-gzip.example/").top_reason, "");
  EXPECT_EQ(one("http://shop-001.example/").top_reason, "");
}

TEST_P(Testing, OneOpenSuspicionForANameAndGround) {
  enable_planted();
  const TestRun first = one("http://shop-017.example/"), second = one("http://shop-017.example/");
  EXPECT_EQ(first.suspicion_id, second.suspicion_id);
  const auto s = *service_->suspicion(first.suspicion_id);
  EXPECT_EQ(s.seen, 2);
  EXPECT_EQ(s.test_run_id, second.id) << "the newest evidence until a person has looked";
  ASSERT_TRUE(service_->apply(s.id, SuspicionEvent::dismiss, "person-3", "A test page.").ok());
  EXPECT_NE(one("http://shop-017.example/").suspicion_id, s.id) << "after it was closed a new one opens";
}

TEST_P(Testing, OnlyAPersonScreensAndOnlyACaseRefers) {
  enable_planted();
  const std::string id = one("http://shop-017.example/").suspicion_id;
  EXPECT_EQ(service_->apply(id, SuspicionEvent::screen, "system:testing", "").error().code, "needs_person");
  EXPECT_EQ(service_->apply(id, SuspicionEvent::seal, "person-3", "").error().code, "machine_step");
  EXPECT_EQ(service_->apply(id, SuspicionEvent::refer, "person-3", "").error().code, "refer_opens_case");
  EXPECT_EQ(service_->apply(id, SuspicionEvent::dismiss, "person-3", " ").error().code, "note_required");
  EXPECT_EQ(service_->apply(id, SuspicionEvent::screen, "person-3", "", 1).error().code, "stale");
  const auto refer = [&] {
    return db_->write([&](store::Transaction& tx) { return Service::refer(tx, recorder_, id, "person-3", "case-1"); });
  };
  EXPECT_EQ(refer().error().code, "suspicion_state") << "not before a person has looked";
  const auto screened =
      service_->apply(id, SuspicionEvent::screen, "person-3", "Seen.", service_->suspicion(id)->version);
  ASSERT_TRUE(screened.ok()) << screened.error().sentence;
  EXPECT_EQ(screened->state, "screened_by_human");
  ASSERT_TRUE(refer().ok());
  EXPECT_EQ(service_->suspicion(id)->case_id, "case-1");
  EXPECT_EQ(service_->apply(id, SuspicionEvent::dismiss, "person-3", "x").error().code, "suspicion_state");
}

TEST_P(Testing, AReportIsTestedAndThenScreened) {
  enable_planted();
  const auto raised = service_->raise("shop-002.example", "explicit_unlawful", "report", "person-4");
  ASSERT_TRUE(raised.ok());
  EXPECT_EQ(service_->raise("SHOP-002.example.", "explicit_unlawful", "report", "person-5")->id, raised->id);
  EXPECT_EQ(one("http://shop-002.example/").verdict, "clean");
  const auto s = *service_->suspicion(raised->id);
  EXPECT_EQ(s.state, "evidence_sealed");
  EXPECT_EQ(s.seen, 2);
  EXPECT_FALSE(service_->raise("not a name", "explicit_unlawful", "report", "p").ok());
  EXPECT_FALSE(service_->raise("x.example", "politics", "report", "p").ok());
}

TEST_P(Testing, TheSchemaKeepsEvidenceAndOrder) {
  enable_planted();
  const TestRun run = one("http://shop-017.example/");
  const std::string s = run.suspicion_id;
  const auto code = [&](const store::Sql& sql, const std::string& id) {
    const auto done = run_sql(sql, {{"id", id}});
    return done.ok() ? "done" : done.error().code;
  };
  EXPECT_EQ(code({"a1", "update test_run set verdict = 'clean' where id = :id"}, run.id), "evidence_immutable");
  EXPECT_EQ(code({"a2", "delete from test_run where id = :id"}, run.id), "evidence_immutable");
  EXPECT_EQ(code({"a3", "update test_hop set url = 'x' where run_id = :id"}, run.id), "evidence_immutable");
  EXPECT_EQ(code({"a4", "delete from test_hit where run_id = :id"}, run.id), "evidence_immutable");
  EXPECT_EQ(code({"a5", "delete from suspicion where id = :id"}, s), "suspicion_immutable");
  EXPECT_EQ(code({"a6", "update suspicion set name = 'y.example' where id = :id"}, s), "suspicion_immutable");
  EXPECT_EQ(code({"a7", "update suspicion set state = 'referred', screened_by = 'p' where id = :id"}, s),
            "suspicion_state");
  EXPECT_EQ(code({"a8", "update suspicion set state = 'screened_by_human' where id = :id"}, s), "schema_refused")
      << "without a person";
  EXPECT_EQ(code({"a9",
                  "insert into suspicion select 'x', 'x.example', registrable, ground, source, score, 'referred', "
                  "test_run_id, 'p', 'c', note, "
                  "seen, created_at, updated_at, version, null from suspicion where id = :id"},
                 s),
            "suspicion_state");
  EXPECT_EQ(code({"b1", "update bundle set ground = 'billing_fraud' where sha256 <> :id"}, "x"), "bundle_immutable");
  EXPECT_EQ(code({"b2", "update bundle_publisher set confirmed_by = 'z' where public_key <> :id"}, "x"),
            "publisher_immutable");
  EXPECT_EQ(code({"b3", "update test_score set score = 0 where run_id = :id"}, run.id), "evidence_immutable");
}

TEST_P(Testing, AChangedBundleStopsTheTests) {
  const content::PublisherKey key{"Demo publisher", kKeys.public_key};
  ASSERT_TRUE(bundles_->propose_publisher(key, "p1").ok());
  ASSERT_TRUE(bundles_->confirm_publisher(key.public_key, "p2").ok());
  const auto words = bundles_->bring_into_force(lexicon_file("naughty-words.draft"), "p1", "p2");
  ASSERT_TRUE(words.ok()) << words.error().sentence;
  EXPECT_EQ(words->licence, "CC-BY-4.0");
  EXPECT_EQ(one("http://clinic.example/").verdict, "clean");
  EXPECT_EQ(one("http://town.example/").verdict, "clean");
  // A file that somebody changed on the disk is refused by another process.
  ASSERT_TRUE(replace_file(folder_ + "/bundles/" + words->sha256 + ".bundle", "x").ok());
  bundles::Service others(*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/bundles");
  Service other(*db_, recorder_, others, nullptr, folder_);
  EXPECT_FALSE(other.test({"http://shop-001.example/"}, "p1").ok());
}

// A bundle that nobody has enabled yet counts what it would have found, changes no verdict, and runs over the sealed
// evidence of what was tested before it was there.
TEST_P(Testing, ABundleInShadowCountsAndRunsOverTheHistory) {
  const TestRun before = one("http://shop-017.example/");
  EXPECT_EQ(before.verdict, "clean");
  ASSERT_TRUE(bundles_->propose_publisher({"Demo publisher", kKeys.public_key}, "p1").ok());
  ASSERT_TRUE(bundles_->confirm_publisher(kKeys.public_key, "p2").ok());
  const auto loaded = bundles_->load(lexicon_file("planted.draft"), "p1");
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  ASSERT_TRUE(bundles_->apply(loaded->sha256, bundles::BundleEvent::propose, "p1").ok());
  ASSERT_TRUE(bundles_->apply(loaded->sha256, bundles::BundleEvent::shadow, "p1").ok());
  EXPECT_EQ(one("http://shop-017.example/").verdict, "clean") << "nothing in shadow counts";
  EXPECT_EQ(one("http://shop-001.example/").verdict, "clean");
  const auto counts = bundles_->counts(loaded->sha256, 7);
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ(counts->at(0).pages, 2);
  EXPECT_EQ(counts->at(0).clues, 1);
  EXPECT_EQ(bundles_->apply(loaded->sha256, bundles::BundleEvent::enable, "p2").error().code, "bundle_not_rerun");

  const auto asked = bundles_->rerun(loaded->sha256, "p1", 1000);
  ASSERT_TRUE(asked.ok()) << asked.error().sentence;
  ASSERT_TRUE(jobs_.run_due().ok());
  const auto done = bundles_->rerun_of(asked->id);
  ASSERT_TRUE(done->finished_at.has_value());
  EXPECT_EQ(done->pages, 3);
  EXPECT_EQ(done->gained, 2);
  EXPECT_EQ(done->lost, 0);
  const auto changes = bundles_->changes(asked->id, "", 10);
  ASSERT_EQ(changes->size(), 2u);
  EXPECT_EQ(changes->at(0).run_id, before.id);

  EXPECT_EQ(bundles_->apply(loaded->sha256, bundles::BundleEvent::enable, "p1").error().code, "two_persons_needed");
  ASSERT_TRUE(bundles_->apply(loaded->sha256, bundles::BundleEvent::enable, "p2").ok());
  const TestRun now = one("http://shop-017.example/");
  EXPECT_EQ(now.verdict, "clue");
  (void)db_->read([&](store::Transaction& tx) -> Result<void> {
    const auto kept = bundles::Service::kept(tx, now.id);
    EXPECT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept.at(0).bundle, loaded->sha256);
    EXPECT_EQ(kept.at(0).method, content::kScoringMethod);
    EXPECT_GE(kept.at(0).score, content::kClueScore);
    return {};
  });
}

TEST_P(Testing, ChangedOrMissingEvidenceIsFound) {
  const TestRun run = one("http://shop-001.example/");
  const std::string path = folder_ + "/evidence/" + run.evidence_path;
  std::string bytes = *read_file(path);
  bytes[bytes.size() / 2] ^= 1;
  ASSERT_TRUE(replace_file(path, bytes).ok());
  EXPECT_EQ(service_->evidence(run.id).error().code, "evidence_changed");
  std::filesystem::remove(path);
  EXPECT_EQ(service_->evidence(run.id).error().code, "evidence_missing");
  EXPECT_EQ(service_->evidence("none").error().code, "test_not_found");
}

TEST_P(Testing, NothingIsHalfWrittenWhereEvidenceCannotBe) {
  std::filesystem::remove_all(folder_);
  std::ofstream(folder_) << "a file stands where the folder should";
  const auto runs = service_->test({"http://shop-001.example/"}, "person-1");
  EXPECT_FALSE(runs.ok());
  EXPECT_TRUE(service_->runs({})->empty());
}

TEST_P(Testing, AJobVisitsAndTellsItsTests) {
  enable_planted();
  const auto requested = service_->request({"http://shop-001.example/", "http://shop-017.example/"}, "person-1");
  ASSERT_TRUE(requested.ok()) << requested.error().sentence;
  EXPECT_EQ(service_->run(requested->test_ids[0]).error().code, "test_not_found");
  ASSERT_TRUE(jobs_.run_due().ok());
  const auto job = jobs_.get(requested->job_id);
  EXPECT_EQ(job->state, "done") << job->error_sentence;
  EXPECT_EQ(job->result, R"({"tests":2,"clues":1})");
  EXPECT_EQ(service_->run(requested->test_ids[1])->verdict, "clue");
  EXPECT_EQ(service_->request({"file:///x"}, "p").error().field, "urls[0]");
  EXPECT_EQ(service_->request({}, "p").error().code, "url_count");
  EXPECT_EQ(service_->test(std::vector<std::string>(10'001, "x"), "p").error().code, "url_count");
}

TEST_P(Testing, ListsPageByKey) {
  enable_planted();
  for (int i = 0; i < 5; ++i) (void)one("http://shop-00" + std::to_string(i + 1) + ".example/");
  (void)one("http://shop-017.example/");
  (void)one("http://club-001.example/");
  (void)one("http://club-003.example/");
  std::vector<std::string> seen;
  TestFilter filter;
  filter.limit = 3;
  for (auto page = *service_->runs(filter); !page.empty(); page = *service_->runs(filter)) {
    for (const auto& run : page) seen.push_back(run.id);
    filter.after = page.back().id;
  }
  EXPECT_EQ(seen.size(), 8u);
  EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
  EXPECT_EQ(service_->runs({.host = "shop-001.example"})->size(), 1u);
  EXPECT_EQ(service_->runs({.verdict = "clue"})->size(), 3u);
  EXPECT_EQ(service_->runs({.host = "shop-001.example", .verdict = "clue"})->size(), 0u);
  std::vector<double> scores;
  std::set<std::string> ids;
  SuspicionFilter suspicions;
  suspicions.limit = 1;
  for (auto page = *service_->suspicions(suspicions); !page.empty(); page = *service_->suspicions(suspicions)) {
    scores.push_back(page[0].score);
    ids.insert(page[0].id);
    suspicions.after = key_of(page[0]);
  }
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_TRUE(std::is_sorted(scores.rbegin(), scores.rend()));
  EXPECT_EQ(service_->suspicions({.name = "shop-017.example"})->size(), 1u);
  EXPECT_EQ(service_->suspicions({.state = "evidence_sealed", .ground = "explicit_unlawful"})->size(), 3u);
  EXPECT_EQ(service_->suspicions({.state = "referred"})->size(), 0u);
  EXPECT_EQ(service_->suspicions({.after = "nonsense"}).error().code, "page_cursor");
}

TEST_P(Testing, WhatIsDueComesInOrder) {
  enable_planted();
  ASSERT_TRUE(service_->watch({"routine.example"}, "routine").ok());
  ASSERT_TRUE(service_->watch({"new.example"}, "new").ok());
  ASSERT_TRUE(service_->watch({"reported.example"}, "reported").ok());
  (void)one("http://shop-017.example/");  // due again tomorrow
  const auto due = *service_->due(10);
  ASSERT_EQ(due.size(), 3u);
  EXPECT_EQ(due[0].host, "reported.example");
  EXPECT_EQ(due[1].host, "new.example");
  EXPECT_EQ(due[2].host, "routine.example");
  ASSERT_TRUE(service_->watch({"shop-017.example"}, "reported").ok());
  EXPECT_EQ(service_->due(10)->size(), 4u) << "a report brings it forward";
}

TEST(SuspicionRules, TheTable) {
  EXPECT_EQ(*next_state("clue", SuspicionEvent::deduplicate), "deduplicated");
  EXPECT_EQ(next_state("clue", SuspicionEvent::screen).error().code, "suspicion_state");
  EXPECT_EQ(next_state("referred", SuspicionEvent::dismiss).error().code, "suspicion_state");
  EXPECT_EQ(possible_events("evidence_sealed"), (std::vector<std::string>{"screen", "dismiss"}));
  for (const char* name : {"deduplicate", "test", "seal", "screen", "refer", "dismiss"})
    EXPECT_STREQ(to_text(*suspicion_event(name)), name);
  EXPECT_FALSE(suspicion_event("delete").has_value());
}

}  // namespace
}  // namespace muster::testing
