#include <base/files.h>
#include <content/neutral.h>
#include <content/scorer.h>
#include <jobs/jobs.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_lexicons.h>
#include <embedded_sites_migrations.h>
#include <embedded_text_models.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::bundles {
namespace {

const content::KeyPair kSigner = content::key_pair_from_seed(std::string(32, 's'));

std::string lexicon_of(const std::string& name, const std::string& version, const std::string& terms, int count) {
  return *content::sign_draft(R"({"format":"muster-bundle/1","kind":"lexicon","name":")" + name + R"(","version":")" +
                                  version +
                                  R"(","ground":"explicit_unlawful","licence":"Apache-2.0","source":"test","items":)" +
                                  std::to_string(count) + "}\n" + terms,
                              "Signer", kSigner);
}
std::string planted(const std::string& version = "1", const std::string& word = "quorvix") {
  return lexicon_of("planted", version, R"({"t":")" + word + "\",\"w\":4}\n", 1);
}
content::Page page(std::string_view text) {
  return content::read_page(text, "text/plain; charset=utf-8");
}

class Bundles : public ::testing::TestWithParam<store::Backend> {
 protected:
  Bundles() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}), jobs_(*db_, clock_, random_) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-bundles-" + recorder_.new_id())).string();
    service_ = std::make_unique<Service>(*db_, recorder_, policy::Policy::standard(), &jobs_, folder_);
  }
  ~Bundles() override { std::filesystem::remove_all(folder_); }
  void enrol() {
    ASSERT_TRUE(service_->propose_publisher({"Signer", kSigner.public_key}, "ann").ok());
    ASSERT_TRUE(service_->confirm_publisher(kSigner.public_key, "ben").ok());
  }
  BundleRow in_shadow(const std::string& file) {
    const auto loaded = service_->load(file, "ann");
    if (!loaded.ok()) throw std::runtime_error(loaded.error().sentence);
    (void)service_->apply(loaded->sha256, BundleEvent::propose, "ann");
    return *service_->apply(loaded->sha256, BundleEvent::shadow, "ann");
  }
  std::string code_of(const store::Sql& sql, const store::Binds& binds) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, binds);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  jobs::Service jobs_;
  std::string folder_;
  std::unique_ptr<Service> service_;
};

TEST_P(Bundles, APublisherTakesTwoPersons) {
  const content::PublisherKey key{"Signer", kSigner.public_key};
  EXPECT_EQ(service_->load(planted(), "ann").error().code, "bundle_publisher_unknown");
  EXPECT_EQ(service_->propose_publisher({"Signer", "short"}, "ann").error().code, "publisher_key");
  ASSERT_TRUE(service_->propose_publisher(key, "ann").ok());
  EXPECT_EQ(service_->load(planted(), "ann").error().code, "bundle_publisher_unknown") << "not yet";
  EXPECT_EQ(service_->confirm_publisher(key.public_key, "ann").error().code, "two_persons_needed");
  ASSERT_TRUE(service_->confirm_publisher(key.public_key, "ben").ok());
  EXPECT_EQ(service_->confirm_publisher(key.public_key, "cat").error().code, "publisher_state");
  ASSERT_TRUE(service_->load(planted(), "ann").ok());
  ASSERT_TRUE(service_->withdraw_publisher(key.public_key, "ann").ok());
  EXPECT_EQ(service_->load(planted("2"), "ann").error().code, "bundle_publisher_unknown");
  EXPECT_EQ(service_->publishers("", 10)->at(0).state, "withdrawn");
}

TEST_P(Bundles, ABundleGoesItsWayWithTwoPersons) {
  enrol();
  const auto loaded = service_->load(planted(), "ann");
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_EQ(loaded->state, "loaded");
  EXPECT_EQ(service_->load(planted(), "ann").error().code, "bundle_loaded_already");
  EXPECT_EQ(service_->load(planted("1", "zelmarun"), "ann").error().code, "bundle_version_known");
  const std::string& id = loaded->sha256;
  EXPECT_EQ(service_->apply(id, BundleEvent::enable, "ben").error().code, "bundle_state");
  ASSERT_TRUE(service_->apply(id, BundleEvent::propose, "ann").ok());
  ASSERT_TRUE(service_->apply(id, BundleEvent::shadow, "ann").ok());
  EXPECT_EQ(service_->apply(id, BundleEvent::enable, "ben").error().code, "bundle_not_rerun");
  ASSERT_TRUE(service_->rerun(id, "ann", 10).ok());
  ASSERT_TRUE(jobs_.run_due().ok());
  EXPECT_EQ(service_->apply(id, BundleEvent::enable, "ann").error().code, "two_persons_needed");
  EXPECT_TRUE(service_->in_force()->empty());
  EXPECT_EQ(service_->in_shadow()->size(), 1u);
  const auto enabled = service_->apply(id, BundleEvent::enable, "ben");
  ASSERT_TRUE(enabled.ok()) << enabled.error().sentence;
  EXPECT_EQ(enabled->enabled_by, "ben");
  ASSERT_EQ(service_->in_force()->size(), 1u);
  EXPECT_GT(service_->in_force()->at(0)->score(page("a quorvix here")).value, 0.5);
  EXPECT_EQ(service_->apply(id, BundleEvent::retire, "ann").error().code, "reason_required");
  EXPECT_EQ(service_->apply(id, BundleEvent::retire, "ann", "too many", 1).error().code, "stale");
  ASSERT_TRUE(service_->apply(id, BundleEvent::retire, "ann", "too many").ok());
  EXPECT_TRUE(service_->in_force()->empty());
  std::vector<std::string> kinds;
  (void)db_->read([&](store::Transaction& tx) -> Result<void> {
    for (const auto& event : events::of_record(tx, "bundle", id)) kinds.push_back(event.kind);
    return {};
  });
  EXPECT_EQ(kinds, (std::vector<std::string>{"bundle.loaded", "bundle.moved", "bundle.moved", "bundle.rerun_asked",
                                             "bundle.rerun_finished", "bundle.enabled", "bundle.retired"}));
}

