// What happens now, for open consoles: server-sent events at GET /api/live: `event: change` with
// {event_id, at, kind, record_kind, record_id, actor}. Ids and kinds alone, never content.
// Thread-safe.
#pragma once

#include <base/time.h>
#include <events/event.h>
#include <http/router.h>
#include <store/database.h>

#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace muster::http {

// Each subscriber has a bounded queue; who is too slow gets `event: missed` and loads anew.
class Live {
 public:
  explicit Live(const Clock& clock, std::size_t subscribers_max = 1'000, std::size_t queue_max = 256);
  void publish(const events::Event& event);
  // An endless stream with a heartbeat comment each 15 s. Errors: live_full (503).
  Response subscribe();
  std::size_t subscribers() const;

 private:
  struct Subscriber;
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

// Reads new events of the database (whoever wrote them) once in `period` and publishes them, until destroyed.
class LiveFeed {
 public:
  LiveFeed(store::Database& database, Live& live, Duration period = std::chrono::milliseconds(500));

 private:
  std::jthread thread_;
};

void add_live_route(Router& router, Live& live);  // GET /api/live, for whoever is signed in

}  // namespace muster::http
