#include <base/files.h>
#include <ledger/leaf.h>
#include <ledger/sequencer.h>
#include <ledger/witness.h>

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>
#include <sys/stat.h>

namespace muster::ledger {
namespace {

using store::Backend;
using store::Database;
using store::Transaction;

constexpr events::Kind kWitnessed{"thing.happened", 1, "A thing happened."};

struct Folder {
  Folder() {
    SystemRandom random;
    path = (std::filesystem::temp_directory_path() / ("muster-witness-" + random_token(random, 8))).string();
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

// A log without a database.
struct TinyLog {
  explicit TinyLog(std::string salt = {}) {
    for (int i = 0; i < 64; ++i) leaves.push_back(leaf_hash(salt + std::to_string(i)));
  }
  merkle::NodeSource nodes() const {
    return [this](merkle::NodeId id) -> std::optional<Hash> {
      merkle::Frontier part;
      for (std::int64_t i = id.index << id.level; i < (id.index + 1) << id.level; ++i)
        part.add(leaves[static_cast<std::size_t>(i)]);
      return part.root();
    };
  }
  std::string note(std::int64_t size, const SigningKey& key) const {
    return to_text(sign_note(to_text(CheckpointBody{key.name(), size, *merkle::root_of(size, nodes())}), key));
  }
  std::string request(std::int64_t old_size, std::int64_t size, const SigningKey& key) const {
    return add_checkpoint_request(old_size, *merkle::consistency_proof(std::min(old_size, size), size, nodes()),
                                  note(size, key));
  }
  std::vector<Hash> leaves;
};

class WitnessTest : public testing::Test {
 protected:
  Witness open() {
    auto witness = Witness::open(folder_.path, key_, {log_key_.verifier()}, clock_);
    EXPECT_TRUE(witness.ok());
    return std::move(*witness);
  }
  Folder folder_;
  SimulatedClock clock_{Instant{1'750'000'000'000'000}};
  SystemRandom random_;
  SigningKey log_key_ = *SigningKey::make("muster.example/north", Algorithm::ed25519, random_);
  SigningKey key_ = *SigningKey::make("witness.example", Algorithm::cosignature_v1, random_);
  TinyLog log_;
};

TEST_F(WitnessTest, CosignsWhatIsConsistent) {
  Witness witness = open();
  for (const auto& [from, to] : {std::pair{0, 5}, {5, 5}, {5, 8}, {8, 33}, {33, 64}}) {
    const auto answer = witness.add_checkpoint(log_.request(from, to, log_key_));
    ASSERT_EQ(answer.status, 200) << answer.body;
    ASSERT_TRUE(answer.body.ends_with('\n'));
    const auto signature = parse_signature_line(std::string_view(answer.body).substr(0, answer.body.size() - 1));
    ASSERT_TRUE(signature.ok());
    EXPECT_TRUE(verify_cosignature(parse_note(log_.note(to, log_key_))->text, *signature, witness.verifier()));
  }
}

TEST_F(WitnessTest, AnswersAsTheStandardSays) {
  Witness witness = open();
  ASSERT_EQ(witness.add_checkpoint(log_.request(0, 10, log_key_)).status, 200);
  const auto stale = witness.add_checkpoint(log_.request(5, 20, log_key_));
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.content_type, "text/x.tlog.size");
  EXPECT_EQ(stale.body, "10\n");
  EXPECT_EQ(witness.add_checkpoint(log_.request(12, 11, log_key_)).status, 400);
  const auto stranger = SigningKey::make("other.example", Algorithm::ed25519, random_);
  EXPECT_EQ(witness.add_checkpoint(log_.request(10, 11, *stranger)).status, 404);
  const auto thief = SigningKey::make(log_key_.name(), Algorithm::ed25519, random_);
  EXPECT_EQ(witness.add_checkpoint(log_.request(10, 11, *thief)).status, 403);
  const TinyLog other("another history ");
  EXPECT_EQ(witness.add_checkpoint(other.request(10, 20, log_key_)).status, 422);
  EXPECT_EQ(witness.add_checkpoint(other.request(10, 10, log_key_)).status, 409);
  EXPECT_EQ(witness.add_checkpoint(add_checkpoint_request(10, {}, log_.note(20, log_key_))).status, 422);
  EXPECT_EQ(witness.add_checkpoint(log_.request(10, 20, log_key_)).status, 200);
}

TEST_F(WitnessTest, RefusesWhatIsMalformed) {
  Witness witness = open();
  const std::string note = log_.note(5, log_key_);
  for (const std::string& bad :
       {std::string(), std::string("old 0"), "old 00\n\n" + note, "old -1\n\n" + note, "old 0\nAAAA\n\n" + note,
        "new 0\n\n" + note, "old 0\n" + note, "old 0\n\n" + note.substr(0, note.size() - 1),
        std::string(kAddCheckpointMaxBytes + 1, 'x'),
        add_checkpoint_request(0, std::vector<Hash>(kProofLinesMax + 1), note)})
    EXPECT_EQ(witness.add_checkpoint(bad).status, 400) << bad.substr(0, 40);
}

TEST_F(WitnessTest, RemembersAcrossRestarts) {
  { ASSERT_EQ(open().add_checkpoint(log_.request(0, 10, log_key_)).status, 200); }
  Witness witness = open();
  const TinyLog other("another history ");
  EXPECT_EQ(witness.add_checkpoint(other.request(0, 10, log_key_)).status, 409);
  EXPECT_EQ(witness.add_checkpoint(other.request(10, 10, log_key_)).status, 409);
  EXPECT_EQ(witness.add_checkpoint(other.request(10, 20, log_key_)).status, 422);
  EXPECT_EQ(witness.add_checkpoint(log_.request(10, 20, log_key_)).status, 200);
}

TEST_F(WitnessTest, SignsNothingThatItCouldNotStore) {
  Witness witness = open();
  ASSERT_EQ(witness.add_checkpoint(log_.request(0, 10, log_key_)).status, 200);
  std::filesystem::rename(folder_.path, folder_.path + ".away");
  const auto answer = witness.add_checkpoint(log_.request(10, 20, log_key_));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("witness.example"), std::string::npos);
  std::filesystem::rename(folder_.path + ".away", folder_.path);
  EXPECT_EQ(witness.add_checkpoint(log_.request(10, 15, log_key_)).status, 200);
}

TEST_F(WitnessTest, DoesNotStartOnADamagedState) {
  { ASSERT_EQ(open().add_checkpoint(log_.request(0, 10, log_key_)).status, 200); }
  for (const auto& file : std::filesystem::directory_iterator(folder_.path))
    ASSERT_TRUE(replace_file(file.path().string(), "muster-witness/1\n").ok());
  EXPECT_EQ(Witness::open(folder_.path, key_, {log_key_.verifier()}, clock_).error().code, "witness_state");
}

TEST_F(WitnessTest, IsAloneInItsFolder) {
  const Witness witness = open();
  EXPECT_EQ(Witness::open(folder_.path, key_, {log_key_.verifier()}, clock_).error().code, "witness_running");
}

// Two threads offer different histories for the same size: only one is ever signed.
TEST_F(WitnessTest, NeverSignsTwoTreesOfOneSize) {
  Witness witness = open();
  const TinyLog other("another history ");
  std::atomic<int> signed_ours{0}, signed_other{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i)
        if (witness.add_checkpoint((t % 2 ? log_ : other).request(0, 7, log_key_)).status == 200)
          ++(t % 2 ? signed_ours : signed_other);
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(signed_ours + signed_other, 1);
}

// Straight into a witness of the same process.
class DirectTransport final : public WitnessTransport {
 public:
  explicit DirectTransport(Witness& witness) : witness_(witness) {}
  Result<WitnessAnswer> add_checkpoint(const std::string& url, const std::string& request) override {
    ++calls;
    if (away) return unavailable("witness_unreachable", "away");
    last_url = url;
    return witness_.add_checkpoint(request);
  }
  std::atomic<int> calls{0};
  std::atomic<bool> away{false};
  std::string last_url;

 private:
  Witness& witness_;
};

class SubmitTest : public testing::TestWithParam<Backend> {
 protected:
  void record(int count = 1) {
    ASSERT_TRUE(db_->write([&](Transaction& tx) -> Result<void> {
                     for (int i = 0; i < count; ++i) recorder_.record(tx, kWitnessed, "system:test", "thing", "x");
                     return {};
                   })
                    .ok());
    ASSERT_TRUE(log_.sequence_once().ok());
  }
  void enrol() {
    ASSERT_TRUE(db_->write([&](Transaction& tx) {
                     return log_.enrol_witness(tx, key_.verifier().to_text(), "http://w.example:1/", "p1");
                   })
                    .ok());
    ASSERT_TRUE(log_.sequence_once().ok());
  }
  Result<void> enrol(const std::string& key, const std::string& url) {
    return db_->write([&](Transaction& tx) { return log_.enrol_witness(tx, key, url, "p1"); });
  }
  bool in_tx(const std::function<bool(Transaction&)>& ask) {
    return *db_->read([&](Transaction& tx) -> Result<bool> { return ask(tx); });
  }

  test::TestDatabase db_{GetParam()};
  Folder folder_;
  SimulatedClock clock_{Instant{1'750'000'000'000'000}};
  SystemRandom random_;
  Recorder recorder_{clock_, random_};
  SigningKey log_key_ = *SigningKey::make("muster.example/test", Algorithm::ed25519, random_);
  SigningKey key_ = *SigningKey::make("witness.example", Algorithm::cosignature_v1, random_);
  Log log_{*db_, recorder_, log_key_};
  Witness witness_ = std::move(*Witness::open(folder_.path, key_, {log_key_.verifier()}, clock_));
  DirectTransport transport_{witness_};
};
MUSTER_ON_BOTH_BACKENDS(SubmitTest);

TEST_P(SubmitTest, StoresCosignaturesAndKnowsWhatIsWitnessed) {
  record(3);
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 0);
  EXPECT_FALSE(in_tx([&](Transaction& tx) { return log_.witness_enrolled(tx); }));
  EXPECT_FALSE(log_.latest_witnessed_checkpoint());
  enrol();
  EXPECT_TRUE(in_tx([&](Transaction& tx) { return log_.witness_enrolled(tx); }));
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 1);
  EXPECT_EQ(transport_.last_url, "http://w.example:1");
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 0);
  EXPECT_EQ(transport_.calls, 1);
  record(4);
  EXPECT_EQ(log_.latest_witnessed_checkpoint()->size, 4);
  EXPECT_TRUE(in_tx([&](Transaction& tx) { return log_.is_witnessed(tx, 4); }));
  EXPECT_FALSE(in_tx([&](Transaction& tx) { return log_.is_witnessed(tx, 5); }));
  const std::string last = log_.entry(7)->event.id;
  EXPECT_FALSE(in_tx([&](Transaction& tx) { return log_.is_witnessed(tx, last); }));
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 1);
  EXPECT_TRUE(in_tx([&](Transaction& tx) { return log_.is_witnessed(tx, last); }));
  const auto checkpoint = log_.latest_checkpoint();
  EXPECT_EQ(checkpoint->cosignatures, 1);
  const auto note = parse_note(checkpoint->note);
  ASSERT_EQ(note->signatures.size(), 2u);
  EXPECT_TRUE(verify_cosignature(note->text, note->signatures[1], key_.verifier()));
  ASSERT_TRUE(db_->write([&](Transaction& tx) { return log_.retire_witness(tx, "witness.example", "p1"); }).ok());
  EXPECT_FALSE(in_tx([&](Transaction& tx) { return log_.witness_enrolled(tx); }));
  EXPECT_FALSE(log_.latest_witnessed_checkpoint());
}

TEST_P(SubmitTest, WaitsForAWitnessThatIsAway) {
  record(3);
  enrol();
  transport_.away = true;
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 0);
  transport_.away = false;
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 1);
}

