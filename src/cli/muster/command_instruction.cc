// `muster instruction list|show|providers|messages|retry|answer`: orders at those who carry them out.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <cases/law_text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <instructions/service.h>

namespace muster::cli {
namespace {

constexpr int kPage = 500;

struct InstructionOptions {
  std::string provider, state, order, key, file, by;
  int limit = 50, faults_shown = 20;
};

// What a sealed ground is about is said nowhere.
std::string scope_text(const instructions::Instruction& i) {
  return i.sealed ? "sealed" : i.scope_kind + " " + i.scope_value;
}

std::string instruction_json(const instructions::Instruction& i) {
  return fmt::format(
      R"({{"key":{},"order":{},"action":"{}","state":"{}","provider":{},"provider_id":{},"measure":"{}","scope":{},)"
      R"("law":{},"acknowledge_by":"{}","execute_by":"{}","hitch":{},"test_id":{}}})",
      json_quote(i.key), json_quote(i.order_number), i.action, i.state, json_quote(i.party_name),
      json_quote(i.party_id), i.measure, json_quote(scope_text(i)), json_quote(cases::law_text(i.law, i.article)),
      to_rfc3339(i.ack_due_at), to_rfc3339(i.execute_due_at), json_quote(i.hitch), json_quote(i.test_id));
}

Result<void> run_list(Globals& globals, const InstructionOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const auto service = instructions_of(*instance);
  int left = options.limit;
  for (std::string after; left > 0;) {
    MUSTER_TRY(const auto page,
               service.list({.party_id = options.provider, .state = options.state, .key = options.order}, after,
                            std::min(left, kPage)));
    for (const auto& i : page.items) {
      if (globals.json)
        fmt::print("{}\n", instruction_json(i));
      else
        fmt::print("{:<18} {:<8} {:<13} {}, by {}: {}{}\n", i.key, i.action, i.state, i.party_name,
                   to_rfc3339(i.execute_due_at), scope_text(i), i.escalated() ? "  [" + i.hitch + "]" : "");
    }
    left -= static_cast<int>(page.items.size());
    if (page.next.empty()) return {};
    after = page.next;
  }
  if (!globals.json) fmt::print(stderr, "There are more; --limit shows them.\n");
  return {};
}

Result<void> run_show(Globals& globals, const InstructionOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto view, instructions_of(*instance).find(options.key, ""));
  const auto& i = view.instruction;
  if (globals.json) {
    std::string told;
    for (const auto& d : view.deliveries)
      told += fmt::format(R"({}{{"channel":"{}","told_at":{},"message_id":{},"fault":{}}})", told.empty() ? "" : ",",
                          d.channel, d.told_at ? json_quote(to_rfc3339(*d.told_at)) : "null", json_quote(d.message_id),
                          json_quote(d.fault));
    fmt::print("{{\"instruction\":{},\"deliveries\":[{}]}}\n", instruction_json(i), told);
    return {};
  }
  fmt::print("{}  {}, {}\n  {}, {}\n  {}; {}\n  acknowledge by {}, execute by {}\n", i.key, i.action, i.state,
             i.party_name, scope_text(i), i.authority_name, cases::law_text(i.law, i.article), to_rfc3339(i.ack_due_at),
             to_rfc3339(i.execute_due_at));
  if (!i.hitch.empty()) fmt::print("  {}{}\n", i.hitch, i.settled_at ? ", settled" : ", before people");
  if (!i.test_id.empty()) fmt::print("  last looked at in test {}\n", i.test_id);
  for (const auto& d : view.deliveries)
    fmt::print("  {:<8} {}{}{}\n", d.channel, d.told_at ? "told at " + to_rfc3339(*d.told_at) : "not told yet",
               d.message_id.empty() ? "" : ", message " + d.message_id, d.fault.empty() ? "" : " (" + d.fault + ")");
  return {};
}

Result<void> run_providers(Globals& globals, const InstructionOptions&) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const auto service = instructions_of(*instance);
  for (std::string after;;) {
    MUSTER_TRY(const auto page, service.providers(after, kPage));
    for (const auto& p : page.items) {
      const auto& c = p.counts;
      if (globals.json)
        fmt::print(R"({{"id":{},"name":{},"waiting":{},"acknowledged":{},"executed":{},"late":{},"escalated":{},)"
                   R"("webhook":{},"messages_queued":{},"messages_failed":{}}})"
                   "\n",
                   json_quote(p.party_id), json_quote(p.name), c.waiting, c.acknowledged, c.executed, c.late,
                   c.escalated, json_quote(p.channel_state), p.queued, p.failed);
      else
        fmt::print(
            "{}  {:<28} {} wait, {} acknowledged, {} executed; {} late, {} before people; webhook: {}; {} messages "
            "failed\n",
            p.party_id, p.name, with_separators(c.waiting), with_separators(c.acknowledged),
            with_separators(c.executed), with_separators(c.late), with_separators(c.escalated),
            p.channel_state.empty() ? "none" : p.channel_state, with_separators(p.failed));
    }
    if (page.next.empty()) return {};
    after = page.next;
  }
}

