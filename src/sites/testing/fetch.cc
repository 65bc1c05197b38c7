#include "decode.h"
#include "manners_inside.h"
#include "visit.h"
#include <base/text.h>
#include <testing/address_guard.h>
#include <testing/fetch.h>

#include <list>

#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::testing {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kPollMs = 50;
constexpr int kAddressesTried = 3;  // of one host, where the first take no connection

void start_curl() {
  static const bool once = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!once) throw std::runtime_error("libcurl can't start");
}

// Wakes a fetcher that polls, as long as it lives.
class Waker {
 public:
  explicit Waker(CURLM* multi) : multi_(multi) {}
  void wake() {
    woken_ = true;
    std::lock_guard lock(mutex_);
    if (multi_) curl_multi_wakeup(multi_);
  }
  bool take_woken() { return woken_.exchange(false); }
  void forget() {
    std::lock_guard lock(mutex_);
    multi_ = nullptr;
  }

 private:
  std::mutex mutex_;
  CURLM* multi_;
  std::atomic<bool> woken_{false};
};

// A visit and where its next request stands: looking up, waiting for its turn, under way.
struct Trip {
  Trip(Turns& t, const FetchOptions& options, const Clock& clock, RobotsCache& robots, Transfers& transfers,
       VisitRequest request)
      : turns(t), machine(options, clock, robots, transfers, std::move(request)) {}
  ~Trip() { give_back({}); }
  Trip(const Trip&) = delete;

  void give_back(const Ended& how) {
    if (has_turn) turns.end(url.host, turn_address, how, Steady::now());
    has_turn = false;
  }
  void go_to(Url to) {
    url = std::move(to);
    addresses.clear();
    address_at = 0;
    asked_dns.reset();
    waits_since.reset();
  }

  Turns& turns;
  VisitMachine machine;
  Url url;
  std::vector<std::string> addresses;
  std::size_t address_at = 0;
  std::string turn_address;  // that the turn was taken for, "" where it doesn't count
  bool has_turn = false;
  Instant launched{};
  std::optional<Steady::time_point> asked_dns, waits_since;
};
using TripPtr = std::unique_ptr<Trip>;

Ended ended(const Hop& hop, Instant now) {
  Ended out;
  out.status = hop.status;
  out.no_connect = hop.error == "connect_failed";
  out.no_answer = hop.error == "timeout" || hop.error == "disconnected" || hop.error == "tls_failed";
  if (hop.status == 429 || hop.status == 503) out.retry_after = retry_after(header_value(hop.head, "retry-after"), now);
  return out;
}

Hop not_made(const Url& url, Instant now, const std::string& error, const std::string& sentence) {
  Hop hop;
  hop.url = url.text;
  hop.host = url.host;
  hop.error = error;
  hop.resolved = sentence;
  hop.started = now;
  return hop;
}

}  // namespace

struct Fetcher::Inside {
  using Done = std::function<void(Visit&&)>;
  FetchOptions options;
  const Clock& clock;
  std::shared_ptr<Manners> manners;
  CURLM* multi = nullptr;
  std::shared_ptr<Waker> waker;
  Transfers transfers{options};
  std::map<CURL*, TripPtr> running;
  std::list<TripPtr> resolving;
  std::multimap<Steady::time_point, TripPtr> waiting_new, waiting_begun;  // by when to ask for the turn
  std::size_t begun = 0;
  Steady::time_point look_at_dns{};  // for names that take too long