TEST_P(SubmitTest, LearnsWhatTheWitnessHasSeen) {
  record(3);
  enrol();
  const auto checkpoint = log_.latest_checkpoint();  // cosigned, but the answer was lost
  ASSERT_EQ(witness_.add_checkpoint(add_checkpoint_request(0, {}, checkpoint->note)).status, 200);
  record(2);
  EXPECT_EQ(*submit_to_witnesses(log_, transport_), 1);
  EXPECT_EQ(log_.latest_witnessed_checkpoint()->size, 6);
}

TEST_P(SubmitTest, AlarmsWhenTheWitnessHasSeenMoreOrElse) {
  record(3);
  enrol();
  const TinyLog longer("x");
  ASSERT_EQ(witness_.add_checkpoint(longer.request(0, 30, log_key_)).status, 200);
  EXPECT_EQ(submit_to_witnesses(log_, transport_).error().code, "ledger_behind");
  record(40);
  EXPECT_EQ(submit_to_witnesses(log_, transport_).error().code, "ledger_behind");
  EXPECT_FALSE(log_.latest_witnessed_checkpoint());
}

TEST_P(SubmitTest, RefusesBadEnrolments) {
  EXPECT_EQ(enrol("nonsense", "http://w.example").error().code, "witness_key");
  EXPECT_EQ(enrol(log_key_.verifier().to_text(), "http://w.example").error().code, "witness_key");
  for (const char* url : {"", "ftp://x", "http://", "http:///x", "http://a b", "file:///etc/passwd", "http://x/?y"})
    EXPECT_EQ(enrol(key_.verifier().to_text(), url).error().code, "witness_url") << url;
  enrol();
  EXPECT_EQ(enrol(key_.verifier().to_text(), "http://w.example").error().code, "already_exists");
  record(1);
  const auto wrong = cosign("o\n1\nx\n", clock_.now(), key_);
  EXPECT_EQ(log_.add_cosignature(2, "witness.example", wrong).error().code, "cosignature_wrong");
  EXPECT_EQ(log_.add_cosignature(2, "nobody", wrong).error().code, "witness_unknown");
}