Result<void> run_messages(Globals& globals, const InstructionOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto page,
             instructions_of(*instance).messages(options.provider, options.state, "", std::min(options.limit, kPage)));
  for (const auto& m : page.items) {
    if (globals.json)
      fmt::print(R"({{"id":{},"provider":{},"channel":"{}","items":{},"state":"{}","attempts":{},"fault":{}}})"
                 "\n",
                 json_quote(m.id), json_quote(m.party_name), m.channel, m.items, m.state, m.attempts,
                 json_quote(m.fault));
    else
      fmt::print("{}  {:<8} {:<7} {} for {}, {} attempts{}\n", m.id, m.channel, m.state, m.items, m.party_name,
                 m.attempts, m.fault.empty() ? "" : " (" + m.fault + ")");
  }
  return {};
}

Result<void> run_retry(Globals& globals, const InstructionOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto m, instructions_of(*instance).retry(options.key, options.by));
  fmt::print("{}\n", globals.json ? fmt::format(R"({{"id":"{}","state":"{}"}})", m.id, m.state)
                                  : "It goes out again with the server's next round.");
  return {};
}

Result<void> run_answer(Globals& globals, const InstructionOptions& options) {
  MUSTER_TRY(const std::string file, read_file(options.file, instructions::kFileMax));
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto outcome, instructions_of(*instance).say_file({options.by, options.provider, "file"}, file));
  std::string faults;
  int shown = 0;
  for (const auto& f : outcome.faults) {
    if (++shown > options.faults_shown) break;
    faults += globals.json ? fmt::format(R"({}{{"line":{},"instruction":{},"field":{},"code":{},"sentence":{}}})",
                                         faults.empty() ? "" : ",", f.line, json_quote(f.key), json_quote(f.field),
                                         json_quote(f.code), json_quote(f.sentence))
                           : fmt::format("  line {}: {}\n", with_separators(f.line), f.sentence);
  }
  if (globals.json)
    fmt::print("{{\"done\":{},\"already\":{},\"refused\":{},\"faults\":[{}]}}\n", outcome.done, outcome.already,
               outcome.refused, faults);
  else
    fmt::print("{} taken, {} were so already, {} refused\n{}", with_separators(outcome.done),
               with_separators(outcome.already), with_separators(outcome.refused), faults);
  if (outcome.refused > 0) globals.exit_code = 1;
  return {};
}

}  // namespace

void add_instruction(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<InstructionOptions>();
  auto* instruction = app.add_subcommand("instruction", "What providers are told to do, and whether they did it");
  instruction->require_subcommand(1);
  const auto add = [&](const char* name, const char* text, Result<void> (*run)(Globals&, const InstructionOptions&)) {
    auto* command = instruction->add_subcommand(name, text);
    command->callback([&globals, options, run] {
      if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  const auto limited = [&](CLI::App* command) {
    command->add_option("--provider", options->provider, "Id of a provider; all without it");
    command->add_option("--limit", options->limit, "How many are listed")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
  };
  auto* list = add("list", "Instructions: what is open with the oldest first, else the newest", run_list);
  limited(list);
  list->add_option("--state", options->state)
      ->check(CLI::IsMember(
          {"open", "waiting", "acknowledged", "executed", "verified", "superseded", "late", "escalated"}));
  list->add_option("--order", options->order, "An order's number");
  add("show", "One instruction, and on which ways it was told", run_show)
      ->add_option("key", options->key, "Its key: O-2026-000001/1")
      ->required();
  add("providers", "Who carries out orders, and how they stand", run_providers);
  auto* messages = add("messages", "Messages to providers, newest first", run_messages);
  limited(messages);
  messages->add_option("--state", options->state)->check(CLI::IsMember({"queued", "sent", "failed"}));
  auto* retry = add("retry", "Send a message that failed once more", run_retry);
  retry->add_option("message", options->key, "Its id")->required();
  retry->add_option("--by", options->by, "Id of the operator")->required();
  auto* answer = add("answer", "A provider's file of what it did: JSON lines, or CSV (docs/formats.md)", run_answer);
  answer->add_option("file", options->file)->required();
  answer->add_option("--provider", options->provider, "Id of the provider whose file it is")->required();
  answer->add_option("--by", options->by, "Id of the person who takes it in")->required();
  answer->add_option("--errors", options->faults_shown, "How many bad lines are shown")->capture_default_str();
}

}  // namespace muster::cli
