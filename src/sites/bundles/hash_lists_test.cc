// A list of known pictures from the publisher's file to force, and what it does meanwhile.
#include <hashes/service.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::bundles {
namespace {

const content::KeyPair kListSigner = content::key_pair_from_seed(std::string(32, 'h'));

std::string list_file(const std::vector<hashes::Pdq>& listed, const std::string& ground,
                      const std::string& version = "1", const std::string& settings = "{}", int more = 0) {
  std::string body;
  for (const auto& hash : listed) body += to_hex(hash) + "\n";
  return *content::sign_draft(R"({"format":"muster-bundle/1","kind":"hash_list","name":"Known","version":")" + version +
                                  R"(","ground":")" + ground + R"(","licence":"CC0","source":"test","items":)" +
                                  std::to_string(listed.size() + more) + "}\n" + settings + "\n" + body,
                              "Hotline", kListSigner);
}

class HashBundles : public ::testing::TestWithParam<store::Backend> {
 protected:
  HashBundles() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-hash-bundles-" + recorder_.new_id())).string();
    service_ = std::make_unique<Service>(*db_, recorder_, policy::Policy::standard(), nullptr, folder_);
    service_->set_hashes(hashes_);
    (void)service_->propose_publisher({"Hotline", kListSigner.public_key}, "ann");
    (void)service_->confirm_publisher(kListSigner.public_key, "ben");
  }
  ~HashBundles() override { std::filesystem::remove_all(folder_); }
  hashes::Pdq any() {
    hashes::Pdq out;
    for (auto& word : out.words) {
      std::array<std::uint8_t, 8> bytes{};
      random_.fill(bytes);
      for (const auto byte : bytes) word = word << 8 | byte;
    }
    return out;
  }
  static hashes::PdqTurned picture(const hashes::Pdq& hash) {
    hashes::PdqTurned out;
    out.hashes.fill(hash);
    out.quality = 100;
    return out;
  }
  hashes::Verdict look(const hashes::Pdq& hash) { return *hashes_.look(picture(hash), 1); }
  BundleRow in_shadow(const std::string& file) {
    const auto loaded = service_->load(file, "ann");
    if (!loaded.ok()) throw std::runtime_error(loaded.error().sentence);
    if (const auto done = service_->apply(loaded->sha256, BundleEvent::propose, "ann"); !done.ok())
      throw std::runtime_error(done.error().sentence);
    return *service_->apply(loaded->sha256, BundleEvent::shadow, "ann");
  }
  void ran(const std::string& id) {
    ASSERT_TRUE(service_
                    ->rerun_now(
                        id, "ann", 100, [](const Rerun&) {}, [] { return false; })
                    .ok());
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SeededRandom random_{5};
  test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  hashes::Matcher matcher_{clock_};
  hashes::Service hashes_{*db_, recorder_, matcher_};
  std::string folder_;
  std::unique_ptr<Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(HashBundles);

TEST_P(HashBundles, FromTheFileToForceByTwoPersons) {
  const auto known = any(), other = any();
  const BundleRow bundle = in_shadow(list_file({known, any()}, "child_abuse_material"));
  EXPECT_EQ(bundle.items, 2);
  EXPECT_TRUE(look(known).matches.empty()) << "in shadow it counts for nothing";
  const auto shadow = service_->lists_in_shadow();
  ASSERT_EQ(shadow->size(), 1u);
  hashes::Pdq near = known;
  near.words[0] ^= 0b111;
  EXPECT_EQ(shadow->at(0)->nearest(std::span(&near, 1), 80), 3);
  EXPECT_FALSE(shadow->at(0)->nearest(std::span(&near, 1), 20)) << "too little in the picture";
  EXPECT_FALSE(shadow->at(0)->nearest(std::span(&other, 1), 80));
  // The room of hashes lets nobody pass the bundle by.
  EXPECT_EQ(hashes_.enable(bundle.sha256, "ben").error().code, "list_of_bundle");
  EXPECT_EQ(hashes_.retire(bundle.sha256, "Why not.", "ben").error().code, "list_of_bundle");
  EXPECT_EQ(hashes_.change(bundle.sha256, {}, std::span(&known, 1), "ben").error().code, "list_of_bundle");
  EXPECT_EQ(service_->apply(bundle.sha256, BundleEvent::enable, "ben").error().code, "bundle_not_rerun");
  ran(bundle.sha256);
  EXPECT_EQ(service_->apply(bundle.sha256, BundleEvent::enable, "ann").error().code, "two_persons_needed");
  ASSERT_TRUE(service_->apply(bundle.sha256, BundleEvent::enable, "ben").ok());
  const auto verdict = look(near);
  ASSERT_EQ(verdict.matches.size(), 1u);
  EXPECT_TRUE(verdict.drop);
  EXPECT_EQ(verdict.matches[0].list_id, bundle.sha256);
  const auto list = hashes_.list(bundle.sha256);
  EXPECT_EQ(list->state, hashes::ListState::active);
  EXPECT_EQ(list->proposed_by, "ann");
  EXPECT_EQ(list->enabled_by, "ben");
  EXPECT_EQ(service_->lists_in_force()->size(), 1u);
  // The next version takes its place; retired, nothing is known any more.
  const BundleRow next = in_shadow(list_file({other}, "child_abuse_material", "2", R"({"distance_max":8})"));
  ran(next.sha256);
  ASSERT_TRUE(service_->apply(next.sha256, BundleEvent::enable, "cat").ok());
  EXPECT_TRUE(look(near).matches.empty());
  EXPECT_EQ(look(other).matches.size(), 1u);
  EXPECT_EQ(hashes_.list(bundle.sha256)->state, hashes::ListState::retired);
  ASSERT_TRUE(service_->apply(next.sha256, BundleEvent::retire, "dan", "The publisher took it back.").ok());
  EXPECT_TRUE(look(other).matches.empty());
  // One that never came as far as to be proposed is retired all the same.
  const auto loaded = service_->load(list_file({any()}, "none", "3"), "ann");
  ASSERT_TRUE(loaded.ok());
  EXPECT_TRUE(service_->apply(loaded->sha256, BundleEvent::retire, "ann", "Not wanted.").ok());
}

TEST_P(HashBundles, WhatHitsNeutralPicturesIsRefusedWithItsHits) {
  std::vector<hashes::Pdq> listed{any()};
  for (const auto& picture : hashes::neutral_pictures())
    if (picture.area == "families" && listed.size() < 4) listed.push_back(picture.hashes.hashes[listed.size()]);
  const auto refused = service_->load(list_file(listed, "explicit_unlawful"), "ann");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "bundle_hits_neutral");
  EXPECT_EQ(refused.error().all.size(), 3u);
  EXPECT_TRUE(service_->list({})->empty());
  // Harmless pictures may be listed as harmless.
  const auto harmless = service_->load(list_file(listed, "none"), "ann");
  ASSERT_TRUE(harmless.ok()) << harmless.error().sentence;
  EXPECT_NE(harmless->inspection.find("families"), std::string::npos);
}