// Writers in several threads, the sequencer's two threads beside them: every entry gets its index and its cosignature.
TEST_P(SubmitTest, SequencerKeepsUpWithWriters) {
  enrol();
  Sequencer sequencer(log_, std::make_unique<DirectTransport>(witness_),
                      {std::chrono::milliseconds(2), std::chrono::milliseconds(5)});
  sequencer.start();
  std::vector<std::thread> writers;
  std::atomic<int> failures{0};
  for (int t = 0; t < 3; ++t)
    writers.emplace_back([&] {
      for (int i = 0; i < 30; ++i)
        if (!db_->write([&](Transaction& tx) -> Result<void> {
                  recorder_.record(tx, kWitnessed, "system:test", "thing", "x");
                  return {};
                })
                 .ok())
          ++failures;
    });
  for (auto& writer : writers) writer.join();
  for (int i = 0; i < 2000 && !in_tx([&](Transaction& tx) { return log_.is_witnessed(tx, std::int64_t{91}); }); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  sequencer.stop();
  sequencer.stop();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(log_.latest_checkpoint()->size, 91);
  EXPECT_TRUE(in_tx([&](Transaction& tx) { return log_.is_witnessed(tx, std::int64_t{91}); }));
  EXPECT_TRUE(sequencer.flush().ok());
}

}  // namespace
}  // namespace muster::ledger
