// Referrals from an operator to its regulator, and inspectors in this house.
#include <base/text.h>
#include <ledger/statement.h>
#include <parties/parties.h>
#include <parties/roles.h>
#include <programme/referral.h>
#include <programme/visit.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::programme {
namespace {

using namespace std::chrono_literals;

struct ReferralHouse {
  ReferralHouse(store::Backend backend, SimulatedClock& c, Random& r, const std::string& origin)
      : clock(c),
        db(backend, {{"sites", muster_sites_migrations::files()}}),
        recorder(c, r),
        key(*ledger::SigningKey::make(origin, ledger::Algorithm::ed25519, r)),
        folder((std::filesystem::temp_directory_path() / ("muster-referrals-" + random_token(r, 8))).string()) {
    std::filesystem::create_directories(folder);
  }
  ~ReferralHouse() { std::filesystem::remove_all(folder); }
  Referrals::Sign sign() {
    return [this](std::string_view kind, std::string_view text, Instant at) {
      return ledger::sign_statement(kind, text, at, key);
    };
  }
  std::int64_t events(const char* kind) {
    static constexpr store::Sql kCount{"t_referral_events", "select count(*) as n from event where kind = :kind"};
    return *db->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(kCount, {{"kind", kind}})->integer("n");
    });
  }
  SimulatedClock& clock;
  test::TestDatabase db;
  ledger::Recorder recorder;
  ledger::SigningKey key;
  std::string folder;
  policy::Policy policy = policy::Policy::standard();
  bundles::Service bundles{*db, recorder, policy, nullptr, folder + "/bundles"};
  testing::Service testing{*db, recorder, bundles, nullptr, folder};
  metrics::Service metrics{*db, recorder, metrics::Definitions::standard(), {480, 500}};
  Aggregates aggregates{*db, recorder, metrics};
  Referrals referrals{*db, recorder, testing, policy};
};

class ReferralsTest : public ::testing::TestWithParam<store::Backend> {
 protected:
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  ReferralHouse north_{GetParam(), clock_, random_, "muster.example/north"},
      regulator_{GetParam(), clock_, random_, "muster.example/regulator"};
  const Actor sue_{"sue", "house", true, false}, eve_{"eve", "south", false, true};
  std::vector<std::string> went_;

  // The wire, without one.
  Referrals::Way way() {
    return {[this](const std::string& url, const std::string& file) -> Result<std::string> {
              went_.push_back(url);
              return regulator_.referrals.take_in(file, regulator_.key.name(), regulator_.sign());
            },
            [this](const std::string& url) -> Result<std::string> {
              went_.push_back(url);
              return regulator_.referrals.answer_to(url.substr(url.rfind('/') + 1), regulator_.key.name(),
                                                    regulator_.sign());
            }};
  }
  void know_each_other() {
    ASSERT_TRUE(regulator_.aggregates.add({"North", north_.key.verifier().to_text(), "", 10, ""}, sue_).ok());
    to_ = north_.referrals.add_regulator("Regulator", regulator_.key.verifier().to_text(), "https://r.example/", sue_)
              ->id;
  }
  NewReferral about(const std::string& host, const std::string& ground = "explicit_unlawful") {
    return {to_, ground, host, "decide", "2026-03-01", {std::string(64, 'a')}};
  }
  Referral written(const NewReferral& what) {
    auto made = north_.referrals.write(what, north_.key.name(), north_.sign(), sue_);
    if (!made.ok()) throw std::runtime_error(made.error().sentence);
    return *made;
  }
  Referral newest() { return north_.referrals.list("", 1)->items.at(0); }
  std::string to_;
};
MUSTER_ON_BOTH_BACKENDS(ReferralsTest);

