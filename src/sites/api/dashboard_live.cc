// GET /dashboard/live: server-sent events; `event: figures` with {"position": n} at the beginning and whenever figures
// moved.
#include "dashboard_handlers.h"
#include <metrics/service.h>

#include <fmt/format.h>

namespace muster::api {
namespace {

constexpr Duration kLookEvery = std::chrono::seconds(1), kHeartbeat = std::chrono::seconds(15);

struct Listener {
  std::shared_ptr<FiguresBeat> beat;
  const Clock& clock;
  std::optional<std::int64_t> told;
  Instant spoke{};

  std::optional<std::string> next() {
    const std::int64_t now = beat->position();
    if (told != now) {
      told = now;
      spoke = clock.now();
      return fmt::format("event: figures\ndata: {{\"position\":{}}}\n\n", now);
    }
    if (clock.now() - spoke < kHeartbeat) return std::string();
    spoke = clock.now();
    return std::string(": keep-alive\n\n");
  }
};

}  // namespace

std::int64_t FiguresBeat::position() {
  std::lock_guard lock(mutex_);
  const Instant now = services_.clock.now();
  if (looked_ == Instant{} || now - looked_ >= kLookEvery) {
    looked_ = now;
    // Away for a moment: what was known stays.
    if (const auto position = services_.metrics.position(); position.ok()) position_ = *position;
  }
  return position_;
}

http::Response dashboard_live(const std::shared_ptr<FiguresBeat>& beat, const Clock& clock) {
  http::Response response = http::Response::text("", "text/event-stream");
  response.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
  auto listener = std::make_shared<Listener>(Listener{beat, clock, std::nullopt, {}});
  response.stream = [listener] { return listener->next(); };
  return response;
}

}  // namespace muster::api
