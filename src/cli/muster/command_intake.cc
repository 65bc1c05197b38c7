// `muster intake arf|xarf FILE…`: reports of other systems, as files or on standard input.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>

#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <reports/read.h>
#include <reports/service.h>

namespace muster::cli {
namespace {

struct IntakeOptions {
  std::vector<std::string> files;
  std::string ground, party, channel;
  int errors_shown = 20;
  bool dry_run = false;
};

struct IntakeCounts {
  std::int64_t entries = 0, reports = 0, merged = 0, refused = 0;
  int shown = 0;
  std::string json_faults;
};

Result<std::string> whole_of(const std::string& file) {
  if (file != "-") return read_file(file, reports::kFileMax);
  std::string text;
  char piece[65536];
  while (text.size() <= reports::kFileMax && (std::cin.read(piece, sizeof piece), std::cin.gcount() > 0))
    text.append(piece, static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

// An entry at fault: file, line, field, sentence. Never what stands there.
void tell(const Globals& globals, const IntakeOptions& options, IntakeCounts& counts, const std::string& file,
          std::int64_t line, const Error& error) {
  ++counts.refused;
  if (++counts.shown > options.errors_shown) return;
  if (globals.json)
    counts.json_faults += fmt::format(R"({}{{"file":{},"line":{},"field":{},"code":{},"sentence":{}}})",
                                      counts.json_faults.empty() ? "" : ",", json_quote(file), line,
                                      json_quote(error.field), json_quote(error.code), json_quote(error.sentence));
  else
    fmt::print(stderr, "  {}, line {}{}: {}\n", file, line, error.field.empty() ? "" : ", " + error.field,
               error.sentence);
}

Result<void> take_file(Globals& globals, Instance& instance, const IntakeOptions& options, const std::string& file,
                       IntakeCounts& counts) {
  MUSTER_TRY(const std::string text, whole_of(file));
  MUSTER_TRY(const auto read, options.channel == "arf" ? reports::read_arf(text) : reports::read_xarf(text));
  counts.entries += static_cast<std::int64_t>(read.told.size() + read.faults.size());
  for (const auto& fault : read.faults) tell(globals, options, counts, file, fault.line, fault.error);
  std::vector<reports::NewReport> reports;
  std::vector<std::int64_t> lines;
  for (const auto& told : read.told) {
    const std::string& ground = told.ground.empty() ? options.ground : told.ground;
    if (ground.empty()) {
      tell(globals, options, counts, file, told.line,
           invalid("ground_missing",
                   fmt::format("The kind {} says no ground. Say one for such entries with --ground.", told.kind),
                   "ground"));
      continue;
    }
    for (const std::string& address : told.addresses) {
      reports::NewReport report;
      report.address = address;
      report.ground = ground;
      report.words = told.words.empty() ? fmt::format("{}: {}", options.channel, told.kind) : told.words;
      report.channel = options.channel;
      report.party_id = options.party;
      report.actor = "system:intake";
      reports.push_back(std::move(report));
      lines.push_back(told.line);
    }
  }
  if (options.dry_run) {
    counts.reports += static_cast<std::int64_t>(reports.size());
    return {};
  }
  const auto done = instance.reports.submit_all(reports);
  for (std::size_t i = 0; i < done.size(); ++i) {
    if (!done[i].ok()) {
      if (done[i].error().failure == Failure::unavailable) return done[i].error();
      tell(globals, options, counts, file, lines[i], done[i].error());
      continue;
    }
    ++counts.reports;
    counts.merged += done[i]->state == "merged";
  }
  return {};
}

Result<void> run_intake(Globals& globals, const IntakeOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  IntakeCounts counts;
  for (const std::string& file : options.files) MUSTER_CHECK_OK(take_file(globals, *instance, options, file, counts));
  if (globals.json)
    fmt::print(R"({{"entries":{},"reports":{},"merged":{},"refused":{},"errors":[{}]}})"
               "\n",
               counts.entries, counts.reports, counts.merged, counts.refused, counts.json_faults);
  else
    fmt::print("{} entries: {} reports{}, {} of them merged with others, {} refused\n", with_separators(counts.entries),
               with_separators(counts.reports), options.dry_run ? " (nothing was kept)" : "",
               with_separators(counts.merged), with_separators(counts.refused));
  globals.exit_code = counts.refused > 0 ? 1 : 0;
  return {};
}

}  // namespace

void add_intake(CLI::App& app, Globals& globals) {
  auto* intake = app.add_subcommand("intake", "Take in reports of other systems")->require_subcommand(1);
  const auto add = [&](const char* name, const char* about) {
    auto options = std::make_shared<IntakeOptions>();
    options->channel = name;
    auto* command = intake->add_subcommand(name, about);
    command->add_option("files", options->files, "Files; - is standard input")->required();
    command->add_option("--ground", options->ground, "Ground of entries whose kind says none");
    command->add_option("--party", options->party, "Id of the party that sends them; trusted flaggers go first");
    command->add_option("--errors", options->errors_shown, "How many faults are shown")->capture_default_str();
    command->add_flag("--dry-run", options->dry_run, "Read and check, keep nothing");
    command->callback([&globals, options] {
      if (const auto done = run_intake(globals, *options); !done.ok()) globals.fail(done.error());
    });
  };
  add("arf", "E-mails in the Abuse Reporting Format (RFC 5965), one a file or as mbox");
  add("xarf", "XARF v4: a JSON object, an array, or one in each line");
}

}  // namespace muster::cli