TEST_P(ReferralsTest, GoThereAreTakenAndTheAnswerComesBack) {
  know_each_other();
  const Referral r = written(about("Bad.Example"));
  EXPECT_EQ(r.said.number, "F2026-00001");
  EXPECT_EQ(r.said.host, "bad.example");
  EXPECT_EQ(r.state, "written");
  EXPECT_EQ(*north_.referrals.step(way()), 1);
  EXPECT_EQ(went_, std::vector<std::string>{"https://r.example/api/received-referrals"});
  EXPECT_EQ(newest().state, "received");
  const auto there = regulator_.referrals.received("received", "", 10);
  ASSERT_EQ(there->items.size(), 1u);
  EXPECT_EQ(there->items[0].source_name, "North");
  EXPECT_EQ(there->items[0].said.evidence, r.said.evidence);
  EXPECT_EQ(*north_.referrals.step(way()), 0) << "asked again in ten minutes";
  const auto taken = regulator_.referrals.decide(there->items[0].id, true, "", sue_);
  ASSERT_TRUE(taken.ok()) << taken.error().sentence;
  EXPECT_EQ(regulator_.testing.suspicion(taken->suspicion_id)->name, "bad.example");
  EXPECT_EQ(regulator_.referrals.decide(taken->id, false, "not_ours", sue_).error().code, "received_referral_state");
  clock_.advance(11min);
  EXPECT_EQ(*north_.referrals.step(way()), 1);
  EXPECT_EQ(newest().state, "taken");
  EXPECT_EQ(north_.events("referral.answered"), 2);
  EXPECT_EQ(regulator_.events("received_referral.came"), 1);
  clock_.advance(24h);
  EXPECT_EQ(*north_.referrals.step(way()), 0) << "nothing more is asked";
}

TEST_P(ReferralsTest, AreDeclinedForAReason) {
  know_each_other();
  written(about("known.example"));
  (void)north_.referrals.step(way());
  const auto id = regulator_.referrals.received("", "", 10)->items.at(0).id;
  EXPECT_EQ(regulator_.referrals.decide(id, false, "because", sue_).error().code, "referral_code");
  ASSERT_TRUE(regulator_.referrals.decide(id, false, "known_already", sue_).ok());
  clock_.advance(11min);
  (void)north_.referrals.step(way());
  EXPECT_EQ(newest().state, "declined");
  EXPECT_EQ(newest().code, "known_already");
}

TEST_P(ReferralsTest, SayNothingOfContractsAndNothingInWords) {
  know_each_other();
  for (const char* ground : {"partner_breach", "unrecorded_sub_assignment", "child_abuse_material", "politics"})
    EXPECT_EQ(north_.referrals.write(about("x.example", ground), "o", north_.sign(), sue_).error().code,
              "referral_ground")
        << ground;
  EXPECT_FALSE(north_.referrals.write(about("not a host"), "o", north_.sign(), sue_).ok());
  auto what = about("x.example");
  what.evidence = {"Ann Example, 12 Main Street"};
  EXPECT_EQ(north_.referrals.write(what, "o", north_.sign(), sue_).error().code, "referral_evidence");
  what = about("x.example");
  what.seen_on = "2026-03-09";
  EXPECT_EQ(north_.referrals.write(what, "o", north_.sign(), sue_).error().code, "programme_day");
  // A field more than there is, signed by its operator.
  const std::string more = referral_json(
      {north_.key.name(), "F2026-00001", "unfiled", "x.example", "decide", "2026-03-01", "2026-03-02T02:00:00Z", {}});
  const std::string said = more.substr(0, more.size() - 1) + R"(,"person":"Ann"})";
  EXPECT_EQ(
      regulator_.referrals
          .take_in(ledger::statement_file(said, ledger::sign_statement(kReferralKind, said, clock_.now(), north_.key)),
                   "o", regulator_.sign())
          .error()
          .code,
      "referral_form");
}

