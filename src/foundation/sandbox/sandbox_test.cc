#include <sandbox/child.h>
#include <sandbox/exchange.h>
#include <sandbox/limits.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class Programs : public ::testing::Test {
 protected:
  Programs() {
    folder_ = std::filesystem::temp_directory_path() / ("muster-sandbox-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~Programs() override { std::filesystem::remove_all(folder_); }
  std::string program(const std::string& script) {
    const std::string path = folder_ / "program";
    std::ofstream(path) << "#!/bin/sh\nPATH=/usr/bin:/bin\n" << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  std::filesystem::path folder_;
};

TEST_F(Programs, AreFedOnceAndListenedTo) {
  const auto said = exchange_once(program("tr a-z A-Z; echo $NAME"), "NAME=value", "hello ", 100, 5s);
  ASSERT_TRUE(said.ok());
  EXPECT_EQ(said->said, "HELLO value\n");
  EXPECT_TRUE(said->in_time && said->ended_well);
  EXPECT_FALSE(exchange_once(program("exit 3"), "", "x", 100, 5s)->ended_well);
  EXPECT_FALSE(exchange_once(program("sleep 60"), "", "x", 100, 200ms)->in_time);
  EXPECT_LE(exchange_once(program("yes | head -c 1000000"), "", "x", 100, 5s)->said.size(), 100u + 4096u);
  EXPECT_EQ(exchange_once("/nowhere/program", "", "x", 100, 5s).error().code, "program_missing");
}

TEST_F(Programs, AreAskedAgainAndAgain) {
  const auto memory = SharedMemory::make(1 << 20);
  ASSERT_TRUE(memory.ok());
  const auto child =
      Child::start(program("while read line; do echo \"<$line>\"; [ \"$line\" != end ] || exit; done"), **memory);
  ASSERT_TRUE(child.ok());
  const auto until = [] { return std::chrono::steady_clock::now() + 3s; };
  for (const std::string word : {"one", "two", "end"}) {
    ASSERT_TRUE((*child)->send(word + "\n", until()).ok());
    std::string answer(word.size() + 3, '\0');
    ASSERT_TRUE((*child)->receive(answer.data(), answer.size(), until()).ok());
    EXPECT_EQ(answer, "<" + word + ">\n");
  }
  char more = 0;
  EXPECT_EQ((*child)->receive(&more, 1, until()).error().code, "child_ended");
  const auto silent = Child::start(program("sleep 60"), **memory);
  EXPECT_EQ((*silent)->receive(&more, 1, std::chrono::steady_clock::now() + 50ms).error().code, "child_time");
}

TEST_F(Programs, MemoryIsForgotten) {
  const auto memory = SharedMemory::make(1 << 20);
  (*memory)->data()[5000] = 7;
  (*memory)->forget();
  EXPECT_EQ((*memory)->data()[5000], 0);
  EXPECT_EQ(ftruncate((*memory)->file(), 10), -1) << "nobody makes it smaller";
}

// What a process can do behind the filter, tried in one that is thrown away.
int ends_with(void (*what)()) {
  const pid_t pid = fork();
  if (pid == 0) {
    if (!limit_this_process({}) || !allow_computing_alone()) _exit(99);
    what();
    _exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Filter, LeavesComputingAndNothingElse) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer makes calls of its own where these are refused";
#endif
  EXPECT_EQ(ends_with([] { delete new int(5); }), 0);
  EXPECT_EQ(ends_with([] { _exit(open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1); }), 0);
  EXPECT_EQ(ends_with([] { (void)socket(AF_INET, SOCK_STREAM, 0); }), -SIGSYS);
  EXPECT_EQ(ends_with([] { (void)execl("/bin/true", "true", nullptr); }), -SIGSYS);
  EXPECT_EQ(ends_with([] { (void)kill(getppid(), 0); }), -SIGSYS);
}

}  // namespace
}  // namespace muster::sandbox
