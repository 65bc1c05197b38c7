#include "line_store.h"
#include <base/text.h>
#include <lines/service.h>
#include <lines/sim_lock.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

constexpr const char* kClock = "system:clock";

Error unknown_line() {
  return not_found("line_unknown", "There is no such line.");
}
Error stale() {
  return {Failure::stale, "stale_version", "The line changed meanwhile; look again.", {}};
}

Result<Line> line_at(store::Transaction& tx, const std::string& id, std::int64_t version) {
  auto line = find_line(tx, id);
  if (!line) return unknown_line();
  if (line->version != version) return stale();
  return std::move(*line);
}

}  // namespace

Result<Line> Service::line(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Line> {
    auto found = find_line(tx, id);
    return found ? Result<Line>(std::move(*found)) : unknown_line();
  });
}

Result<Line> Service::line_of_msisdn(std::int64_t msisdn) const {
  return database_.read([&](store::Transaction& tx) -> Result<Line> {
    auto found = find_by_msisdn(tx, msisdn);
    return found ? Result<Line>(std::move(*found)) : unknown_line();
  });
}

Result<Line> Service::reserve(const std::string& actor, std::int64_t msisdn, const std::string& reserved_for) const {
  return database_.write([&](store::Transaction& tx) -> Result<Line> {
    auto line = find_by_msisdn(tx, msisdn);
    if (!line) return unknown_line();
    MUSTER_CHECK_OK(step(tx, context(actor), *line, Event::reserve, {}, reserved_for));
    return *line;
  });
}

Result<Line> Service::reserve_any(const std::string& actor, const std::string& pool_id,
                                  const std::string& reserved_for) const {
  return database_.write([&](store::Transaction& tx) -> Result<Line> {
    auto line = lowest_free(tx, pool_id);
    if (!line) return conflict("pool_empty", "No number of this pool is free.", "pool");
    MUSTER_CHECK_OK(step(tx, context(actor), *line, Event::reserve, {}, reserved_for));
    return *line;
  });
}

Result<Line> Service::apply(const std::string& actor, const std::string& line_id, std::int64_t version, Event event,
                            const std::string& reason) const {
  return database_.write([&](store::Transaction& tx) -> Result<Line> {
    MUSTER_TRY(Line line, line_at(tx, line_id, version));
    MUSTER_CHECK_OK(step(tx, context(actor), line, event, reason));
    return line;
  });
}

Result<Sim> Service::add_sim(const std::string& actor, const std::string& iccid, const std::string& imsi,
                             const std::string& eid) const {
  (void)actor;  // a SIM out of the box is no event; putting it into a line is
  Sim sim;
  MUSTER_TRY(sim.iccid, check_iccid(iccid));
  MUSTER_TRY(sim.imsi, check_imsi(imsi));
  if (!eid.empty()) {
    MUSTER_TRY(sim.eid, check_eid(eid));
  }
  sim.id = recorder_.new_id();
  sim.created_at = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<Sim> {
    insert(tx, sim);
    return sim;
  });
}

Result<std::vector<Sim>> Service::profiles(const std::string& eid) const {
  MUSTER_TRY(const std::string right, check_eid(eid));
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Sim>> { return sims_on(tx, right); });
}

Result<Line> Service::change_sim(const std::string& actor, const std::string& line_id, std::int64_t version,
                                 const std::string& iccid, const std::string& reason) const {
  if (!is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return database_.write([&](store::Transaction& tx) -> Result<Line> {
    MUSTER_TRY(Line line, line_at(tx, line_id, version));
    if (line.state != State::reserved && !has_holder(line.state))
      return conflict("line_state", "A SIM goes into a line that is reserved or has a holder.");
    if (open_sim_lock(tx, line.id)) return sim_swap_locked();
    const auto sim = find_sim(tx, iccid);
    if (!sim) return not_found("sim_unknown", "There is no SIM with this ICCID on record.");
    if (sim_used(tx, sim->id))
      return conflict("sim_used", "This SIM was used before; it is never put in again.", "iccid");
    const Instant now = recorder_.clock().now();
    end_sim(tx, line.id, now);
    begin_sim(tx, line.id, sim->id, reason, now);
    const std::string former = std::exchange(line.sim_id, sim->id);
    ++line.version;
    if (!change(tx, line)) return stale();
    if (in_service(line.state) || line.state == State::barred) {
      const std::string command = recorder_.new_id();
      insert_command(tx, command, line, Action::change_sim, now);
      const Instant until = policy_.due("line.sms_hold_after_sim_change", now);
      if (!former.empty() && until > now) hold_sms(tx, command, until);
    }
    recorder_.record(tx, kSimChanged, actor, kLineRecord, line.id,
                     fmt::format(R"({{"sim":{},"former":{},"reason":{}}})", json_quote(sim->id), json_quote(former),
                                 json_quote(reason)));
    return line;
  });
}

Result<std::vector<SimInterval>> Service::sims(const std::string& line_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<SimInterval>> { return sims_of(tx, line_id); });
}

Result<std::vector<Ownership>> Service::ownerships(const std::string& line_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Ownership>> { return ownerships_of_line(tx, line_id); });
}

Result<std::optional<Ownership>> Service::holder_at(const std::string& line_id, Instant at) const {
  MUSTER_TRY(const auto all, ownerships(line_id));
  for (const Ownership& o : all)
    if (o.from <= at && (!o.until || at < *o.until)) return std::optional(o);
  return std::optional<Ownership>();
}

Result<int> Service::tick(int limit, Duration look_back) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (Line& line : due_lines(tx, recorder_.clock().now(), limit)) {
      const Event event = line.state == State::reserved ? Event::release : Event::recycle;
      MUSTER_CHECK_OK(step(tx, context(kClock), line, event));
      ++count;
    }
    for (Line& line : disconnected_lines(tx, recorder_.clock().now() - look_back, limit - count)) {
      MUSTER_CHECK_OK(step(tx, context(kClock), line, Event::quarantine));
      ++count;
    }
    return count;
  });
}

Result<std::vector<Stocked>> Service::stocked_for(const std::string& reserved_for, const std::string& after,
                                                  int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Stocked>> {
    std::vector<Stocked> out;
    for (auto& [line, iccid] : stocked(tx, reserved_for, after, std::clamp(limit, 1, 501)))
      out.push_back({std::move(line), std::move(iccid)});
    return out;
  });
}

}  // namespace muster::lines
