// What falls due by itself.
#include "thing_store.h"
#include <lines/records.h>

#include <algorithm>

#include <fmt/format.h>
#include <things/service.h>

namespace muster::things {
Result<void> Service::bar(store::Transaction& tx, const std::string& line_id, const char* reason) const {
  auto line = lines::find_line(tx, line_id);
  // Barred already, by somebody else: nothing of ours to lift later.
  if (lines::find_transition(line->state, lines::Event::bar))
    MUSTER_CHECK_OK(lines::step(tx, {recorder_, policy_, kThingsClock}, *line, lines::Event::bar, reason));
  put_bar(tx, line_id, {reason, line->state == lines::State::barred ? line->state_since : Instant{0}});
  recorder_.record(tx, kBarred, kThingsClock, lines::kLineRecord, line_id, fmt::format(R"({{"reason":"{}"}})", reason));
  return {};
}

Result<void> Service::lift_bar(store::Transaction& tx, const std::string& line_id, const std::string& actor) const {
  const auto bar = find_bar(tx, line_id);
  if (!bar) return {};
  drop_bar(tx, line_id);
  auto line = lines::find_line(tx, line_id);
  // Another bar, or another holder, came since: not ours to lift.
  if (line->state != lines::State::barred || line->state_since != bar->line_since) return {};
  return lines::step(tx, {recorder_, policy_, actor}, *line, lines::Event::restore);
}

Result<std::vector<WithoutDevice>> Service::without_device(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<WithoutDevice>> {
    const auto from = after.empty() ? std::optional(Instant{0}) : unbound_since(tx, after);
    if (!from) return not_found("line_unknown", "This line is not without a device any more; read the list anew.");
    std::vector<WithoutDevice> out;
    for (const Unbound& u : unbound(tx, *from, after, std::clamp(limit, 1, 501)))
      out.push_back(
          {u.line_id, u.since, u.spared ? std::optional<Instant>() : policy_.due("iot.bind_within", u.since)});
    return out;
  });
}

Result<int> Service::tick(int limit) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int some = 0;
    for (const Thing& t : unexplained(tx, now, limit)) {
      MUSTER_CHECK_OK(bar(tx, t.line_id, "device_mismatch"));
      ++some;
    }
    for (const Unbound& u : unbound_due(tx, now, limit)) {
      if (policy_.due("iot.bind_within", u.since) > now) break;
      MUSTER_CHECK_OK(bar(tx, u.line_id, "device_unbound"));
      unbound_barred(tx, u.line_id);
      ++some;
    }
    return some;
  });
}

Result<int> Service::sweep(int limit) const {
  int done = 0;
  for (const State open : {State::bound, State::mismatched})
    for (std::string after;;) {
      MUSTER_TRY(after, database_.write([&](store::Transaction& tx) -> Result<std::string> {
        std::string last;
        for (Thing& t : left_behind(tx, open, after, limit, last)) {
          MUSTER_CHECK_OK(end(tx, t, Event::line_ended, kThingsClock));
          ++done;
        }
        return last;
      }));
      if (after.empty()) break;
    }
  return done;
}

}  // namespace muster::things
