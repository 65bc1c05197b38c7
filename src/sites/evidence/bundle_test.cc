// A court bundle, unpacked and checked by its own verifier, which needs nothing of Muster's.
#include "local_authority.h"
#include <base/bytes.h>
#include <base/files.h>
#include <testing/farm.h>

#include <cstdlib>
#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <evidence/retention.h>
#include <evidence/service.h>
#include <gtest/gtest.h>
#include <support/test_database.h>
#include <sys/wait.h>

namespace muster::evidence {
namespace {

namespace fs = std::filesystem;

class Bundles : public ::testing::TestWithParam<store::Backend> {
 protected:
  Bundles()
      : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}),
        recorder_(clock_, random_),
        log_(*db_, recorder_, *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random_)) {
    folder_ = (fs::temp_directory_path() / ("muster-bundles-" + recorder_.new_id())).string();
    fs::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    testing::FetchOptions fetch;
    fetch.manners.host_delay = Duration::zero();
    fetch.robots = testing::RobotsPolicy::ignore;
    lexicons_ =
        std::make_unique<bundles::Service>(*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/lexicons");
    tests_ = std::make_unique<testing::Service>(*db_, recorder_, *lexicons_, nullptr, folder_, fetch);
    tests_->allow_farm(*testing::parse_farm(farm_.names_file()));
    options_.time_stamp_certificates = authority_.root();
    options_.post = [this](const std::string&, const std::string& query) -> Result<std::string> {
      if (away_) return unavailable("time_stamp_unreachable", "Away.");
      return authority_.reply(query, signer_);
    };
  }
  ~Bundles() override { fs::remove_all(folder_); }
  Service service() { return Service(*db_, recorder_, log_, *tests_, options_); }
  testing::TestRun one(const std::string& url) { return tests_->test({url}, "person-1")->at(0); }
  BundleRequest request(const std::string& id) { return {{id}, "test " + id, "court", "2026-17", "person-2"}; }
  std::string unpacked(const CourtBundle& bundle) {
    const std::string zip = folder_ + "/bundle.zip", out = folder_ + "/unpacked";
    fs::remove_all(out);
    EXPECT_TRUE(replace_file(zip, bundle.zip).ok());
    EXPECT_EQ(std::system(("python3 -m zipfile -e '" + zip + "' '" + out + "'").c_str()), 0);
    return out;
  }
  // Exit code, and what it said.
  std::pair<int, std::string> verify(const std::string& unpacked, const std::string& more = "") {
    const std::string said = folder_ + "/said";
    const int status =
        std::system(("python3 -B '" + unpacked + "/verify.py' " + more + " > '" + said + "' 2>&1").c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, *read_file(said)};
  }
  std::vector<std::string> kinds(const std::string& id) {
    std::vector<std::string> out;
    const auto entries = *service().custody(id);
    for (const auto& each : entries) out.push_back(each.kind);
    return out;
  }

  SystemClock clock_;
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_;
  ledger::Log log_;
  testing::Farm farm_;
  LocalAuthority authority_;
  std::string folder_, signer_ = "tsa";
  bool away_ = false;
  std::unique_ptr<bundles::Service> lexicons_;
  std::unique_ptr<testing::Service> tests_;
  Options options_;
};
MUSTER_ON_BOTH_BACKENDS(Bundles);

TEST_P(Bundles, AreCheckedWithoutMuster) {
  const auto run = one("http://go-001.example/");
  const auto made = service().bundle(request(run.id));
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made->tests, 1);
  EXPECT_FALSE(made->time_stamped);
  const std::string folder = unpacked(*made);
  const auto [code, said] = verify(folder, "--log-key '" + log_.verifier().to_text() + "'");
  EXPECT_EQ(code, 0) << said;
  EXPECT_NE(said.find("No witness"), std::string::npos) << said;
  EXPECT_NE(said.find("No time-stamp authority"), std::string::npos) << said;
  // Another ledger's key.
  const auto other = *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random_);
  EXPECT_EQ(verify(folder, "--log-key '" + other.verifier().to_text() + "'").first, 1);
  // One bit in any file.
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string(), good = *read_file(path);
    std::string changed = good;
    changed[changed.size() / 2] ^= 0x01;
    ASSERT_TRUE(replace_file(path, changed).ok());
    EXPECT_NE(verify(folder).first, 0) << path;
    ASSERT_TRUE(replace_file(path, good).ok());
    ++files;
  }
  EXPECT_EQ(files, 15);
  // A file that is missing, and one that was put in.
  ASSERT_TRUE(replace_file(folder + "/more.txt", "x").ok());
  EXPECT_EQ(verify(folder).first, 1);
  fs::remove(folder + "/more.txt");
  fs::remove(folder + "/custody.json");
  EXPECT_EQ(verify(folder).first, 1);
}