TEST_P(HashBundles, TheSignerAnswersForEachLine) {
  const auto code = [&](const std::string& file) { return service_->load(file, "ann").error().code; };
  EXPECT_EQ(code(list_file({any()}, "explicit_unlawful", "1", "{}", 1)), "hash_list_format");
  EXPECT_EQ(code(list_file({any()}, "explicit_unlawful", "1", R"({"distance_max":32})")), "hash_list_format");
  EXPECT_EQ(code(list_file({any()}, "explicit_unlawful", "1", to_hex(any()))), "hash_list_format");
  EXPECT_EQ(code(list_file({any()}, "explicit_unlawful", "1", "{}\nno hash at all")), "hash_list_record");
  EXPECT_EQ(code(list_file({any()}, "any")), "bundle_ground_unknown");
}

TEST_P(HashBundles, ItRunsOverThePicturesOfEarlierVisits) {
  const auto known = any();
  std::vector<PastPage> past;
  past.push_back({"3", {}, 0.1, {}, std::vector<hashes::PdqHash>{{any(), 90}, {known, 90}}});
  past.push_back({"2", {}, 0.9, {}, std::vector<hashes::PdqHash>{{known, 90}}});
  past.push_back({"1", {}, 0, {}, {}});
  service_->set_history([&](const std::string& cursor, const std::function<bool(PastPage &&)>& visit) -> Result<void> {
    for (const PastPage& each : past)
      if ((cursor.empty() || each.run_id < cursor) && !visit(PastPage(each))) break;
    return {};
  });
  static constexpr store::Sql kVisited{
      "t_visited",
      "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, finished_at, http_status, "
      "hop_count, verdict, error, top_reason, ground, score, robots, evidence_path, evidence_sha256, vantage) "
      "values('3', "
      "'u', 'h', 'h', 'u', 'p', 1, 1, 200, 1, 'clean', '', '', '', 0.1, 'allowed', 'e', :hash, '{}')"};
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   tx.run(kVisited, {{"hash", std::string(64, 'a')}});
                   return {};
                 })
                  .ok());
  const BundleRow bundle = in_shadow(list_file({known}, "explicit_unlawful"));
  const auto done = service_->rerun_now(
      bundle.sha256, "ann", 100, [](const Rerun&) {}, [] { return false; });
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->pages, 2);
  EXPECT_EQ(done->skipped, 1) << "pictures were not looked at then";
  EXPECT_EQ(done->clues_before, 1);
  EXPECT_EQ(done->clues_after, 2);
  EXPECT_EQ(done->gained, 1);
  const auto changes = service_->changes(done->id, "", 10);
  ASSERT_EQ(changes->size(), 1u);
  EXPECT_EQ(changes->at(0).top_reason, "Known: distance 0");
  EXPECT_GT(changes->at(0).after, 0.9);
}

}  // namespace
}  // namespace muster::bundles