TEST_P(Bundles, APressWordListIsRefusedWithItsHits) {
  enrol();
  const auto refused = service_->load(
      lexicon_of("press", "1",
                 "{\"t\":\"newspaper\",\"l\":\"en\",\"w\":0.1}\n{\"t\":\"editors\",\"l\":\"en\",\"w\":0.1}\n", 2),
      "ann");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "bundle_hits_neutral");
  ASSERT_FALSE(refused.error().all.empty());
  EXPECT_THAT(refused.error().all.front().sentence, ::testing::HasSubstr("newspaper"));
  EXPECT_TRUE(service_->list({})->empty());
  EXPECT_FALSE(std::filesystem::exists(folder_)) << "nothing of it is kept";
  EXPECT_EQ(
      service_->bring_into_force(lexicon_of("zh", "1", "{\"t\":\"独立\",\"l\":\"zh\",\"w\":0.1}\n", 1), "ann", "ben")
          .error()
          .code,
      "bundle_hits_neutral");
}

TEST_P(Bundles, ANewVersionTakesTheFormersPlaceAndOldScoresCanBeMadeAgain) {
  enrol();
  const auto first = service_->bring_into_force(planted("1", "quorvix"), "ann", "ben");
  ASSERT_TRUE(first.ok()) << first.error().sentence;
  const Instant then = clock_.now();
  clock_.advance(std::chrono::hours(24));
  const auto second = service_->bring_into_force(planted("2", "zelmarun"), "ann", "ben");
  ASSERT_TRUE(second.ok()) << second.error().sentence;
  EXPECT_EQ(service_->get(first->sha256)->state, "retired");
  EXPECT_EQ(service_->get(first->sha256)->retired_reason, "superseded by version 2");
  EXPECT_EQ(service_->in_force()->size(), 1u);
  EXPECT_EQ(service_->in_force()->at(0)->score(page("a quorvix here")).value, 0);
  const auto old = service_->as_of(then);
  ASSERT_EQ(old->size(), 1u);
  EXPECT_GT(old->at(0)->score(page("a quorvix here")).value, 0.5);
}

TEST_P(Bundles, ARunOverTheHistoryGoesOnWhereItWasStopped) {
  enrol();
  // A hundred and twenty past pages, …119 to …000; every tenth has the word.
  int read = 0;
  const History past_pages = [&](const std::string& cursor,
                                 const std::function<bool(PastPage &&)>& visit) -> Result<void> {
    for (int i = cursor.empty() ? 119 : std::stoi(cursor.substr(30)) - 1; i >= 0; --i) {
      ++read;
      char id[60];
      std::snprintf(id, sizeof id, "00000000-0000-0000-0000-000000%03d", i);
      PastPage past;
      past.run_id = id;
      if (i != 5) past.page = page(i % 10 == 0 ? "a quorvix" : "nothing");
      if (!visit(std::move(past))) return {};
    }
    return {};
  };
  const auto nobody = [](const Rerun&) {};
  const auto first = in_shadow(planted("1"));
  service_->set_history(past_pages);
  // Its changes are kept by the tests' ids; these pages are on no record.
  ASSERT_FALSE(service_->rerun_now(first.sha256, "ann", 1000, nobody, [] { return false; }).ok());
  // With the same word in force nothing changes.
  ASSERT_TRUE(service_->apply(first.sha256, BundleEvent::retire, "ann", "begin anew").ok());
  service_->set_history({});
  ASSERT_TRUE(service_->bring_into_force(planted("2"), "ann", "ben").ok());
  const auto second = in_shadow(planted("3"));
  service_->set_history(past_pages);
  read = 0;
  int asked = 0;
  const auto stopped = service_->rerun_now(second.sha256, "ann", 1000, nobody, [&] { return ++asked > 1; });
  ASSERT_TRUE(stopped.ok()) << stopped.error().sentence;
  EXPECT_FALSE(stopped->finished_at.has_value());
  EXPECT_EQ(stopped->pages, 50);
  EXPECT_EQ(service_->apply(second.sha256, BundleEvent::enable, "ben").error().code, "bundle_not_rerun");
  ASSERT_TRUE(service_->resume_rerun(stopped->id, "ann").ok());
  ASSERT_TRUE(jobs_.run_due().ok());
  const auto done = service_->rerun_of(stopped->id);
  ASSERT_TRUE(done->finished_at.has_value());
  EXPECT_EQ(done->pages, 119);
  EXPECT_EQ(done->skipped, 1);
  EXPECT_EQ(done->clues_before, 12);
  EXPECT_EQ(done->clues_after, 12);
  EXPECT_EQ(done->gained + done->lost, 0);
  EXPECT_EQ(read, 120) << "nothing is read twice";
  EXPECT_EQ(service_->resume_rerun(stopped->id, "ann").error().code, "rerun_ended");
}