// Of what came to its end a bundle has the tombstone, and the ledger's word for it.
TEST_P(Bundles, WhatWasDestroyedIsSaidAndProven) {
  const auto gone = one("http://go-001.example/");
  SimulatedClock later(clock_.now() + std::chrono::days(1096));
  const ledger::Recorder then(later, random_);
  const Retention retention(*db_, then, policy::Policy::standard(), folder_ + "/evidence");
  ASSERT_EQ(retention.sweep("system:test")->destroyed, 1);
  EXPECT_EQ(tests_->evidence(gone.id).error().code, "evidence_destroyed");
  BundleRequest wanted = request(gone.id);
  wanted.tests.push_back(one("http://shop-001.example/").id);
  const auto made = service().bundle(wanted);
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  const std::string folder = unpacked(*made);
  const auto [code, said] = verify(folder);
  EXPECT_EQ(code, 0) << said;
  EXPECT_NE(said.find("The evidence of test " + gone.id + " was destroyed on"), std::string::npos) << said;
  // The tombstone's clock is three years ahead.
  EXPECT_EQ(kinds(gone.id),
            (std::vector<std::string>{"test.evidence_sealed", "test.evidence_exported", "test.evidence_destroyed"}));
  EXPECT_NE(read_file(folder + "/summary.zh.html")->find("销毁日期"), std::string::npos);
  for (const char* language : {"en", "zh"})
    EXPECT_TRUE(read_file(folder + "/summary." + language + ".pdf")->starts_with("%PDF-1.7"));
}

// Who changes a file and all hashes that name it is found by the ledger's proof.
TEST_P(Bundles, AForgerWithoutTheLedgersKeyIsFound) {
  const auto run = one("http://shop-001.example/");
  const std::string folder = unpacked(*service().bundle(request(run.id)));
  ASSERT_EQ(verify(folder).first, 0);
  const std::string forge = std::string("python3 -c '") + R"(
import hashlib, json, sys, pathlib, glob
root = pathlib.Path(sys.argv[1])
for path in glob.glob(str(root / "ledger/*.event.json")):
    event = json.load(open(path))
    event["body"] = event["body"].replace("sha256", "sha255") if "sha256" in event["body"] else event["body"].replace("verdict", "verdikt")
    json.dump(event, open(path, "w"))
manifest = json.load(open(root / "manifest.json"))
for each in manifest["files"]:
    data = (root / each["path"]).read_bytes()
    each["bytes"], each["sha256"] = len(data), hashlib.sha256(data).hexdigest()
text = json.dumps(manifest)
(root / "manifest.json").write_text(text)
(root / "manifest.sha256").write_text(hashlib.sha256(text.encode()).hexdigest() + "  manifest.json\n")
' ')" + folder + "'";
  ASSERT_EQ(std::system(forge.c_str()), 0);
  const auto [code, said] = verify(folder);
  EXPECT_EQ(code, 1);
  EXPECT_NE(said.find("what happened is what the ledger committed to"), std::string::npos) << said;
}

TEST_P(Bundles, HoldWhatTheirEvidenceRefersTo) {
  const auto first = one("http://shop-001.example/"), second = one("http://shop-001.example/");
  ASSERT_EQ(*tests_->refers_to(second.id), std::vector<std::string>{first.id});
  const auto made = service().bundle(request(second.id));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->tests, 2);
  const auto [code, said] = verify(unpacked(*made));
  EXPECT_EQ(code, 0) << said;
}

