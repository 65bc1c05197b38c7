// `muster-numbers campaign create|preview|approve|start|pause|resume|end|move-deadline|exempt|lift|run`: what changes a
// campaign, and its work by hand. Who acts is a person on record (--as): who drafts a campaign does not approve it.
#include "campaign_file.h"
#include "campaign_report.h"
#include "commands.h"
#include "instance.h"

#include <csignal>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct CampaignAsk {
  std::string as, file, id, reason, msisdn, until, deadline, exemption;
  std::int64_t wave = 1;
};
using CampaignAsks = std::shared_ptr<CampaignAsk>;

Result<void> be_person(Instance& instance, const std::string& id) {
  return instance.database.read([&](store::Transaction& tx) -> Result<void> {
    const auto person = parties::find_person(tx, id);
    if (!person || person->state != "active")
      return not_found("person_unknown", "There is no such person, or the person has left. See `person list`.");
    return {};
  });
}

// A day is its first moment in the policy's calendar zone.
Result<Instant> time_or_day(const Instance& instance, const std::string& text) {
  if (text.size() != 10) return parse_rfc3339(text);
  MUSTER_TRY(const Instant midnight, parse_day(text));
  return midnight - std::chrono::minutes(instance.policy.calendar().settings().utc_offset_minutes);
}

void tell_campaign(Globals& globals, const Result<campaigns::Campaign>& campaign) {
  if (!campaign.ok()) return globals.fail(campaign.error());
  if (globals.json)
    fmt::print("{}\n", campaign_json(*campaign));
  else
    fmt::print("{}", campaign_text(*campaign));
}

Result<campaigns::Campaign> create_campaign(Instance& instance, const CampaignAsk& ask) {
  MUSTER_CHECK_OK(be_person(instance, ask.as));
  MUSTER_TRY(const auto given, read_campaign(ask.file));
  return instance.campaigns.create(ask.as, given);
}

Result<campaigns::Campaign> apply_step(Instance& instance, const CampaignAsk& ask, campaigns::Event event) {
  MUSTER_CHECK_OK(be_person(instance, ask.as));
  MUSTER_TRY(const auto campaign, instance.campaigns.campaign(ask.id));
  return instance.campaigns.apply(ask.as, ask.id, campaign.version, event, ask.reason);
}

Result<campaigns::Wave> move_one(Instance& instance, const CampaignAsk& ask) {
  MUSTER_CHECK_OK(be_person(instance, ask.as));
  MUSTER_TRY(const Instant deadline, time_or_day(instance, ask.deadline));
  return instance.campaigns.move_deadline(ask.as, ask.id, ask.wave, deadline, ask.reason);
}

Result<campaigns::Exemption> exempt_line(Instance& instance, const CampaignAsk& ask) {
  MUSTER_CHECK_OK(be_person(instance, ask.as));
  MUSTER_TRY(const auto msisdn, lines::parse_msisdn(ask.msisdn));
  MUSTER_TRY(const auto line, instance.lines.line_of_msisdn(msisdn));
  MUSTER_TRY(const Instant until, time_or_day(instance, ask.until));
  return instance.campaigns.exempt(ask.as, ask.id, line.id, ask.reason, until);
}

Result<campaigns::Exemption> lift_one(Instance& instance, const CampaignAsk& ask) {
  MUSTER_CHECK_OK(be_person(instance, ask.as));
  return instance.campaigns.lift_exemption(ask.as, ask.exemption);
}

void add_campaign_step(CLI::App& campaign, Globals& globals, campaigns::Event event, const char* what, bool reason) {
  auto ask = std::make_shared<CampaignAsk>();
  auto* step = campaign.add_subcommand(campaigns::to_text(event), what);
  step->add_option("campaign", ask->id, "Its id")->required();
  step->add_option("--as", ask->as, "Id of the person who acts")->required();
  if (reason) step->add_option("--reason", ask->reason, "A code: why")->required();
  step->callback([&globals, ask, event] {
    if (Instance* instance = globals.open()) tell_campaign(globals, apply_step(*instance, *ask, event));
  });
}

void add_campaign_create(CLI::App& campaign, Globals& globals) {
  CampaignAsks ask = std::make_shared<CampaignAsk>();
  auto* made = campaign.add_subcommand("create", "Draft a campaign from a file (TOML)");
  made->add_option("file", ask->file)->required();
  made->add_option("--as", ask->as, "Id of the person who drafts it")->required();
  made->callback([&globals, ask] {
    if (Instance* instance = globals.open()) tell_campaign(globals, create_campaign(*instance, *ask));
  });
  auto* preview = campaign.add_subcommand("preview", "How many lines it would be about, wave by wave; looks at each");
  preview->add_option("campaign", ask->id, "Its id")->required();
  preview->callback([&globals, ask] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto seen = instance->campaigns.preview(ask->id, [](std::int64_t) { return true; });
    if (!seen.ok()) return globals.fail(seen.error());
    std::string waves;
    for (const auto n : seen->by_wave) waves += fmt::format("{}{}", waves.empty() ? "" : ",", n);
    fmt::print("{{\"looked_at\":{},\"matching\":{},\"by_wave\":[{}],\"without_wave\":{}}}\n", seen->looked_at,
               seen->matching, waves, seen->without_wave);
  });
}

