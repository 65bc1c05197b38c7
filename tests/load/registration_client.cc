// Registers lines through POST /api/registrations over keep-alive connections, each with an Idempotency-Key, and prints
// rate and latencies as JSON.
//
//   registration_client --port N --cookie TEXT --csrf TEXT --first MSISDN --from N --count N --connections N
//                       [--retry] [--acknowledged FILE]
//
// --retry: a request whose connection breaks, or that is answered 5xx or 409 idempotency, is sent again with its key
// until it is answered 201: for tests that end the server under it. Without it the first failure ends the run.
// --acknowledged: a line "key id" for each 201. Exit codes: 0 all acknowledged, 1 not.
#include "connection.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include <poll.h>
#include <support/generated_numbers.h>

namespace muster::load {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPause = std::chrono::milliseconds(20);  // before a broken connection is opened again
constexpr auto kGiveUp = std::chrono::seconds(120);     // without any answer

struct Plan {
  std::uint16_t port = 0;
  std::string cookie, csrf, acknowledged;
  long long first = 0;
  int from = 0, count = 0, connections = 64;
  bool retry = false;
};

struct Slot {
  Connection connection;
  int n = -1;  // the capture under way; -1: none
  Clock::time_point begun;
};

std::string request_of(const Plan& plan, int n) {
  char body[1024];
  const int size = std::snprintf(
      body, sizeof body,
      R"({"category":"citizen","document_kind":"cn_resident_id","document_country":"CHN","document_number":"%s",)"
      R"("name":"Specimen Person %d","birth_date":"1990-01-01","address":"12 Example Street, Utopia",)"
      R"("msisdn":"+%lld","place":"BJ-0042","device":"T-17","consent":"terms-1"})",
      test::resident_id_of(n).c_str(), n, plan.first + n);
  return "POST /api/registrations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: " +
         plan.cookie + "\r\nx-csrf-token: " + plan.csrf + "\r\nIdempotency-Key: key-" + std::to_string(n) +
         "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(body, static_cast<std::size_t>(size));
}

std::string id_in(std::string_view body) {
  const auto at = body.find(R"("id":")");
  return at == std::string_view::npos ? "none" : std::string(body.substr(at + 6, 36));
}

class Load {
 public:
  explicit Load(const Plan& plan) : plan_(plan), slots_(static_cast<std::size_t>(plan.connections)) {
    for (auto& slot : slots_) slot = std::make_unique<Slot>();
    if (!plan.acknowledged.empty()) out_ = std::fopen(plan.acknowledged.c_str(), "w");
    latencies_.reserve(static_cast<std::size_t>(plan.count));
  }
  ~Load() {
    if (out_) std::fclose(out_);
  }

  bool run() {
    const auto begun = Clock::now();
    last_answer_ = begun;
    while (done() < plan_.count && !failed_) {
      for (auto& slot : slots_) begin(*slot);
      wait();
      if (Clock::now() - last_answer_ > kGiveUp) failed_ = true;
    }
    report(std::chrono::duration<double>(Clock::now() - begun).count());
    return !failed_;
  }

 private:
  int done() const { return static_cast<int>(latencies_.size()); }

  void begin(Slot& slot) {
    if (slot.n < 0) {
      if (next_ == plan_.count) return;
      slot.n = plan_.from + next_++;
      slot.begun = Clock::now();
    } else if (slot.connection.descriptor() >= 0) {
      return;  // under way
    }
    if (slot.connection.descriptor() < 0) {
      if (Clock::now() < away_until_) return;
      if (!slot.connection.open(plan_.port)) {
        if (!plan_.retry) failed_ = true;
        away_until_ = Clock::now() + kPause;
        return;
      }
    }
    slot.connection.send(request_of(plan_, slot.n));
    go_on(slot);
  }

  void wait() {
    polled_.clear();
    waiting_.clear();
    for (auto& slot : slots_) {
      if (slot->n < 0 || slot->connection.descriptor() < 0) continue;
      polled_.push_back(
          {slot->connection.descriptor(), static_cast<short>(slot->connection.wants_to_write() ? POLLOUT : POLLIN), 0});
      waiting_.push_back(slot.get());
    }
    if (polled_.empty()) {
      std::this_thread::sleep_for(kPause);
      return;
    }
    ::poll(polled_.data(), polled_.size(), 1'000);
    for (std::size_t i = 0; i < polled_.size(); ++i)
      if (polled_[i].revents) go_on(*waiting_[i]);
  }

  void go_on(Slot& slot) {
    switch (slot.connection.step()) {
      case Step::waits:
        return;
      case Step::broken:
        slot.connection.close();
        ++broken_;
        if (!plan_.retry) failed_ = true;
        return;
      case Step::answered:
        break;
    }
    last_answer_ = Clock::now();
    const int status = slot.connection.status();
    if (status != 201) {
      ++other_[status];
      if (!plan_.retry || status < 500) {
        std::fprintf(stderr, "%d: %.*s\n", status,
                     static_cast<int>(std::min<std::size_t>(600, slot.connection.body().size())),
                     slot.connection.body().data());
        failed_ = true;
      }
      slot.connection.close();  // and again, by begin()
      return;
    }
    latencies_.push_back(std::chrono::duration<double, std::milli>(last_answer_ - slot.begun).count());
    if (out_) std::fprintf(out_, "key-%d %s\n", slot.n, id_in(slot.connection.body()).c_str());
    slot.n = -1;
    begin(slot);
  }

  void report(double seconds) {
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [&](double part) {
      return latencies_.empty()
                 ? 0.0
                 : latencies_[static_cast<std::size_t>(part * static_cast<double>(latencies_.size() - 1))];
    };
    int others = 0;
    for (const auto& [status, count] : other_) others += count;
    std::printf(
        R"({"acknowledged":%d,"seconds":%.2f,"rate":%.0f,"p50_ms":%.1f,"p99_ms":%.1f,"max_ms":%.1f,"broken":%d,"other":%d})"
        "\n",
        done(), seconds, done() / seconds, at(0.5), at(0.99), at(1.0), broken_, others);
  }

  const Plan& plan_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<pollfd> polled_;
  std::vector<Slot*> waiting_;
  std::vector<double> latencies_;
  std::map<int, int> other_;
  std::FILE* out_ = nullptr;
  Clock::time_point last_answer_, away_until_;
  int next_ = 0, broken_ = 0;
  bool failed_ = false;
};

int run(int argc, char** argv) {
  Plan plan;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--retry") {
      plan.retry = true;
      continue;
    }
    const char* value = ++i < argc ? argv[i] : "";
    if (name == "--port")
      plan.port = static_cast<std::uint16_t>(std::atoi(value));
    else if (name == "--cookie")
      plan.cookie = value;
    else if (name == "--csrf")
      plan.csrf = value;
    else if (name == "--first")
      plan.first = std::atoll(value);
    else if (name == "--from")
      plan.from = std::atoi(value);
    else if (name == "--count")
      plan.count = std::atoi(value);
    else if (name == "--connections")
      plan.connections = std::max(1, std::atoi(value));
    else if (name == "--acknowledged")
      plan.acknowledged = value;
    else
      return std::fprintf(stderr, "registration_client: %s is not known\n", name.c_str()), 2;
  }
  return Load(plan).run() ? 0 : 1;
}

}  // namespace
}  // namespace muster::load

int main(int argc, char** argv) {
  return muster::load::run(argc, argv);
}
