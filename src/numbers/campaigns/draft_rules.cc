// A draft, and its waves' days.
#include <base/text.h>

#include <algorithm>

#include <campaigns/rules.h>
#include <fmt/format.h>

namespace muster::campaigns {
namespace {

bool is_line_of_text(const std::string& text, std::size_t most) {
  return !text.empty() && text.size() <= most && is_valid_utf8(text) && trim(text) == text &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

void judge_list(std::vector<Error>& faults, const std::vector<std::string>& list, const char* field) {
  const bool right = list.size() <= kListMax && std::all_of(list.begin(), list.end(), [](const std::string& one) {
                       return is_line_of_text(one, 100);
                     });
  if (!right) faults.push_back(invalid("cohort_list", "A list holds at most a thousand codes.", field));
}

void judge_cohort(std::vector<Error>& faults, const Cohort& cohort) {
  judge_list(faults, cohort.regions, "regions");
  judge_list(faults, cohort.dealers, "dealers");
  judge_list(faults, cohort.document_kinds, "document_kinds");
  if (cohort.held_min < 0 || cohort.held_max < 0 || (cohort.held_max > 0 && cohort.held_max < cohort.held_min))
    faults.push_back(invalid("cohort_held", "The most lines of a claim are no fewer than the least.", "held_max"));
  if (!cohort.registered_before.empty() && !parse_day(cohort.registered_before).ok())
    faults.push_back(invalid("cohort_day", "A day is written YYYY-MM-DD.", "registered_before"));
  const bool foreign = std::find(cohort.differences.begin(), cohort.differences.end(),
                                 reconciliation::Difference::not_ours) != cohort.differences.end();
  if (cohort.differs_from.has_value() == cohort.differences.empty() || foreign)
    faults.push_back(
        invalid("cohort_difference",
                "Name the register and in which ways lines differ from it; a number that is not ours has no line.",
                "differences"));
}

Error early(const char* code, const char* what, Instant least) {
  return invalid(code, fmt::format("{} comes before its least term is over: not before {}.", what, to_rfc3339(least)));
}

class WaveDrafter {
 public:
  WaveDrafter(std::vector<Error>& faults, const policy::Policy& policy, Instant now)
      : faults_(faults), policy_(policy), now_(now) {}

  Wave draft(const NewWave& given, std::int64_t ordinal) {
    Wave wave;
    wave.ordinal = ordinal;
    field_ = fmt::format("waves[{}].", ordinal - 1);
    wave.name = given.name;
    wave.held_min = given.held_min;
    wave.held_max = given.held_max;
    wave.regions = given.regions;
    if (!is_line_of_text(wave.name, 100)) fault(invalid("wave_name", "A wave has a name."), "name");
    if (wave.held_min < 1 || wave.held_max < 0 || (wave.held_max > 0 && wave.held_max < wave.held_min))
      fault(invalid("wave_held", "A wave is of those with so many lines: from 1 on, the most no fewer than the least."),
            "held_min");
    if (wave.regions.size() > kListMax) fault(invalid("wave_regions", "Too many regions in one wave."), "regions");
    days(given, wave);
    return wave;
  }

 private:
  void days(const NewWave& given, Wave& wave) {
    wave.invite_at = given.invite_at;
    if (wave.invite_at < now_)
      fault(invalid("wave_invite_past", "The day of the invitation is over already."), "invite_at");
    const Instant warn = policy_.due("campaign.invited_least", wave.invite_at);
    wave.warn_at = given.warn_at.value_or(warn);
    if (wave.warn_at < warn) fault(early("wave_warn_early", "The warning", warn), "warn_at");
    const Instant one_way = policy_.due("campaign.warned_least", wave.warn_at);
    wave.one_way_at = given.deadline;
    if (wave.one_way_at < one_way) fault(early("wave_deadline_early", "The deadline", one_way), "deadline");
    const Instant bar = policy_.due("campaign.one_way_least", wave.one_way_at);
    wave.bar_at = given.bar_at.value_or(bar);
    if (wave.bar_at < bar) fault(early("wave_bar_early", "The full bar", bar), "bar_at");
    const Instant disconnect = policy_.due("campaign.barred_least", wave.bar_at);
    wave.disconnect_at = given.disconnect_at.value_or(disconnect);
    if (wave.disconnect_at < disconnect)
      fault(early("wave_disconnect_early", "The end of the line", disconnect), "disconnect_at");
  }
  void fault(Error error, const char* field) {
    error.field = field_ + field;
    faults_.push_back(std::move(error));
  }

  std::vector<Error>& faults_;
  const policy::Policy& policy_;
  const Instant now_;
  std::string field_;
};

}  // namespace

Drafted check_campaign(const NewCampaign& given, const policy::Policy& policy, Instant now) {
  Drafted out;
  Campaign& c = out.campaign;
  c.name = given.name;
  c.law = given.law.empty() ? policy.text("campaign.law") : given.law;
  c.sender = given.sender;
  c.place = given.place;
  c.cohort = given.cohort;
  if (!is_line_of_text(c.name, 100))
    out.faults.push_back(invalid("campaign_name", "A campaign has a name of at most 100 bytes.", "name"));
  if (!is_line_of_text(c.law, 500))
    out.faults.push_back(invalid("campaign_law", "Name the law that asks for it.", "law"));
  if (!is_line_of_text(c.sender, 30))
    out.faults.push_back(invalid("campaign_sender", "Messages are signed by a name of at most 30 bytes.", "sender"));
  if (!is_line_of_text(c.place, 100))
    out.faults.push_back(invalid("campaign_place", "Say where people register, in at most 100 bytes.", "place"));
  judge_cohort(out.faults, c.cohort);
  if (given.waves.empty() || given.waves.size() > kWavesMax)
    out.faults.push_back(invalid("campaign_waves", "A campaign has one to fifty waves.", "waves"));
  WaveDrafter drafter(out.faults, policy, now);
  for (const NewWave& wave : given.waves)
    if (c.waves.size() < kWavesMax)
      c.waves.push_back(drafter.draft(wave, static_cast<std::int64_t>(c.waves.size()) + 1));
  return out;
}

Result<Wave> moved(const Wave& wave, Instant deadline, const std::string& reason, const policy::Policy& policy,
                   Instant now) {
  if (trim(reason).empty() || reason.size() > 500 || !is_valid_utf8(reason))
    return invalid("move_reason", "Say why the deadline moves, in at most 500 bytes.", "reason");
  if (deadline == wave.one_way_at)
    return invalid("wave_deadline_same", "The deadline is at that time already.", "deadline");
  if (now >= wave.disconnect_at)
    return conflict("wave_over", "Lines of this wave are being given up already; its deadline stays.", "wave");
  const Instant warn = policy.due("campaign.invited_least", wave.invite_at);
  const Instant least = std::max(policy.due("campaign.warned_least", warn), policy.due("campaign.move_notice", now));
  if (deadline < least) {
    Error error = early("wave_deadline_early", "The deadline", least);
    error.field = "deadline";
    return error;
  }
  Wave out = wave;
  const Duration by = deadline - wave.one_way_at;
  out.one_way_at = deadline;
  // Who was not warned yet is warned as long before it as before, and no earlier than the least term allows.
  out.warn_at = std::max(warn, wave.warn_at + by);
  // What follows keeps its distance, and each of its least terms.
  out.bar_at = std::max(wave.bar_at + by, policy.due("campaign.one_way_least", deadline));
  out.disconnect_at = std::max(wave.disconnect_at + by, policy.due("campaign.barred_least", out.bar_at));
  ++out.moves;
  return out;
}

}  // namespace muster::campaigns
