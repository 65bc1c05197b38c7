// `muster-numbers line show|step|sim`: one line.
#include "commands.h"
#include "instance.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct LineStep {
  std::string msisdn, event, reason, iccid, eid;
};

Result<lines::Line> line_named(Instance& instance, const std::string& msisdn) {
  MUSTER_TRY(const auto digits, lines::parse_msisdn(msisdn));
  return instance.lines.line_of_msisdn(digits);
}

Result<lines::Line> step_line(Instance& instance, const LineStep& asked) {
  MUSTER_TRY(const auto line, line_named(instance, asked.msisdn));
  const auto event = lines::event(asked.event);
  if (!event) return invalid("line_event", "There is no such step of a line.", "event");
  return instance.lines.apply(kCommandLine, line.id, line.version, *event, asked.reason);
}

Result<lines::Line> swap_sim(Instance& instance, const LineStep& asked) {
  MUSTER_TRY(const auto line, line_named(instance, asked.msisdn));
  return instance.lines.change_sim(kCommandLine, line.id, line.version, asked.iccid, asked.reason);
}

Result<lines::Line> new_sim(Instance& instance, const LineStep& asked, const std::string& imsi) {
  if (!imsi.empty()) MUSTER_CHECK_OK(instance.lines.add_sim(kCommandLine, asked.iccid, imsi, asked.eid));
  return swap_sim(instance, asked);
}

void tell_line(Globals& globals, const Result<lines::Line>& line) {
  if (!line.ok()) return globals.fail(line.error());
  fmt::print("{}  {}\n", line->id, to_text(line->state));
}

}  // namespace

void add_line(CLI::App& app, Globals& globals) {
  auto* line = app.add_subcommand("line", "One line: its state and its SIM");
  line->require_subcommand(1);
  auto options = std::make_shared<LineStep>();
  auto* show = line->add_subcommand("show", "Its id and state");
  show->add_option("msisdn", options->msisdn, "With the country code")->required();
  show->callback([&globals, options] {
    if (Instance* instance = globals.open()) tell_line(globals, line_named(*instance, options->msisdn));
  });

  auto* step = line->add_subcommand("step", "Take a step: warn, bar_one_way, bar, restore, disconnect …");
  step->add_option("msisdn", options->msisdn, "With the country code")->required();
  step->add_option("event", options->event)->required();
  step->add_option("--reason", options->reason, "A code: why");
  step->callback([&globals, options] {
    if (Instance* instance = globals.open()) tell_line(globals, step_line(*instance, *options));
  });

  auto imsi = std::make_shared<std::string>();
  auto* sim = line->add_subcommand("sim", "Put another SIM in");
  sim->add_option("msisdn", options->msisdn, "With the country code")->required();
  sim->add_option("iccid", options->iccid)->required();
  sim->add_option("--imsi", *imsi, "Of a SIM that is not on record yet");
  sim->add_option("--eid", options->eid, "Of the chip, where the SIM is a profile on one");
  sim->add_option("--reason", options->reason, "lost, damaged, upgrade …")->required();
  sim->callback([&globals, options, imsi] {
    if (Instance* instance = globals.open()) tell_line(globals, new_sim(*instance, *options, *imsi));
  });
}

}  // namespace muster::cli
