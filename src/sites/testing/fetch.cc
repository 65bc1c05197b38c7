#include "visit.h"
#include <base/text.h>
#include <testing/address_guard.h>
#include <testing/fetch.h>

#include <deque>

#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::testing {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kHostTimesMax = 100'000;

void start_curl() {
  static const bool once = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!once) throw std::runtime_error("libcurl can't start");
}

}  // namespace

struct Fetcher::Inside {
  FetchOptions options;
  const Clock& clock;
  CURLM* multi = nullptr;
  RobotsCache robots;
  std::map<std::string, Steady::time_point> next_start;  // of a host
  std::map<CURL*, std::unique_ptr<VisitMachine>> running;
  std::deque<VisitRequest> waiting;  // for their host's turn

  Inside(FetchOptions o, const Clock& c) : options(std::move(o)), clock(c) {
    start_curl();
    multi = curl_multi_init();
    if (!multi) throw std::bad_alloc();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(options.visits_at_once));
  }
  ~Inside() {
    for (auto& [curl, machine] : running) curl_multi_remove_handle(multi, curl);
    running.clear();
    curl_multi_cleanup(multi);
  }

  // When the host may be visited next; takes the turn when that is now.
  bool take_turn(const VisitRequest& request, Steady::time_point now) {
    const auto url = parse_url(request.url);
    if (!url.ok()) return true;
    if (next_start.size() > kHostTimesMax)
      std::erase_if(next_start, [&](const auto& each) { return each.second <= now; });
    auto& turn = next_start[url->host];
    if (turn > now) return false;
    turn = now + options.host_delay;
    return true;
  }

  void launch(VisitMachine& machine, const Url& url) {
    machine.transfer().begin(url, machine.limits());
    curl_multi_add_handle(multi, machine.transfer().handle());
  }

  void begin(VisitRequest request, const std::function<void(Visit&&)>& done) {
    auto machine = std::make_unique<VisitMachine>(options, clock, robots, std::move(request));
    const auto url = machine->start();
    if (!url) return done(machine->take());
    launch(*machine, *url);
    CURL* curl = machine->transfer().handle();
    running.emplace(curl, std::move(machine));
  }

  void start_waiting(const std::function<void(Visit&&)>& done) {
    const auto now = Steady::now();
    for (auto each = waiting.begin(); each != waiting.end() && running.size() < at_once();) {
      if (!take_turn(*each, now)) {
        ++each;
        continue;
      }
      VisitRequest request = std::move(*each);
      each = waiting.erase(each);
      begin(std::move(request), done);
    }
  }
  std::size_t at_once() const { return static_cast<std::size_t>(std::max(options.visits_at_once, 1)); }

  void collect(const std::function<void(Visit&&)>& done) {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* curl = message->easy_handle;
      const int code = static_cast<int>(message->data.result);
      curl_multi_remove_handle(multi, curl);
      const auto at = running.find(curl);
      VisitMachine& machine = *at->second;
      if (const auto next = machine.answer(machine.transfer().finish(code))) {
        launch(machine, *next);
        continue;
      }
      Visit visit = machine.take();
      running.erase(at);
      done(std::move(visit));
    }
  }
};

Fetcher::Fetcher(FetchOptions options, const Clock& clock)
    : inside_(std::make_unique<Inside>(std::move(options), clock)) {}
Fetcher::~Fetcher() = default;
const FetchOptions& Fetcher::options() const {
  return inside_->options;
}

void Fetcher::run(const std::function<std::optional<VisitRequest>()>& next, const std::function<void(Visit&&)>& done,
                  const std::function<bool()>& stop) {
  Inside& in = *inside_;
  bool more = true;
  const auto stopped = [&] { return stop && stop(); };
  while (!stopped()) {
    in.start_waiting(done);
    while (more && in.running.size() < in.at_once() && in.waiting.size() < in.at_once()) {
      auto request = next();
      more = request.has_value();
      if (more) in.waiting.push_back(std::move(*request));
      in.start_waiting(done);
    }
    if (!more && in.running.empty() && in.waiting.empty()) return;
    int running = 0;
    curl_multi_perform(in.multi, &running);
    in.collect(done);
    if (!in.running.empty() || !in.waiting.empty())
      curl_multi_poll(in.multi, nullptr, 0, in.running.empty() ? 10 : 50, nullptr);
  }
  for (auto& [curl, machine] : in.running) curl_multi_remove_handle(in.multi, curl);
  in.running.clear();
  in.waiting.clear();
}

Visit Fetcher::visit(const std::string& url) {
  Visit out;
  bool asked = false;
  run(
      [&]() -> std::optional<VisitRequest> {
        if (asked) return {};
        asked = true;
        return VisitRequest{url, ""};
      },
      [&](Visit&& visit) { out = std::move(visit); });
  return out;
}

Result<std::map<std::string, std::string>> parse_farm(std::string_view text) {
  std::map<std::string, std::string> out;
  int number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto bad = [&](const char* why) {
      return invalid("farm_line", fmt::format("Line {} of the farm's file {}.", number, why), "farm");
    };
    const auto blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos) return bad("is not \"host address:port\"");
    const std::string host = to_lower_ascii(line.substr(0, blank));
    const std::string endpoint(trim(line.substr(blank)));
    const auto colon = endpoint.rfind(':');
    if (colon == std::string::npos || refused_because(endpoint.substr(0, colon)) != "loopback" ||
        endpoint.find(':') != colon)
      return bad("does not lead to an IPv4 loopback address and port");
    if (refused_because(host) != "not_ip" ||
        host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") != std::string::npos)
      return bad("does not begin with a host name");
    out[host] = endpoint;
  }
  return out;
}

}  // namespace muster::testing