// A model and a calibration go the same way, and are refused for what they would do.
TEST_P(Bundles, ModelsAndCalibrations) {
  enrol();
  std::vector<content::LabelledText> texts;
  for (int i = 0; i < 30; ++i) {
    texts.push_back({"quorvix bonus zelmarun " + std::to_string(i), true});
    for (const auto& neutral : content::neutral_texts())
      if (i == 0) texts.push_back({neutral.text, false});
  }
  const auto model = content::train(texts);
  ASSERT_TRUE(model.ok());
  const auto sign = [](const std::string& draft) { return *content::sign_draft(draft, "Signer", kSigner); };
  const auto enabled =
      service_->bring_into_force(sign(model->draft("m", "1", "explicit_unlawful", "made")), "ann", "ben");
  ASSERT_TRUE(enabled.ok()) << enabled.error().sentence;
  auto calibration = content::default_calibration();
  calibration.ground = "any";
  ASSERT_TRUE(
      service_->bring_into_force(sign(content::calibration_draft(calibration, "c", "1", "made")), "ann", "ben").ok());
  const auto scorer = service_->scorer();
  ASSERT_TRUE(scorer.ok()) << scorer.error().sentence;
  const auto score = (*scorer)->score(page("quorvix bonus zelmarun"));
  ASSERT_FALSE(score.grounds.empty());
  EXPECT_TRUE(score.grounds[0].calibrated);
  EXPECT_EQ(score.bundles.size(), 2u);
  // One that leans towards everything, and one by which a host's past is enough.
  auto leaning = *model;
  leaning.bias = 50;
  EXPECT_EQ(service_->load(sign(leaning.draft("m", "2", "explicit_unlawful", "made")), "ann").error().code,
            "bundle_hits_neutral");
  calibration.weights.back().weight = 5;
  EXPECT_EQ(service_->load(sign(content::calibration_draft(calibration, "c", "2", "made")), "ann").error().code,
            "calibration_guilt");
}

TEST_P(Bundles, CountsByDayAndTenth) {
  enrol();
  const auto bundle = in_shadow(planted());
  (void)db_->write([&](store::Transaction& tx) -> Result<void> {
    service_->count(tx, {{bundle.sha256, "explicit_unlawful", 0.95, 3, true, 2}}, clock_.now());
    service_->count(tx, {{bundle.sha256, "explicit_unlawful", 0, 0, false, 2}}, clock_.now());
    service_->count(tx, {{bundle.sha256, "explicit_unlawful", 0, 0, false, 2}}, clock_.now());
    return {};
  });
  const auto counts = service_->counts(bundle.sha256, 3);
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ(counts->at(0).pages, 3);
  EXPECT_EQ(counts->at(0).clues, 1);
  EXPECT_EQ(counts->at(0).hits, 3);
  EXPECT_EQ(counts->at(0).tenths[9], 1);
  EXPECT_EQ(counts->at(0).tenths[0], 2);
}

