// Letters by a real mail server: Exim, on loopback, with a spool of its own. One letter arrives; one comes back, and is
// known to have failed. A machine without Exim (Debian: exim4-daemon-light) fails the test.
#include <base/files.h>
#include <notices/bounce.h>
#include <notices/notices.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <support/test_database.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::notices {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

int loopback(int port, bool listening) {
  const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const auto* at = reinterpret_cast<const sockaddr*>(&address);
  if ((listening ? ::bind(handle, at, sizeof address) : ::connect(handle, at, sizeof address)) == 0) return handle;
  ::close(handle);
  return -1;
}
int free_loopback_port() {
  const int handle = loopback(0, true);
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(handle);
  return ntohs(address.sin_port);
}

class Exim {
 public:
  Exim() {
    folder_ = (fs::temp_directory_path() / fmt::format("muster-exim-{}", ::getpid())).string();
    fs::remove_all(folder_);
    for (const char* part : {"", "/spool", "/log"}) {
      fs::create_directories(folder_ + part);
      fs::permissions(folder_ + part, fs::perms::all);
    }
    const std::string config = fmt::format(
        "exim_path = /usr/sbin/exim4\nspool_directory = {0}/spool\nlog_file_path = {0}/log/%slog\npid_file_path = "
        "{0}/pid\nprimary_hostname = mail.example\nqualify_domain = localhost\nacl_smtp_rcpt = accept_all\n"
        "rfc1413_query_timeout = 0s\nkeep_environment =\ntls_advertise_hosts =\ndeliver_drop_privilege\nbegin "
        "acl\naccept_all:\n  accept\nbegin routers\ninbox:\n  driver = accept\n  domains = shop.example\n  local_parts "
        "= "
        "owner\n  transport = to_inbox\nback:\n  driver = accept\n  domains = localhost\n  local_parts = muster\n  "
        "transport "
        "= to_back\nbegin transports\nto_inbox:\n  driver = appendfile\n  maildir_format\n  directory = "
        "{0}/inbox\nto_back:\n "
        " driver = appendfile\n  maildir_format\n  directory = {0}/back\n",
        folder_);
    (void)replace_file(folder_ + "/exim.conf", config, 0644);
    // A port that was free may be taken until Exim binds it: then it ends at once, and another one is tried.
    for (int attempt = 0; attempt < 5 && !answers_; ++attempt) start();
  }
  ~Exim() {
    stop();
    fs::remove_all(folder_);
  }
  bool answers() const { return answers_; }
  std::string url() const { return fmt::format("smtp://127.0.0.1:{}", port_); }
  std::string folder(const char* name) const { return folder_ + "/" + name; }
  // The messages in a maildir, once there is one.
  std::vector<std::string> mails(const char* name) const {
    std::vector<std::string> out;
    for (int i = 0; i < 600 && out.empty(); ++i, std::this_thread::sleep_for(50ms))
      if (fs::exists(folder(name) + "/new"))
        for (const auto& file : fs::directory_iterator(folder(name) + "/new"))
          out.push_back(*read_file(file.path().string(), 1 << 20));
    return out;
  }

 private:
  void start() {
    stop();
    port_ = free_loopback_port();
    const std::string file = folder_ + "/exim.conf", at = fmt::format("127.0.0.1.{}", port_);
    child_ = ::fork();
    if (child_ == 0) {
      ::execl("/usr/sbin/exim4", "exim4", "-C", file.c_str(), "-bdf", "-oX", at.c_str(), "-q10s", nullptr);
      ::_exit(127);
    }
    for (int i = 0; i < 400 && !answers_; ++i, std::this_thread::sleep_for(50ms)) {
      if (::waitpid(child_, nullptr, WNOHANG) == child_) {
        child_ = -1;
        return;
      }
      const int handle = loopback(port_, false);
      answers_ = handle >= 0 && ::close(handle) == 0;
    }
  }
  void stop() {
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
  }

  std::string folder_;
  int port_ = 0;
  pid_t child_ = -1;
  bool answers_ = false;
};

TEST(MailServer, TakesLettersAndSendsBackWhatHasNobodyToGoTo) {
  const Exim exim;
  ASSERT_TRUE(exim.answers()) << "Exim does not run here";
  test::TestDatabase db(store::Backend::sqlite);
  SimulatedClock clock{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random;
  const ledger::Recorder recorder{clock, random};
  Service notices(*db, recorder, {.smtp_url = exim.url(), .resolve = [](const std::string& ref) -> Result<std::string> {
                                    return ref;
                                  }});
  const auto letter = [&](const char* to) {
    return *notices.send("system:test",
                         {"restored",
                          "",
                          "",
                          to,
                          "case",
                          "c1",
                          "zh",
                          {{"order", "O-1"}, {"site", "商店.example"}, {"scope", "x"}, {"reasons", "申诉成立"}}});
  };
  const auto arrives = letter("owner@shop.example"), comes_back = letter("gone@shop.example");
  EXPECT_EQ(*notices.deliver(), 2);
  const auto inbox = exim.mails("inbox");
  ASSERT_EQ(inbox.size(), 1u);
  EXPECT_NE(inbox[0].find("<" + arrives + "@localhost>"), std::string::npos);
  EXPECT_EQ(inbox[0].find(comes_back), std::string::npos);
  ASSERT_EQ(exim.mails("back").size(), 1u);
  EXPECT_EQ(notices.find(comes_back)->state, "sent");
  EXPECT_EQ(take_bounces(exim.folder("back"), notices)->failed, 1);
  EXPECT_EQ(notices.find(comes_back)->state, "failed");
  EXPECT_EQ(notices.find(arrives)->state, "sent");
}

TEST(MailServer, ThatIsAwayIsTriedAgain) {
  test::TestDatabase db(store::Backend::sqlite);
  SimulatedClock clock{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random;
  const ledger::Recorder recorder{clock, random};
  Service notices(*db, recorder,
                  {.smtp_url = fmt::format("smtp://127.0.0.1:{}", free_loopback_port()),
                   .resolve = [](const std::string& ref) -> Result<std::string> { return ref; }});
  const auto id = *notices.send("system:test", {"restored",
                                                "",
                                                "",
                                                "owner@shop.example",
                                                "case",
                                                "c1",
                                                "en",
                                                {{"order", "O"}, {"site", "s"}, {"scope", "x"}, {"reasons", "y"}}});
  EXPECT_EQ(*notices.deliver(), 0);
  EXPECT_EQ(notices.find(id)->state, "queued");
}

}  // namespace
}  // namespace muster::notices