  Inside(FetchOptions o, const Clock& c, std::shared_ptr<Manners> m)
      : options(std::move(o)), clock(c), manners(std::move(m)) {
    start_curl();
    if (!manners) manners = std::make_shared<Manners>(options.manners);
    multi = curl_multi_init();
    if (!multi) throw std::bad_alloc();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(options.visits_at_once));
    waker = std::make_shared<Waker>(multi);
  }
  ~Inside() {
    waker->forget();
    drop_all();
    transfers.clear();
    curl_multi_cleanup(multi);
  }
  Turns& turns() { return manners->inside().turns; }
  std::size_t at_once() const { return static_cast<std::size_t>(std::max(options.visits_at_once, 1)); }
  std::size_t trips() const { return running.size() + resolving.size() + waiting_new.size() + waiting_begun.size(); }
  bool has_room() const { return begun < at_once() && trips() < at_once() * kWaitingRooms; }

  void drop_all() {
    for (auto& [curl, trip] : running) curl_multi_remove_handle(multi, curl);
    running.clear();
    resolving.clear();
    waiting_new.clear();
    waiting_begun.clear();
    begun = 0;
  }

  void begin(VisitRequest request, const Done& done) {
    auto trip =
        std::make_unique<Trip>(turns(), options, clock, manners->inside().robots, transfers, std::move(request));
    auto url = trip->machine.start();
    if (!url) return done(trip->machine.take());
    trip->go_to(std::move(*url));
    seek(std::move(trip), done);
  }

  // An answer came, or none can: on to where it leads.
  void advance(TripPtr trip, Hop hop, const Done& done) {
    if (auto next = trip->machine.answer(std::move(hop))) {
      trip->go_to(std::move(*next));
      return seek(std::move(trip), done);
    }
    begun -= trip->machine.has_begun();
    done(trip->machine.take());
  }

  // The addresses of the trip's host; false while they are looked up, or when the trip went on without.
  bool find_addresses(TripPtr& trip, const Done& done) {
    Trip& t = *trip;
    if (!t.addresses.empty()) return true;
    DnsCache::Addresses found;
    if (const auto farm = options.farm.find(t.url.host); farm != options.farm.end()) {
      t.addresses = {farm->second.substr(0, farm->second.rfind(':'))};
      return true;
    }
    if (refused_because(t.url.host) != "not_ip") {
      found = {t.url.host};
    } else {
      DnsCache& dns = manners->inside().dns;
      const auto now = Steady::now();
      auto known = t.asked_dns ? dns.find(t.url.host, now) : dns.ask(t.url.host, now, [w = waker] { w->wake(); });
      if (!t.asked_dns) t.asked_dns = now;
      if (!known && now - *t.asked_dns < options.connect_max) {
        resolving.push_back(std::move(trip));
        return false;
      }
      if (known) found = std::move(*known);
    }
    for (const std::string& address : found)
      if (refused_because(address).empty() ||
          options.loopback_endpoints.contains(fmt::format("{}:{}", address, t.url.port)))
        t.addresses.push_back(address);
    if (!t.addresses.empty()) return true;
    Hop hop = not_made(t.url, clock.now(), "dns_failed", sentence_of("dns_failed"));
    if (!found.empty()) {
      hop = not_made(t.url, clock.now(), "address_refused",
                     fmt::format("The name leads to {} ({}), which the tester may not reach.", found[0],
                                 refused_because(found[0])));
      hop.address = found[0];
    }
    advance(std::move(trip), std::move(hop), done);
    return false;
  }

  void wait_until(Steady::time_point until, TripPtr trip) {
    if (!trip->waits_since) trip->waits_since = Steady::now();
    auto& where = trip->machine.has_begun() ? waiting_begun : waiting_new;
    where.emplace(until, std::move(trip));
  }

  void seek(TripPtr trip, const Done& done) {
    if (!find_addresses(trip, done)) return;
    const auto now = Steady::now();
    if (!trip->machine.has_begun() && begun >= at_once()) return wait_until(now, std::move(trip));
    const bool farm = options.farm.contains(trip->url.host);
    trip->turn_address = farm && !options.farm_address_counts ? "" : trip->addresses[trip->address_at];
    const Turn turn = turns().take(trip->url.host, trip->turn_address, now);
    if (turn.kind == Turn::Kind::backed_off && turn.until - now > options.patience)
      return advance(std::move(trip), not_made(trip->url, clock.now(), "backed_off", sentence_of("backed_off")), done);
    if (turn.kind != Turn::Kind::go) return wait_until(turn.until, std::move(trip));
    trip->has_turn = true;
    if (trip->waits_since) trip->machine.waited(std::chrono::duration_cast<Duration>(now - *trip->waits_since));
    trip->waits_since.reset();
    launch(std::move(trip));
  }

  void launch(TripPtr trip) {
    begun += !trip->machine.has_begun();
    Transfer& transfer = trip->machine.transfer();
    transfer.begin(trip->url, trip->machine.limits(), trip->addresses[trip->address_at], trip->machine.referrer());
    trip->launched = clock.now();
    CURL* curl = transfer.handle();
    curl_multi_add_handle(multi, curl);
    running.emplace(curl, std::move(trip));
  }

  void seek_due(std::multimap<Steady::time_point, TripPtr>& waiting, Steady::time_point now, const Done& done) {
    while (!waiting.empty() && waiting.begin()->first <= now) {
      if (&waiting == &waiting_new && begun >= at_once()) return;
      seek(std::move(waiting.extract(waiting.begin()).mapped()), done);
    }
  }
  void step(const Done& done) {
    const auto now = Steady::now();
    if (waker->take_woken() || now >= look_at_dns) {
      look_at_dns = now + std::chrono::milliseconds(kPollMs);
      std::list<TripPtr> asked;
      asked.swap(resolving);
      for (auto& trip : asked) seek(std::move(trip), done);
    }
    seek_due(waiting_begun, now, done);
    seek_due(waiting_new, now, done);
  }

  void collect(const Done& done) {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* curl = message->easy_handle;
      const int code = static_cast<int>(message->data.result);
      curl_multi_remove_handle(multi, curl);
      TripPtr trip = std::move(running.extract(curl).mapped());
      Hop hop = trip->machine.transfer().finish(code);
      hop.started = trip->launched;
      trip->give_back(ended(hop, clock.now()));
      const std::size_t next = trip->address_at + 1;
      if (hop.error == "connect_failed" && next < trip->addresses.size() && next < kAddressesTried) {
        trip->address_at = next;
        seek(std::move(trip), done);
      } else {
        advance(std::move(trip), std::move(hop), done);
      }
    }
  }

  int poll_ms() const {
    auto until = Steady::now() + std::chrono::milliseconds(kPollMs);
    if (!waiting_begun.empty()) until = std::min(until, waiting_begun.begin()->first);
    if (!waiting_new.empty() && begun < at_once()) until = std::min(until, waiting_new.begin()->first);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, kPollMs));
  }
};

Fetcher::Fetcher(FetchOptions options, const Clock& clock, std::shared_ptr<Manners> manners)
    : inside_(std::make_unique<Inside>(std::move(options), clock, std::move(manners))) {}
Fetcher::~Fetcher() = default;
const FetchOptions& Fetcher::options() const {
  return inside_->options;
}

void Fetcher::run(const std::function<std::optional<VisitRequest>()>& next, const std::function<void(Visit&&)>& ended,
                  const std::function<bool()>& stop) {
  Inside& in = *inside_;
  bool more = true;
  const std::function<void(Visit &&)> done = [&](Visit&& visit) {
    ended(std::move(visit));
    more = true;  // a page that was visited may ask for its pictures
  };
  while (!stop || !stop()) {
    in.step(done);
    while (more && in.has_room()) {
      auto request = next();
      more = request.has_value();
      if (more) in.begin(std::move(*request), done);
    }
    if (!more && in.trips() == 0) return;
    int running = 0;
    curl_multi_perform(in.multi, &running);
    in.collect(done);
    if (in.trips() > 0) curl_multi_poll(in.multi, nullptr, 0, in.poll_ms(), nullptr);
  }
  in.drop_all();
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

}  // namespace muster::testing
