// The steps that are due, what moved deadlines bring, and what registrations did.
#include "stepper.h"
#include <events/outbox.h>
#include <registration/registration.h>

#include <boost/json.hpp>
#include <campaigns/service.h>

namespace muster::campaigns {
namespace {

constexpr const char* kWorkActor = "system:campaigns";
constexpr const char* kConsumer = "campaigns";
constexpr LineState kOnTheWay[] = {LineState::unverified, LineState::invited, LineState::warned,
                                   LineState::one_way_barred, LineState::barred};

std::string line_in(const events::Event& event) {
  boost::system::error_code fault;
  const auto body = boost::json::parse(event.body, fault);
  const auto* object = fault ? nullptr : body.if_object();
  const auto* line = object ? object->if_contains("line") : nullptr;
  return line && line->is_string() ? std::string(line->get_string()) : std::string();
}

// A registration of a line that nobody had verified: verified or deferred, its line serves again; rejected after all,
// the campaign goes on where it was barred.
Result<bool> follow_one(store::Transaction& tx, const StepContext& context, const events::Event& event) {
  const bool serves = event.kind == registration::kVerified.name || event.kind == registration::kDeferred.name;
  if (!serves && event.kind != registration::kRejected.name) return false;
  const std::string line_id = line_in(event);
  const auto unverified = registration::find_unverified(tx, line_id);
  if (!unverified) return false;
  const bool registered = unverified->state == registration::Unverified::re_registered;
  if (serves && (!registered || unverified->registration_id != event.record_id)) return false;
  if (!serves && unverified->state != registration::Unverified::barred) return false;
  const auto line = serves ? open_enrolment(tx, line_id) : registered_enrolment(tx, line_id);
  if (!line) return false;
  const auto campaign = find_campaign(tx, line->campaign_id);
  const Wave& wave = campaign->waves.at(static_cast<std::size_t>(line->wave - 1));
  const Instant now = context.recorder.clock().now();
  if (const auto exemption = open_exemption(tx, line_id); serves && exemption)
    end_exemption(tx, exemption->id, context.actor, now);
  MUSTER_CHECK_OK(take_step(tx, context, *campaign, wave, {*line}, serves ? LineEvent::re_register : LineEvent::deny));
  context.recorder.record(tx, serves ? kReRegistered : kDenied, context.actor, kCampaignRecord, campaign->id,
                          R"({"line":")" + line_id + R"("})");
  return true;
}

}  // namespace

Result<int> Service::step_due(const std::string& id, int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const auto campaign = find_campaign(tx, id);
    if (!campaign || campaign->state != State::running) return 0;
    const Instant now = recorder_.clock().now();
    for (const Wave& wave : campaign->waves)
      for (const LineState state : kOnTheWay) {
        const LineEvent step = *next_step(state);
        if (now < day_of(wave, step)) continue;
        const auto lines = due_enrolments(tx, id, wave.ordinal, state, now, limit);
        if (!lines.empty()) return take_step(tx, {recorder_, policy_, kWorkActor}, *campaign, wave, lines, step);
      }
    return 0;
  });
}

Result<int> Service::tell_moves(const std::string& id, int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const auto campaign = find_campaign(tx, id);
    if (!campaign || campaign->state != State::running) return 0;
    const StepContext context{recorder_, policy_, kWorkActor};
    const Instant now = recorder_.clock().now();
    for (const Wave& wave : campaign->waves) {
      if (wave.moves == 0) continue;
      const auto lines = untold_enrolments(tx, id, wave, limit);
      std::map<LineState, std::vector<Enrolled>> by_state;
      for (const Enrolled& line : lines) by_state[line.state].push_back(line);
      for (const auto& [state, some] : by_state) {
        if (find_line_transition(state, LineEvent::extend) && wave.one_way_at > now) {
          MUSTER_CHECK_OK(take_step(tx, context, *campaign, wave, some, LineEvent::extend));
        } else {
          MUSTER_CHECK_OK(tell_move(tx, context, *campaign, wave, some));
        }
      }
      if (!lines.empty()) return static_cast<int>(lines.size());
    }
    return 0;
  });
}

Result<int> Service::follow(int limit) const {
  const StepContext context{recorder_, policy_, kWorkActor};
  return events::drain(database_, kConsumer, limit,
                       [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                         const auto done = follow_one(tx, context, event);
                         return done.ok() ? Result<void>() : Result<void>(done.error());
                       });
}

}  // namespace muster::campaigns