TEST_P(ReferralsTest, ForgedOnesAndAnswersOfOthersAreRefused) {
  know_each_other();
  const Referral r = written(about("bad.example"));
  std::string changed = r.text;
  changed.replace(changed.find("bad.example"), 11, "bud.example");
  const auto take = [&](const std::string& text, const std::string& note) {
    const auto got = regulator_.referrals.take_in(ledger::statement_file(text, note), "o", regulator_.sign());
    return got.ok() ? "" : got.error().code;
  };
  EXPECT_EQ(take(changed, r.note), "statement_text");
  EXPECT_EQ(take(r.text, ledger::sign_statement(kReferralKind, r.text, clock_.now(), regulator_.key)), "statement_key");
  EXPECT_EQ(take(r.text, ledger::sign_statement("aggregates", r.text, clock_.now(), north_.key)), "referral_form");
  EXPECT_EQ(take(r.text, r.note), "");
  EXPECT_EQ(take(r.text, r.note), "") << "again, without effect";
  EXPECT_EQ(regulator_.referrals.received("", "", 10)->items.size(), 1u);
  // Somebody else answers.
  const Referrals::Way liar{[&](const std::string&, const std::string& file) -> Result<std::string> {
                              return regulator_.referrals.take_in(file, "muster.example/north", north_.sign());
                            },
                            [](const std::string&) -> Result<std::string> { return std::string("{}"); }};
  EXPECT_EQ(*north_.referrals.step(liar), 0);
  EXPECT_EQ(newest().state, "written");
  const Referrals::Way away{[](const std::string&, const std::string&) -> Result<std::string> {
                              return unavailable("aggregates_unreachable", "It is not reached.");
                            },
                            {}};
  clock_.advance(1min + 1s);
  EXPECT_EQ(*north_.referrals.step(away), 0) << "too soon after one try";
  clock_.advance(1h);
  EXPECT_EQ(*north_.referrals.step(way()), 1) << "it heals";
}

TEST_P(ReferralsTest, NobodyRefersInTheNameOfTheUnknown) {
  know_each_other();
  EXPECT_EQ(north_.referrals.add_regulator("Other", regulator_.key.verifier().to_text(), "https://x.example", sue_)
                .error()
                .code,
            "regulator_known");
  EXPECT_EQ(north_.referrals.add_regulator("Other", north_.key.verifier().to_text(), "ftp://x", sue_).error().code,
            "regulator_url");
  EXPECT_EQ(
      north_.referrals.add_regulator("O", north_.key.verifier().to_text(), "https://x.example", eve_).error().code,
      "role_missing");
  const Referral r = written(about("bad.example"));
  const auto sources = regulator_.aggregates.sources();
  for (const auto& source : *sources) ASSERT_TRUE(regulator_.aggregates.end(source.id, sue_).ok());
  EXPECT_EQ(regulator_.referrals.take_in(ledger::statement_file(r.text, r.note), "o", regulator_.sign()).error().code,
            "referral_origin");
  EXPECT_EQ(regulator_.referrals.answer_to(r.sha256, "o", regulator_.sign()).error().code, "referral_unknown");
  ASSERT_TRUE(north_.referrals.end_regulator(to_, sue_).ok());
  EXPECT_EQ(north_.referrals.write(about("b.example"), "o", north_.sign(), sue_).error().code, "regulator_unknown");
}

