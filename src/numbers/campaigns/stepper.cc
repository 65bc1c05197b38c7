#include "stepper.h"

#include <base/text.h>
#include <notices/notices.h>
#include <notices/sms_outbox.h>

#include <fmt/format.h>

namespace muster::campaigns {
namespace {

using registration::UnverifiedLine;

// The last day on which one may act before the next step, as the holder's letter says it.
Instant deadline_of(const policy::Policy& policy, const Wave& wave, LineState state, Instant now) {
  const auto next = next_step(state);
  if (state == LineState::invited || !next) return wave.one_way_at;
  return std::max(day_of(wave, *next), least_at(policy, state, now));
}

std::vector<notices::NewSms> letters_to(const StepContext& context, const Campaign& campaign, const char* kind,
                                        Instant deadline, const std::vector<std::string>& line_ids,
                                        const std::map<std::string, UnverifiedLine>& unverified) {
  const std::map<std::string, std::string> all{{"operator", campaign.sender},
                                               {"where", campaign.place},
                                               {"deadline", context.policy.calendar().local_day(deadline)}};
  std::map<std::string, std::string> values;
  if (const auto places = notices::letter_placeholders(kind); places.ok())
    for (const std::string& place : *places) values.emplace(place, all.at(place));
  std::vector<notices::NewSms> out;
  out.reserve(line_ids.size());
  for (const std::string& id : line_ids) {
    const auto at = unverified.find(id);
    out.push_back({kind, "line:" + id, at == unverified.end() ? "en" : at->second.language, values, kCampaignRecord,
                   campaign.id});
  }
  return out;
}

// Lines that take the same step with the same effect.
class Stepper {
 public:
  Stepper(store::Transaction& tx, const StepContext& context, const Campaign& campaign, const Wave& wave,
          const LineTransition& transition)
      : tx_(tx),
        context_(context),
        campaign_(campaign),
        wave_(wave),
        t_(transition),
        now_(context.recorder.clock().now()) {}

  Result<void> run(const std::vector<Enrolled>& all, std::map<std::string, lines::Line>& lines) {
    if (all.empty()) return {};
    for (const Enrolled& e : all) sort_in(e, lines);
    for (auto& [state, some] : to_step_)
      MUSTER_CHECK_OK(lines::step_all(tx_, {context_.recorder, context_.policy, context_.actor}, some, *t_.line,
                                      "campaign:" + campaign_.id));
    write(stepped_, put_of_stepped());
    write(others_, put_of_others());
    std::vector<std::string> ids = stepped_;
    ids.insert(ids.end(), others_.begin(), others_.end());
    if (t_.unverified) registration::step_unverified(tx_, ids, *t_.unverified, campaign_.id, now_);
    MUSTER_CHECK_OK(tell(ids));
    count(all);
    return {};
  }

 private:
  void sort_in(const Enrolled& e, std::map<std::string, lines::Line>& lines) {
    const auto at = lines.find(e.line_id);
    const bool open = t_.line && at != lines.end() && lines::find_transition(at->second.state, *t_.line);
    // What another ground did to the line is not this campaign's to undo.
    const bool ours = !restores() || e.put_state == lines::to_text(at->second.state);
    if (open && ours) {
      to_step_[at->second.state].push_back(at->second);
      stepped_.push_back(e.line_id);
    } else {
      others_.push_back(e.line_id);
    }
  }
  bool restores() const { return t_.line == lines::Event::restore; }
  // From where the line was put by this step, a restoration may bring it back.
  std::optional<std::string> put_of_stepped() const { return restores() ? std::string() : std::string(to_text(t_.to)); }
  std::optional<std::string> put_of_others() const {
    if (t_.event == LineEvent::deny) return std::string(lines::to_text(lines::State::barred));
    return restores() ? std::optional(std::string()) : std::nullopt;
  }

  void write(const std::vector<std::string>& ids, const std::optional<std::string>& put) {
    EnrolledStep step{t_.from, t_.to, now_, least_at(context_.policy, t_.to, now_), put, 0};
    if (t_.letter) step.told = wave_.moves;
    step_enrolments(tx_, campaign_.id, ids, step);
  }

  Result<void> tell(const std::vector<std::string>& ids) {
    if (!t_.letter) return {};
    const auto unverified = registration::find_unverified_all(tx_, ids);
    const auto letters =
        letters_to(context_, campaign_, t_.letter, deadline_of(context_.policy, wave_, t_.to, now_), ids, unverified);
    return notices::queue_sms(tx_, context_.recorder, letters);
  }

  void count(const std::vector<Enrolled>& all) {
    CountChange change;
    for (const Enrolled& e : all) {
      change.add(e.dealer, e.region, e.wave, t_.from, -1);
      change.add(e.dealer, e.region, e.wave, t_.to, 1);
    }
    change.write(tx_, campaign_.id);
    if (t_.to == LineState::re_registered)
      add_day(tx_, campaign_.id, wave_.ordinal, to_day(now_), static_cast<std::int64_t>(all.size()));
    context_.recorder.record(
        tx_, kLinesStepped, context_.actor, kCampaignRecord, campaign_.id,
        fmt::format(R"({{"wave":{},"event":"{}","lines":{}}})", wave_.ordinal, to_text(t_.event), all.size()));
  }

  store::Transaction& tx_;
  const StepContext& context_;
  const Campaign& campaign_;
  const Wave& wave_;
  const LineTransition& t_;
  const Instant now_;
  std::map<lines::State, std::vector<lines::Line>> to_step_;
  std::vector<std::string> stepped_, others_;
};

}  // namespace

Result<int> take_step(store::Transaction& tx, const StepContext& context, const Campaign& campaign, const Wave& wave,
                      const std::vector<Enrolled>& lines, LineEvent event) {
  if (lines.empty()) return 0;
  std::vector<std::string> ids;
  for (const Enrolled& e : lines) ids.push_back(e.line_id);
  auto found = lines::find_lines(tx, ids);
  std::vector<Enrolled> here, gone;
  for (const Enrolled& e : lines) {
    const auto at = found.find(e.line_id);
    const bool held = at != found.end() && lines::has_holder(at->second.state);
    (held || event == LineEvent::re_register || event == LineEvent::deny ? here : gone).push_back(e);
  }
  for (const auto& [some, step] : {std::pair(&here, event), std::pair(&gone, LineEvent::gone)}) {
    if (some->empty()) continue;
    const LineTransition* t = find_line_transition(some->front().state, step);
    if (!t)
      return conflict("campaign_line_state",
                      fmt::format("This step is not open to a line that is {}.", to_text(some->front().state)));
    MUSTER_CHECK_OK(Stepper(tx, context, campaign, wave, *t).run(*some, found));
  }
  return static_cast<int>(lines.size());
}

Result<void> tell_move(store::Transaction& tx, const StepContext& context, const Campaign& campaign, const Wave& wave,
                       const std::vector<Enrolled>& lines) {
  std::vector<std::string> ids;
  for (const Enrolled& e : lines) ids.push_back(e.line_id);
  note_told(tx, campaign.id, ids, wave.moves);
  // Once it is past, there is no deadline left to tell.
  if (ids.empty() || wave.one_way_at <= context.recorder.clock().now()) return {};
  const auto unverified = registration::find_unverified_all(tx, ids);
  const auto letters = letters_to(context, campaign, "campaign_moved", wave.one_way_at, ids, unverified);
  return notices::queue_sms(tx, context.recorder, letters);
}

}  // namespace muster::campaigns
