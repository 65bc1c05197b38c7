#include <filesystem>
#include <fstream>

#include <doctor/doctor.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <support/test_database.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::doctor {
namespace {

using namespace std::chrono_literals;
using Level = Finding::Level;

constexpr Instant kNow{1'767'225'600'000'000};

// The level of a check's worst finding; nothing: it isn't mentioned.
std::optional<Level> worst(const std::vector<Finding>& all, const std::string& check) {
  std::optional<Level> out;
  for (const Finding& f : all)
    if (f.check == check && (!out || f.level > *out)) out = f.level;
  return out;
}

FolderState sound() {
  FolderState s;
  s.there = s.writable = true;
  s.disk_free = 50, s.disk_size = 100;
  s.ring_size = 1, s.ring_turned = kNow - 24h;
  s.backup_at = kNow - 2h;
  s.erasures_at = kNow - 1h;
  s.clock_kept = true;
  return s;
}
DatabaseState running() {
  DatabaseState d;
  d.entries = 100;
  d.checkpoint_at = kNow - 1min;
  d.witnesses = {{"witness.example/a", "http://127.0.0.1:1", kNow - 24h, 100, kNow - 1min}};
  d.newest_event = kNow - 1min;
  return d;
}
std::vector<Finding> of_folder(const FolderState& s) {
  return judge_folder(s, "/data", "muster", kNow);
}
std::vector<Finding> of_database(const DatabaseState& d, bool production = true) {
  return judge_database(d, sound(), "muster", production, kNow);
}

TEST(Judging, ASoundHouseIsWell) {
  for (const auto& all : {of_folder(sound()), of_database(running())})
    for (const Finding& f : all) EXPECT_EQ(f.level, Level::well) << f.check << ": " << f.sentence;
}

TEST(Judging, SaysWhatIsWrongWithAFolder) {
  FolderState s;
  EXPECT_EQ(worst(of_folder(s), "folder"), Level::wrong);
  s = sound();
  s.open_to_others = true;
  EXPECT_EQ(worst(of_folder(s), "folder"), Level::attention);
  s.disk_free = 5;
  EXPECT_EQ(worst(of_folder(s), "disk"), Level::attention);
  s.disk_free = 1;
  EXPECT_EQ(worst(of_folder(s), "disk"), Level::wrong);
  s.keys_missing = {"vault.keys"};
  EXPECT_EQ(worst(of_folder(s), "keys"), Level::wrong);
  s = sound();
  s.keys_open = {"ledger.key"};
  EXPECT_EQ(worst(of_folder(s), "keys"), Level::wrong);
  s = sound();
  s.ring_size = 2;
  EXPECT_EQ(worst(of_folder(s), "keys"), Level::attention);
  s.backup_at.reset();
  EXPECT_EQ(worst(of_folder(s), "backup"), Level::attention);
  s.backup_at = kNow - 24h * 8;
  EXPECT_EQ(worst(of_folder(s), "backup"), Level::wrong);
  s.clock_kept = false;
  EXPECT_EQ(worst(of_folder(s), "clock"), Level::attention);
}

TEST(Judging, SaysWhatIsWrongWithWhatItHolds) {
  DatabaseState d = running();
  d.pending_since = kNow - 5min;
  EXPECT_EQ(worst(of_database(d), "ledger"), Level::wrong);
  d = running();
  d.witnesses[0].cosigned_size = 90, d.witnesses[0].cosigned_at = kNow - 3h;
  EXPECT_EQ(worst(of_database(d), "witness"), Level::wrong);
  d.witnesses[0].cosigned_at = kNow - 10min;
  EXPECT_EQ(worst(of_database(d), "witness"), Level::well) << "it is on its way";
  d.witnesses.clear();
  EXPECT_EQ(worst(of_database(d), "witness"), Level::wrong);
  EXPECT_EQ(worst(of_database(d, false), "witness"), Level::attention);
  d = running();
  d.job_due_since = kNow - 1h;
  EXPECT_EQ(worst(of_database(d), "jobs"), Level::wrong);
  d = running();
  d.jobs_failed = 2;
  EXPECT_EQ(worst(of_database(d), "jobs"), Level::attention);
  d.letter_due_since = kNow - 48h;
  EXPECT_EQ(worst(of_database(d), "letters"), Level::wrong);
  d.newest_event = kNow + 1h;
  EXPECT_EQ(worst(of_database(d), "clock"), Level::wrong);
  d = running();
  d.database_ahead = -1min;
  EXPECT_EQ(worst(of_database(d), "clock"), Level::wrong);
  d.unsafe_setting = "fsync = off";
  EXPECT_EQ(worst(of_database(d), "database"), Level::wrong);
  d.newest_destroyed = kNow - 10min;
  EXPECT_EQ(worst(of_database(d), "erasures"), Level::wrong);
}

class Looking : public ::testing::TestWithParam<store::Backend> {};
MUSTER_ON_BOTH_BACKENDS(Looking);

TEST_P(Looking, ANewDatabaseIsReadByIndexAlone) {
  test::TestDatabase db(GetParam());
  SystemClock clock;
  const auto state = look_at_database(*db, clock.now());
  ASSERT_TRUE(state.ok()) << state.error().sentence;
  EXPECT_EQ(state->entries, 0);
  EXPECT_FALSE(state->job_due_since || state->letter_due_since || state->pending_since || state->newest_event);
  EXPECT_EQ(state->database_ahead.has_value(), GetParam() == store::Backend::postgres);
  if (state->database_ahead) {
    EXPECT_LT(std::chrono::abs(*state->database_ahead), 5s);
  }
}

TEST(Knocking, IsHeardWhereSomebodyListens) {
  const int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(s, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
  socklen_t size = sizeof at;
  ::getsockname(s, reinterpret_cast<sockaddr*>(&at), &size);
  const std::string port = std::to_string(ntohs(at.sin_port));
  EXPECT_EQ(knock("127.0.0.1", port).error().code, "not_reached") << "bound, not listening";
  ::listen(s, 4);
  EXPECT_TRUE(knock("127.0.0.1", port).ok());
  EXPECT_TRUE(knock_at("smtp://user:secret@127.0.0.1:" + port + "/path").ok());
  EXPECT_TRUE(knock_at("http://localhost:" + port).ok());
  ::close(s);
  EXPECT_EQ(knock_at("127.0.0.1:25").error().code, "address_form");
  EXPECT_EQ(knock_at("smtp://").error().code, "address_form");
}

TEST(Folders, AreLookedAt) {
  const auto data = (std::filesystem::temp_directory_path() / ("muster-doctor-" + std::to_string(::getpid()))).string();
  std::filesystem::create_directories(data);
  std::filesystem::permissions(data, std::filesystem::perms::owner_all);
  std::ofstream(data + "/vault.keys") << "nonsense";
  std::ofstream(data + "/backup.last") << "2026-01-01T00:00:00Z\n";
  const FolderState state = look_at_folder(data);
  EXPECT_TRUE(state.there && state.writable && !state.open_to_others);
  EXPECT_EQ(state.keys_missing, (std::vector<std::string>{"ledger.key", "vault.erased"}));
  EXPECT_EQ(state.keys_open, std::vector<std::string>{"vault.keys"});
  EXPECT_GT(state.disk_size, 0);
  EXPECT_EQ(state.backup_at, kNow);
  std::filesystem::remove_all(data);
  EXPECT_FALSE(look_at_folder(data).there);
}

}  // namespace
}  // namespace muster::doctor