class VisitsTest : public ::testing::TestWithParam<store::Backend> {
 protected:
  VisitsTest() {
    const auto party = [&](const char* kind, const char* name) {
      parties::Party p;
      p.kind = kind;
      p.name = name;
      return house_.parties_.create_party("system:test", p)->id;
    };
    authority_ = party("authority", "The Authority");
    house_party_ = party("carrier", "House");
    ira_ = house_.parties_.create_person("system:test", {authority_, "Ira Inspector", "en", "passport:70001"})->id;
    ann_ = house_.parties_.create_person("system:test", {house_party_, "Ann", "en", "passport:70002"})->id;
  }
  struct WithParties : ReferralHouse {
    WithParties(store::Backend backend, SimulatedClock& c, Random& r)
        : ReferralHouse(backend, c, r, "muster.example/house"),
          ring(*vault::KeyRing::create(folder + "/vault.keys", c, r)) {}
    vault::KeyRing ring;
    vault::Vault vault{ring, recorder};
    parties::Service parties_{*db, recorder, vault, policy};
  };
  NewVisit wish(Duration how_long = 48h) {
    return {ira_, "Inspection of filings, file 12/26", clock_.now() + how_long};
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  WithParties house_{GetParam(), clock_, random_};
  Visits visits_{*house_.db, house_.recorder};
  const Actor sue_{"sue", "house", true, false}, eve_{"eve", "south", false, true};
  std::string authority_, house_party_, ira_, ann_;
};
MUSTER_ON_BOTH_BACKENDS(VisitsTest);

TEST_P(VisitsTest, AreGrantedForAPurposeAndATimeAndEachLookIsOnRecord) {
  const auto visit = visits_.grant(wish(), sue_);
  ASSERT_TRUE(visit.ok()) << visit.error().sentence;
  EXPECT_EQ(visit->person_name, "Ira Inspector");
  EXPECT_EQ(visit->party_name, "The Authority");
  ASSERT_TRUE(visits_.current(ira_)->has_value());
  EXPECT_TRUE(visits_.looked(ira_, "/api/cases/1").ok());
  EXPECT_TRUE(visits_.looked(ira_, "/api/cases/1").ok());
  EXPECT_EQ(house_.events("inspection_visit.looked"), 1) << "the same page within five minutes";
  clock_.advance(6min);
  EXPECT_TRUE(visits_.looked(ira_, "/api/cases/1").ok());
  EXPECT_TRUE(visits_.looked(ira_, "/api/orders").ok());
  EXPECT_EQ(visits_.visit(visit->id)->history.size(), 4u);
  clock_.advance(48h);
  EXPECT_FALSE(visits_.current(ira_)->has_value()) << "it ends by itself";
  EXPECT_EQ(visits_.looked(ira_, "/api/orders").error().code, "role_missing");
  EXPECT_EQ(visits_.end(visit->id, sue_).error().code, "visit_over");
}

TEST_P(VisitsTest, EndBeforeTheirTime) {
  const auto visit = visits_.grant(wish(), sue_);
  EXPECT_EQ(visits_.grant(wish(), sue_).error().code, "visit_there");
  EXPECT_EQ(visits_.end(visit->id, eve_).error().code, "role_missing");
  ASSERT_TRUE(visits_.end(visit->id, sue_).ok());
  EXPECT_FALSE(visits_.current(ira_)->has_value());
  EXPECT_EQ(house_.events("inspection_visit.ended"), 1);
  EXPECT_TRUE(visits_.grant(wish(), sue_).ok()) << "another one";
  EXPECT_EQ(visits_.list("", 1)->items.size(), 1u);
  EXPECT_FALSE(visits_.list("", 1)->next.empty());
}

TEST_P(VisitsTest, AreForPeopleOfAuthoritiesWithoutARoleHere) {
  auto what = wish();
  what.person_id = ann_;
  EXPECT_EQ(visits_.grant(what, sue_).error().code, "visit_authority");
  EXPECT_EQ(visits_.grant(wish(), eve_).error().code, "role_missing");
  what = wish();
  what.purpose = " ";
  EXPECT_EQ(visits_.grant(what, sue_).error().code, "purpose_missing");
  EXPECT_EQ(visits_.grant(wish(24h * 31), sue_).error().code, "visit_until");
  EXPECT_EQ(visits_.grant(wish(-1h), sue_).error().code, "visit_until");
  ASSERT_TRUE(house_.parties_.assign_role("system:test", ira_, parties::roles::kDecider).ok());
  EXPECT_EQ(visits_.grant(wish(), sue_).error().code, "visit_roles") << "who decides here does not inspect here";
}

}  // namespace
}  // namespace muster::programme
