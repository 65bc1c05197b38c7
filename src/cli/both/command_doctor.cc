// `doctor`, of either program: what is wrong with this installation, in sentences.
#include "commands.h"
#include "doctor_own.h"
#include "instance.h"
#include <base/text.h>
#include <policy/policy.h>

#include <algorithm>

#include <CLI/CLI.hpp>
#include <doctor/doctor.h>
#include <fmt/format.h>
#include <outbound/ask.h>

namespace muster::cli {
namespace {

using doctor::Finding;
using Level = Finding::Level;

struct DoctorOptions {
  std::string server;
  OwnDoctor own;
};

void look_at_server(const std::string& url, std::vector<Finding>& out) {
  if (url.empty()) return;
  outbound::Question question;
  question.url = url + "/healthz";
  question.time_max = std::chrono::seconds(10);
  const auto answer = outbound::ask(question);
  if (!answer.ok())
    out.push_back({Level::wrong, "server", "The server is not reached: " + answer.error().sentence});
  else if (answer->status != 200)
    out.push_back({Level::wrong, "server", fmt::format("The server answers with {}.", answer->status)});
  else
    out.push_back({Level::well, "server", "The server answers."});
}

void look_at_witnesses(const doctor::DatabaseState& state, std::vector<Finding>& out) {
  for (const auto& witness : state.witnesses)
    if (auto found = doctor::answers("witness", "The witness " + witness.name, doctor::knock_at(witness.url));
        found.level != Level::well)
      out.push_back(std::move(found));
}

void look_inside(Globals& globals, const DoctorOptions& options, const doctor::FolderState& folder,
                 std::vector<Finding>& out) {
  const auto instance = Instance::open({globals.data, globals.database, globals.policy});
  if (!instance.ok()) {
    out.push_back({Level::wrong, instance.error().failure == Failure::unavailable ? "database" : "instance",
                   instance.error().sentence});
    return;
  }
  Instance& open = **instance;
  out.push_back({Level::well, "database",
                 fmt::format("The database of the {} {} {} answers and fits this program.", open.kind, kInstanceWord,
                             open.name)});
  const Instant now = open.clock.now();
  const auto state = doctor::look_at_database(open.database, now);
  if (!state.ok()) {
    out.push_back({Level::wrong, "database", state.error().sentence});
    return;
  }
  for (auto& finding : doctor::judge_database(*state, folder, kProgram, open.kind == "production", now))
    out.push_back(std::move(finding));
  look_at_witnesses(*state, out);
  for (auto& finding : options.own.look(open)) out.push_back(std::move(finding));
}

void tell(Globals& globals, std::vector<Finding>& all) {
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.level > b.level; });
  const auto count = [&](Level level) {
    return std::count_if(all.begin(), all.end(), [&](const Finding& f) { return f.level == level; });
  };
  const auto wrong = count(Level::wrong), attention = count(Level::attention);
  if (wrong > 0) globals.exit_code = 1;
  if (globals.json) {
    std::string items;
    for (const Finding& f : all)
      items += fmt::format(R"({}{{"check":"{}","level":"{}","sentence":{}}})", items.empty() ? "" : ",", f.check,
                           doctor::to_text(f.level), json_quote(f.sentence));
    fmt::print(R"({{"wrong":{},"attention":{},"items":[{}]}})"
               "\n",
               wrong, attention, items);
    return;
  }
  for (const Finding& f : all)
    fmt::print("{} {:<12} {}\n",
               f.level == Level::wrong       ? "✗"
               : f.level == Level::attention ? "!"
                                             : "✓",
               f.check, f.sentence);
  if (wrong == 0)
    fmt::print("Nothing is wrong.{}\n", attention > 0 ? fmt::format(" {} to look at.", attention) : "");
  else
    fmt::print("{} wrong, {} to look at.\n", wrong, attention);
}

void see(Globals& globals, const DoctorOptions& options) {
  SystemClock clock;
  std::vector<Finding> all;
  const auto folder = doctor::look_at_folder(globals.data);
  for (auto& finding : doctor::judge_folder(folder, globals.data, kProgram, clock.now()))
    all.push_back(std::move(finding));
  look_at_server(options.server, all);
  if (folder.there) look_inside(globals, options, folder, all);
  tell(globals, all);
}

}  // namespace

void add_doctor(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<DoctorOptions>();
  auto* command =
      app.add_subcommand("doctor", "What is wrong with this installation, in sentences; exit code 1 when anything is");
  command->add_option("--server", options->server, "Address of the running server, to ask it as well");
  options->own.add_options(*command);
  command->callback([&globals, options] { see(globals, *options); });
}

}  // namespace muster::cli