TEST_P(Bundles, CarryTheTimeStampThatCoversThem) {
  options_.time_stamp_url = "http://stamps.example/";
  const auto run = one("http://shop-001.example/");
  EXPECT_FALSE(service().stamp()->has_value());  // nothing is in sequence yet
  ASSERT_TRUE(log_.sequence_once().ok());
  away_ = true;
  EXPECT_EQ(service().stamp().error().code, "time_stamp_unreachable");
  EXPECT_FALSE(service().standing(run.id)->time_stamp.has_value());
  EXPECT_TRUE(service().standing(run.id)->checkpoint_at.has_value());
  away_ = false;
  signer_ = "stranger";
  EXPECT_EQ(service().stamp().error().code, "time_stamp_wrong");
  signer_ = "tsa";
  const auto stamp = service().stamp();
  ASSERT_TRUE(stamp.ok()) << stamp.error().sentence;
  ASSERT_TRUE(stamp->has_value());
  EXPECT_EQ((*stamp)->authority, "CN=Test tsa");
  ASSERT_TRUE(log_.sequence_once().ok());
  EXPECT_FALSE(service().stamp()->has_value());  // an idle ledger is not stamped again for the stamp's own entry
  EXPECT_EQ(service().standing(run.id)->time_stamp->serial, (*stamp)->serial);
  EXPECT_EQ(*service().verify_time_stamps(), 1);
  const auto made = service().bundle(request(run.id));
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_TRUE(made->time_stamped);
  const std::string folder = unpacked(*made);
  const auto [code, said] = verify(folder, "--ca '" + authority_.root() + "'");
  EXPECT_EQ(code, 0) << said;
  EXPECT_EQ(said.find("No time-stamp authority"), std::string::npos) << said;
  const std::string token = *read_file(folder + "/ledger/time-stamp.der");
  EXPECT_EQ(to_hex(sha256(token)), to_hex(sha256((*stamp)->token)));
  // Certificates of somebody else.
  const std::string other = folder_ + "/other.pem";
  ASSERT_TRUE(replace_file(other, authority_.other_root_pem()).ok());
  EXPECT_EQ(verify(folder, "--ca '" + other + "'").first, 1);
  options_.time_stamp_certificates = other;
  EXPECT_EQ(service().verify_time_stamps().error().code, "time_stamp_wrong");
}

TEST_P(Bundles, EveryReadingAndTakingOutIsOnRecord) {
  const auto run = one("http://shop-001.example/");
  EXPECT_EQ(*service().read(run.id, "person-3"), *tests_->evidence(run.id));
  ASSERT_TRUE(service().bundle(request(run.id)).ok());
  EXPECT_EQ(kinds(run.id),
            (std::vector<std::string>{"test.evidence_sealed", "test.evidence_read", "test.evidence_exported"}));
  const auto entries = *service().custody(run.id);
  EXPECT_EQ(entries[1].actor, "person-3");
  EXPECT_EQ(entries[2].actor, "person-2");
  EXPECT_NE(entries[2].body.find(R"("purpose":"court","reference":"2026-17")"), std::string::npos);
  // Not without a purpose; and what is refused leaves no entry.
  BundleRequest bad = request(run.id);
  bad.purpose = "";
  EXPECT_EQ(service().bundle(bad).error().code, "purpose_required");
  bad = request(run.id);
  bad.reference = "somebody@mail.example";
  EXPECT_EQ(service().bundle(bad).error().code, "reference_form");
  bad = request(run.id);
  bad.tests.clear();
  EXPECT_EQ(service().bundle(bad).error().code, "bundle_tests");
  EXPECT_EQ(service().bundle(request(recorder_.new_id())).error().code, "test_not_found");
  EXPECT_EQ(service().custody(recorder_.new_id()).error().code, "test_not_found");
  EXPECT_EQ(kinds(run.id).size(), 3u);
  // Changed evidence goes into no bundle.
  ASSERT_TRUE(replace_file(folder_ + "/evidence/" + run.evidence_path, "x").ok());
  EXPECT_EQ(service().bundle(request(run.id)).error().code, "evidence_changed");
}

TEST_P(Bundles, TimeStampsAreKeptAsTheyAre) {
  options_.time_stamp_url = "http://stamps.example/";
  one("http://shop-001.example/");
  ASSERT_TRUE(log_.sequence_once().ok());
  ASSERT_TRUE(service().stamp()->has_value());
  const auto attack = [&](const store::Sql& sql) {
    return db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, {});
      return {};
    });
  };
  static constexpr store::Sql kChange{"test_attack_stamp_change", "update evidence_time_stamp set stamped_at = 0"};
  static constexpr store::Sql kRemove{"test_attack_stamp_remove", "delete from evidence_time_stamp"};
  static constexpr store::Sql kUnrefer{"test_attack_unrefer", "delete from test_evidence_reference"};
  EXPECT_EQ(attack(kChange).error().code, "evidence_immutable");
  EXPECT_EQ(attack(kRemove).error().code, "evidence_immutable");
  one("http://shop-001.example/");
  EXPECT_EQ(attack(kUnrefer).error().code, "evidence_immutable");
}

}  // namespace
}  // namespace muster::evidence
