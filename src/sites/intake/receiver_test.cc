// A receiver on a real socket, and senders that speak well and badly.
#include <intake/dnstap_specimen.h>
#include <intake/frame_stream.h>
#include <intake/receiver.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::intake {
namespace {

struct Counting : Receiver::Handler {
  void query(const Query& query) override {
    const std::lock_guard lock(mutex);
    ++names[std::string(query.name)];
  }
  std::uint64_t of(const std::string& name) {
    const std::lock_guard lock(mutex);
    return names[name];
  }
  std::mutex mutex;
  std::map<std::string, std::uint64_t> names;
};

class Client {
 public:
  explicit Client(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, path.data(), path.size());
    connected = ::connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    const timeval wait{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  void send(const std::string& bytes) const {
    for (std::size_t at = 0; at < bytes.size();) {
      const auto sent = ::send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return;
      at += static_cast<std::size_t>(sent);
    }
  }
  std::string receive(std::size_t count) const {
    std::string out(count, '\0');
    std::size_t have = 0;
    while (have < count) {
      const auto got = ::recv(fd_, out.data() + have, count - have, 0);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    out.resize(have);
    return out;
  }
  bool cut_off() const { return receive(1).empty(); }
  bool connected = false;

 private:
  int fd_;
};

std::string message(const std::string& name) {
  std::string out;
  append_data_frame(out, dnstap_message({.client = "abcd", .dns = dns_query_wire(name)}));
  return out;
}

class ReceiverTest : public testing::Test {
 protected:
  ReceiverTest() : path_(testing::TempDir() + "tap-" + std::to_string(::getpid()) + ".sock") {
    std::filesystem::remove(path_);
    receiver_ = std::make_unique<Receiver>(ReceiverOptions{path_, 0600}, counting_);
    const auto started = receiver_->start();
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().sentence);
  }
  // Until `done` holds, five seconds at most.
  bool until(const std::function<bool()>& done) {
    for (int i = 0; i < 500 && !done(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return done();
  }
  ReceiverCounts counts() { return receiver_->counts(); }

  std::string path_;
  Counting counting_;
  std::unique_ptr<Receiver> receiver_;
};

TEST_F(ReceiverTest, SeveralSendersWithAndWithoutHandshake) {
  const std::string accept = control_frame(Control::accept), finish = control_frame(Control::finish);
  Client polite(path_), blunt(path_);
  polite.send(control_frame(Control::ready));
  EXPECT_EQ(polite.receive(accept.size()), accept);
  blunt.send(control_frame(Control::start) + message("a.com"));
  // In bytes that end anywhere.
  const std::string stream = control_frame(Control::start) + message("b.com") + message("a.com");
  for (const char byte : stream) polite.send(std::string(1, byte));
  polite.send(control_frame(Control::stop));
  EXPECT_EQ(polite.receive(finish.size()), finish);
  EXPECT_TRUE(polite.cut_off());
  EXPECT_TRUE(until([&] { return counting_.of("a.com") == 2 && counting_.of("b.com") == 1; }));
  EXPECT_TRUE(until([&] { return counts().senders_now == 1; }));
  EXPECT_EQ(counts().senders, 2u);
  EXPECT_EQ(counts().frames, 3u);
  EXPECT_EQ(counts().of(DnstapFault::none), 3u);
}

TEST_F(ReceiverTest, ManyMessages) {
  constexpr std::uint64_t kMessages = 50'000;
  Client client(path_);
  std::string bytes = control_frame(Control::start);
  for (std::uint64_t i = 0; i < kMessages; ++i) bytes += message("many.com");
  client.send(bytes);
  EXPECT_TRUE(until([&] { return counting_.of("many.com") == kMessages; })) << counting_.of("many.com");
}

TEST_F(ReceiverTest, NothingIsDroppedSilently) {
  Client client(path_);
  std::string bytes = control_frame(Control::start);
  append_data_frame(bytes, "no protobuf");
  append_data_frame(bytes, dnstap_message({.dns = dns_query_wire("a.com")}));
  append_data_frame(bytes, std::string(kFrameMax + 1, 'x'));
  append_data_frame(bytes, std::string(3 * kSenderBuffer, 'x'));
  bytes += message("after.com");
  client.send(bytes);
  EXPECT_TRUE(until([&] { return counting_.of("after.com") == 1; }));
  EXPECT_TRUE(until([&] { return counts().frames == 5; }));
  const auto now = counts();
  EXPECT_EQ(now.too_long, 2u);
  EXPECT_EQ(now.of(DnstapFault::form), 1u);
  EXPECT_EQ(now.of(DnstapFault::client), 1u);
  std::map<std::string_view, std::uint64_t> dropped;
  for (const auto& [code, times] : now.dropped()) dropped[code] = times;
  EXPECT_EQ(dropped["frame_too_long"], 2u);
  EXPECT_EQ(dropped["dnstap_form"], 1u);
}

TEST_F(ReceiverTest, SendersThatSpeakWronglyAreCutOff) {
  using namespace std::string_literals;
  std::string other = control_frame(Control::start);
  other.replace(other.find("dnstap"), 6, "others");
  for (const std::string& bytes :
       {"GET / HTTP/1.1\r\n\r\n"s + std::string(20, ' '), other, message("early.com"), control_frame(Control::finish),
        control_frame(Control::start) + control_frame(Control::start), "\0\0\0\0\xff\xff\xff\xff"s}) {
    Client client(path_);
    client.send(bytes);
    EXPECT_TRUE(client.cut_off());
  }
  EXPECT_TRUE(until([&] { return counts().senders_refused == 6; })) << counts().senders_refused;
  EXPECT_EQ(counting_.of("early.com"), 0u);
  {
    Client client(path_);
    const std::string whole = control_frame(Control::start) + message("cut.com");
    client.send(whole.substr(0, whole.size() - 1));
  }
  EXPECT_TRUE(until([&] { return counts().cut_off == 1; }));
}

TEST_F(ReceiverTest, TooManySendersAreTurnedAway) {
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < kSendersMax; ++i) clients.push_back(std::make_unique<Client>(path_));
  EXPECT_TRUE(until([&] { return counts().senders_now == kSendersMax; }));
  Client late(path_);
  EXPECT_TRUE(late.cut_off());
  EXPECT_TRUE(until([&] { return counts().senders_over_max == 1; }));
}

TEST_F(ReceiverTest, StoppingTakesWhatHadArrived) {
  Client client(path_);
  std::string bytes = control_frame(Control::start);
  for (int i = 0; i < 1000; ++i) bytes += message("last.com");
  client.send(bytes);
  receiver_->stop();
  EXPECT_EQ(counting_.of("last.com"), 1000u);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(ReceiverTest, TheSocketsPath) {
  struct stat about {};
  ASSERT_EQ(::stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  Counting other;
  EXPECT_EQ(Receiver({path_}, other).start().error().code, "socket_in_use");
  EXPECT_EQ(Receiver({path_ + std::string(200, 'x')}, other).start().error().code, "socket_path");
  EXPECT_EQ(Receiver({"/no/such/folder/tap"}, other).start().error().code, "socket_path");
  const std::string file = path_ + ".txt";
  std::ofstream(file) << "precious";
  EXPECT_EQ(Receiver({file}, other).start().error().code, "socket_path");
  EXPECT_EQ(std::filesystem::file_size(file), 8u);
  std::filesystem::remove(file);
}

// A process that died left its socket behind.
TEST(ReceiverSocket, ADeadSocketIsReplaced) {
  const std::string path = testing::TempDir() + "dead-" + std::to_string(::getpid()) + ".sock";
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  std::memcpy(at.sun_path, path.data(), path.size());
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
  ::close(fd);
  Counting counting;
  Receiver receiver({path}, counting);
  EXPECT_TRUE(receiver.start().ok());
  EXPECT_TRUE(Client(path).connected);
}

}  // namespace
}  // namespace muster::intake
