#include <base/log.h>
#include <base/text.h>
#include <events/outbox.h>
#include <http/live.h>

#include <condition_variable>

#include <fmt/format.h>

namespace muster::http {
namespace {

constexpr Duration kHeartbeat = std::chrono::seconds(15);
constexpr int kEventsAtOnce = 200;
constexpr store::Sql kSince{"live_since",
                            "select o.seq, e.id, e.kind, e.at, e.actor, e.record_kind, e.record_id from outbox o join "
                            "event e on e.id = o.event_id "
                            "where o.seq > :seq and o.seq <= :until order by o.seq limit :limit"};

std::string message_of(const events::Event& event) {
  return fmt::format(
      "id: {}\nevent: change\ndata: "
      "{{\"event_id\":{},\"at\":{},\"kind\":{},\"record_kind\":{},\"record_id\":{},\"actor\":{}}}\n\n",
      event.id, json_quote(event.id), json_quote(to_rfc3339(event.at)), json_quote(event.kind),
      json_quote(event.record_kind), json_quote(event.record_id), json_quote(event.actor));
}

}  // namespace

struct Live::Subscriber {
  std::deque<std::string> queue;
  bool missed = false;
};

struct Live::Inside {
  Inside(const Clock& c, std::size_t s, std::size_t q) : clock(c), subscribers_max(s), queue_max(q) {}
  const Clock& clock;
  const std::size_t subscribers_max, queue_max;
  std::mutex mutex;
  std::list<Subscriber> subscribers;
};

Live::Live(const Clock& clock, std::size_t subscribers_max, std::size_t queue_max)
    : inside_(std::make_shared<Inside>(clock, subscribers_max, queue_max)) {}

void Live::publish(const events::Event& event) {
  const std::string message = message_of(event);
  std::lock_guard lock(inside_->mutex);
  for (Subscriber& one : inside_->subscribers) {
    if (one.queue.size() >= inside_->queue_max) {
      one.queue.clear();
      one.missed = true;
    }
    one.queue.push_back(message);
  }
}

std::size_t Live::subscribers() const {
  std::lock_guard lock(inside_->mutex);
  return inside_->subscribers.size();
}

Response Live::subscribe() {
  // Leaves the hub with the last copy of the stream.
  struct Seat {
    std::shared_ptr<Inside> inside;
    std::list<Subscriber>::iterator at;
    Instant last;
    bool greeted = false;
    ~Seat() {
      std::lock_guard lock(inside->mutex);
      inside->subscribers.erase(at);
    }
  };
  auto seat = std::shared_ptr<Seat>();
  {
    std::lock_guard lock(inside_->mutex);
    if (inside_->subscribers.size() >= inside_->subscribers_max)
      return Response::problem(
          unavailable("live_full", "Too many consoles are open. This one updates when you load it again."));
    inside_->subscribers.emplace_back();
    seat.reset(new Seat{inside_, std::prev(inside_->subscribers.end()), inside_->clock.now(), false});
  }
  Response response = Response::text("", "text/event-stream");
  response.header("X-Accel-Buffering", "no");
  response.stream = [seat]() -> std::optional<std::string> {
    Inside& in = *seat->inside;
    const Instant now = in.clock.now();
    std::string out;
    if (!std::exchange(seat->greeted, true)) out = "retry: 2000\n\n";
    {
      std::lock_guard lock(in.mutex);
      if (std::exchange(seat->at->missed, false)) out += "event: missed\ndata: {}\n\n";
      for (; !seat->at->queue.empty(); seat->at->queue.pop_front()) out += seat->at->queue.front();
    }
    if (out.empty() && now - seat->last >= kHeartbeat) out = ": keep-alive\n\n";
    if (!out.empty()) seat->last = now;
    return out;
  };
  return response;
}

namespace {

// What was written since `seq`, which moves on; nothing while the database is away.
std::vector<events::Event> newer(store::Database& database, std::optional<std::int64_t>& seq) {
  const auto until = events::settled(database, seq.value_or(0));
  if (!until.ok()) return {};
  if (!seq) seq = *until;
  if (*until <= *seq) return {};
  std::vector<events::Event> events;
  const auto read = database.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    events.clear();
    std::int64_t last = *seq;
    for (const auto& row : tx.query(kSince, {{"seq", *seq}, {"until", *until}, {"limit", kEventsAtOnce}})) {
      last = row.integer("seq");
      events.push_back({row.text("id"),
                        row.text("kind"),
                        1,
                        row.instant("at"),
                        row.text("actor"),
                        row.text("record_kind"),
                        row.text("record_id"),
                        {}});
    }
    return last;
  });
  if (!read.ok()) return {};
  seq = *read;
  return events;
}

}  // namespace

LiveFeed::LiveFeed(store::Database& database, Live& live, Duration period) {
  thread_ = std::jthread([&database, &live, period](std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::optional<std::int64_t> seq;
    while (!stop.stop_requested()) {
      try {
        for (const auto& event : newer(database, seq)) live.publish(event);
      } catch (const std::exception&) {
        log::error("HTTP-002", "The live view's reading threw; the next round tries again.");
      }
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, period, [] { return false; });
    }
  });
}

void add_live_route(Router& router, Live& live) {
  router.add({"GET", "/api/live", Access::signed_in(), [&live](const Request&) { return live.subscribe(); }});
}

}  // namespace muster::http