void add_campaign_move(CLI::App& campaign, Globals& globals) {
  CampaignAsks ask = std::make_shared<CampaignAsk>();
  auto* move = campaign.add_subcommand("move-deadline", "Move the deadline of a wave; whom it concerns is told anew");
  move->add_option("campaign", ask->id, "Its id")->required();
  move->add_option("deadline", ask->deadline, "A day, or a time as 2026-05-01T00:00:00Z")->required();
  move->add_option("--wave", ask->wave, "Its number")->capture_default_str();
  move->add_option("--reason", ask->reason, "A sentence: why")->required();
  move->add_option("--as", ask->as, "Id of the person who acts")->required();
  move->callback([&globals, ask] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = move_one(*instance, *ask);
    if (!done.ok()) return globals.fail(done.error());
    tell_campaign(globals, instance->campaigns.campaign(ask->id));
  });
}

void tell_exemption(Globals& globals, const Result<campaigns::Exemption>& done) {
  if (!done.ok()) return globals.fail(done.error());
  if (globals.json)
    fmt::print("{}\n", exemption_json(*done));
  else
    fmt::print("{}\n", done->id);
}

void add_campaign_exempt(CLI::App& campaign, Globals& globals) {
  CampaignAsks ask = std::make_shared<CampaignAsk>();
  auto* one = campaign.add_subcommand("exempt", "Leave a line in peace until a day; prints the exemption's id");
  one->add_option("campaign", ask->id, "Its id")->required();
  one->add_option("msisdn", ask->msisdn, "With the country code")->required();
  one->add_option("--until", ask->until, "A day, or a time")->required();
  one->add_option("--reason", ask->reason, "A code: hospital, abroad …")->required();
  one->add_option("--as", ask->as, "Id of the person who acts")->required();
  one->callback([&globals, ask] {
    if (Instance* instance = globals.open()) tell_exemption(globals, exempt_line(*instance, *ask));
  });
  auto* end = campaign.add_subcommand("lift", "End an exemption before its day");
  end->add_option("exemption", ask->exemption, "Its id")->required();
  end->add_option("--as", ask->as, "Id of the person who acts")->required();
  end->callback([&globals, ask] {
    if (Instance* instance = globals.open()) tell_exemption(globals, lift_one(*instance, *ask));
  });
}

// The server does this by itself every minute.
void add_campaign_run(CLI::App& campaign, Globals& globals) {
  campaign.add_subcommand("run", "One round of what is due in all campaigns that run")->callback([&globals] {
    Instance* instance = globals.open();
    if (!instance) return;
    auto& jobs = instance->jobs;
    if (const auto added = campaigns::add_jobs(jobs, instance->campaigns, instance->clock.now()); !added.ok())
      return globals.fail(added.error());
    for (const char* kind : {campaigns::kFollowJob, campaigns::kWorkJob}) {
      const auto id = jobs.enqueue(kCommandLine, kind);
      if (!id.ok()) return globals.fail(id.error());
      if (const auto ran = jobs.run_due(); !ran.ok()) return globals.fail(ran.error());
      const auto job = jobs.get(*id);
      if (!job.ok()) return globals.fail(job.error());
      if (job->state == "queued" || job->state == "running") {
        fmt::print("{{\"job\":\"{}\",\"state\":\"{}\"}}\n", job->id, job->state);  // the server has it
        continue;
      }
      if (job->state != "done") return globals.fail(unavailable(job->error_code, job->error_sentence));
      fmt::print("{}\n", job->result);
    }
  });
}

}  // namespace

void add_campaign_changes(CLI::App& campaign, Globals& globals) {
  add_campaign_create(campaign, globals);
  add_campaign_step(campaign, globals, campaigns::Event::approve,
                    "Approve a draft, as another person than who drafted it", false);
  add_campaign_step(campaign, globals, campaigns::Event::start, "Begin", false);
  add_campaign_step(campaign, globals, campaigns::Event::pause, "No more steps, until it is resumed; restoring goes on",
                    true);
  add_campaign_step(campaign, globals, campaigns::Event::resume, "Go on", false);
  add_campaign_step(campaign, globals, campaigns::Event::end, "End it for good; restoring goes on", true);
  add_campaign_move(campaign, globals);
  add_campaign_exempt(campaign, globals);
  add_campaign_run(campaign, globals);
}

}  // namespace muster::cli