TEST_P(Bundles, ListsByKey) {
  enrol();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(service_->load(planted(std::to_string(i)), "ann").ok());
  BundleFilter filter;
  filter.limit = 2;
  std::set<std::string> seen;
  for (int pages = 0; pages < 5; ++pages) {
    const auto rows = service_->list(filter);
    for (const auto& row : *rows) EXPECT_TRUE(seen.insert(row.sha256).second);
    if (rows->size() < 2) break;
    filter.after = key_of(rows->back());
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(service_->list({.kind = "model"})->size(), 0u);
  EXPECT_EQ(service_->list({.state = "loaded"})->size(), 5u);
}

// What ships with Muster passes the checks of the same Muster.
TEST_P(Bundles, WhatShipsIsLoaded) {
  enrol();
  int loaded = 0;
  for (const auto& drafts : {muster_lexicons::files(), muster_text_models::files()})
    for (const EmbeddedFile& draft : drafts) {
      const auto done = service_->load(*content::sign_draft(draft.bytes, "Signer", kSigner), "ann");
      EXPECT_TRUE(done.ok()) << draft.path << ": " << done.error().sentence;
      ++loaded;
    }
  EXPECT_EQ(loaded, 11);
}

TEST_P(Bundles, WhatCantBeCheckedIsNotLoaded) {
  enrol();
  const auto list = *content::sign_draft(
      R"({"format":"muster-bundle/1","kind":"hash_list","name":"n","version":"1","ground":"child_abuse_material","licence":"L","source":"s","items":1})"
      "\nx\n",
      "Signer", kSigner);
  EXPECT_EQ(service_->load(list, "ann").error().code, "bundle_kind_unchecked");
  service_->add_kind(content::BundleKind::hash_list, [](const content::SignedBundle& file) -> Result<Inspection> {
    return Inspection{R"({"items":)" + std::to_string(file.items) + "}", {}};
  });
  ASSERT_TRUE(service_->load(list, "ann").ok());
}

// The schema refuses what the rules refuse: every pair of states is tried on both.
TEST_P(Bundles, TheSchemaHoldsTheSamePairs) {
  enrol();
  static constexpr const char* kStates[] = {"loaded", "proposed", "shadow", "enabled", "retired"};
  static constexpr BundleEvent kEvents[] = {BundleEvent::propose, BundleEvent::shadow, BundleEvent::enable,
                                            BundleEvent::retire};
  int number = 0;
  for (const char* from : kStates)
    for (const char* to : kStates) {
      ++number;
      const auto loaded =
          service_->load(planted(std::to_string(number), "w" + std::to_string(number) + "orvix"), "ann");
      ASSERT_TRUE(loaded.ok());
      const std::string& id = loaded->sha256;
      const auto go = [&](const char* state) {
        if (std::string_view(state) == "enabled")
          (void)service_->rerun_now(
              id, "ann", 1, [](const Rerun&) {}, [] { return false; });
        return code_of({"t_pair",
                        "update bundle set state = :state, proposed_by = coalesce(proposed_by, 'ann'), enabled_by = "
                        "case when :state = 'enabled' then 'ben' else enabled_by end, enabled_at = case when :state = "
                        "'enabled' then 1 else enabled_at end, retired_by = 'ann', retired_at = 1 where sha256 = :id"},
                       {{"state", state}, {"id", id}});
      };
      for (const char* step : kStates) {  // walk to `from`
        if (std::string_view(from) == "loaded") break;
        if (std::string_view(from) == "retired" && std::string_view(step) != "retired") continue;
        if (std::string_view(step) != "loaded") ASSERT_EQ(go(step), "done") << step;
        if (std::string_view(step) == from) break;
      }
      bool allowed = false;
      for (const auto event : kEvents) {
        const auto next = next_state(from, event);
        allowed = allowed || (next.ok() && *next == to);
      }
      EXPECT_EQ(go(to), allowed ? "done" : "bundle_state") << from << " to " << to;
      (void)code_of({"t_end",
                     "update bundle set state = 'retired', retired_by = 'ann', retired_at = 1 where sha256 = :id and "
                     "state <> 'retired'"},
                    {{"id", id}});
    }
}

TEST_P(Bundles, TheSchemaRefusesShortCuts) {
  enrol();
  const auto bundle = in_shadow(planted());
  const store::Binds id{{"id", bundle.sha256}};
  EXPECT_EQ(
      code_of({"t1", "update bundle set state = 'enabled', enabled_by = 'ben', enabled_at = 1 where sha256 = :id"}, id),
      "bundle_not_rerun");
  (void)service_->rerun_now(
      bundle.sha256, "ann", 1, [](const Rerun&) {}, [] { return false; });
  EXPECT_EQ(
      code_of({"t2", "update bundle set state = 'enabled', enabled_by = 'ann', enabled_at = 1 where sha256 = :id"}, id),
      "two_persons_needed");
  EXPECT_EQ(code_of({"t3", "update bundle set ground = 'any' where sha256 = :id"}, id), "bundle_immutable");
  EXPECT_EQ(code_of({"t4", "delete from bundle where sha256 = :id"}, id), "bundle_kept");
  EXPECT_EQ(code_of({"t5", "update bundle_publisher set confirmed_by = 'ann' where public_key = :id"},
                    {{"id", kSigner.public_key}}),
            "publisher_immutable");
}

MUSTER_ON_BOTH_BACKENDS(Bundles);

}  // namespace
}  // namespace muster::bundles
