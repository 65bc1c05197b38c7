// `muster referral …`: what this house refers to a regulator, and what others refer to it.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <ledger/log.h>
#include <ledger/statement.h>
#include <programme/referral.h>

#include <CLI/CLI.hpp>
#include <aggregates/carry.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct ReferralOptions {
  std::string name, key, url, id, code, state, by, file;
  programme::NewReferral what;
};

programme::Referrals referrals_of(Instance& instance) {
  return {instance.database, instance.recorder, instance.testing, instance.policy};
}

const programme::Actor& referral_actor() {
  static const programme::Actor actor{kCommandLine, "", true, false};
  return actor;
}

Result<programme::Referrals::Sign> signing(Instance& instance) {
  MUSTER_TRY(auto key, ledger::SigningKey::open(instance.data + "/ledger.key"));
  return programme::Referrals::Sign([key = std::move(key)](std::string_view kind, std::string_view text, Instant at) {
    return ledger::sign_statement(kind, text, at, key);
  });
}

void tell_referral(const Globals& globals, const std::string& id, const programme::ReferralText& said,
                   const std::string& other, const std::string& state, const std::string& code, bool& first) {
  if (globals.json)
    fmt::print(R"({}{{"id":"{}","number":"{}","other":{},"ground":"{}","host":{},"state":"{}","code":"{}"}})",
               first ? "" : ",", id, said.number, json_quote(other), said.ground, json_quote(said.host), state, code);
  else
    fmt::print("{} {} {:<10} {:<24} {:<22} {}{}\n", id, said.number, state, said.host, said.ground, other,
               code.empty() ? "" : " (" + code + ")");
  first = false;
}

Result<void> add_referral_regulator(Instance& instance, Globals& globals, const ReferralOptions& o) {
  MUSTER_TRY(const auto made, referrals_of(instance).add_regulator(o.name, o.key, o.url, referral_actor()));
  if (globals.json)
    fmt::print("{{\"id\":\"{}\"}}\n", made.id);
  else
    fmt::print("{} {}: what is referred goes to {}.\n", made.id, made.name, made.url);
  return {};
}

Result<void> write_referral(Instance& instance, Globals& globals, const ReferralOptions& o) {
  MUSTER_TRY(const auto sign, signing(instance));
  programme::NewReferral what = o.what;
  MUSTER_TRY(const auto all, referrals_of(instance).regulators());
  for (const auto& r : all)
    if (!r.ended_at && (r.name == o.name || r.id == o.name)) what.regulator_id = r.id;
  MUSTER_TRY(const auto made, referrals_of(instance).write(what, instance.log.verifier().name, sign, referral_actor()));
  if (globals.json)
    fmt::print(R"({{"id":"{}","number":"{}","sha256":"{}"}})"
               "\n",
               made.id, made.said.number, made.sha256);
  else
    fmt::print("{}: {} referred to {}.\n", made.said.number, made.said.host, made.regulator_name);
  return {};
}

Result<void> step_referrals(Instance& instance, Globals& globals, const ReferralOptions&) {
  MUSTER_TRY(const int moved, referrals_of(instance).step({aggregates::send, aggregates::fetch}));
  globals.json ? fmt::print("{{\"moved\":{}}}\n", moved) : fmt::print("{} moved on.\n", moved);
  return {};
}

Result<void> list_referrals(Instance& instance, Globals& globals, const ReferralOptions&) {
  bool first = true;
  std::string after;
  if (globals.json) fmt::print("{{\"items\":[");
  do {
    MUSTER_TRY(const auto page, referrals_of(instance).list(after, 500));
    for (const auto& r : page.items) tell_referral(globals, r.id, r.said, r.regulator_name, r.state, r.code, first);
    after = page.next;
  } while (!after.empty());
  if (globals.json) fmt::print("],\"next\":null}}\n");
  return {};
}

Result<void> list_received(Instance& instance, Globals& globals, const ReferralOptions& o) {
  bool first = true;
  std::string after;
  if (globals.json) fmt::print("{{\"items\":[");
  do {
    MUSTER_TRY(const auto page, referrals_of(instance).received(o.state, after, 500));
    for (const auto& r : page.items) tell_referral(globals, r.id, r.said, r.source_name, r.state, r.code, first);
    after = page.next;
  } while (!after.empty());
  if (globals.json) fmt::print("],\"next\":null}}\n");
  return {};
}

Result<void> import_referral(Instance& instance, Globals&, const ReferralOptions& o) {
  MUSTER_TRY(const auto sign, signing(instance));
  MUSTER_TRY(const std::string file, read_file(o.file, aggregates::kFileMaxBytes));
  MUSTER_TRY(const std::string receipt, referrals_of(instance).take_in(file, instance.log.verifier().name, sign));
  fmt::print("{}", receipt);
  return {};
}

Result<void> decide_referral(Instance& instance, Globals& globals, const ReferralOptions& o, bool take) {
  const programme::Actor actor{o.by.empty() ? kCommandLine : o.by, "", true, false};
  MUSTER_TRY(const auto done, referrals_of(instance).decide(o.id, take, o.code, actor));
  bool first = true;
  tell_referral(globals, done.id, done.said, done.source_name, done.state, done.code, first);
  if (globals.json) fmt::print("\n");
  return {};
}

}  // namespace

void add_referral(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ReferralOptions>();
  auto* command =
      app.add_subcommand("referral", "What is referred to a regulator, and by operators to us")->require_subcommand(1);
  const auto on = [&](const char* name, const char* text, auto action) {
    auto* sub = command->add_subcommand(name, text);
    sub->callback([&globals, options, action] {
      Instance* instance = globals.open();
      if (!instance) return;
      if (const auto done = action(*instance, globals, *options); !done.ok()) globals.fail(done.error());
    });
    return sub;
  };
  auto* regulator = on("regulator", "Name the regulator that referrals go to", add_referral_regulator);
  regulator->add_option("name", options->name)->required();
  regulator->add_option("--key", options->key, "Of its ledger, as `ledger key` prints it")->required();
  regulator->add_option("--url", options->url, "https://HOST")->required();
  auto* write = on("write", "Refer a host; the server takes it there", write_referral);
  write->add_option("host", options->what.host)->required();
  write->add_option("--to", options->name, "The regulator's name")->required();
  write->add_option("--ground", options->what.ground, "Of the closed list; none of a contract")->required();
  write->add_option("--asks", options->what.asks, "look_into or decide")->capture_default_str();
  write->add_option("--seen-on", options->what.seen_on, "Day; else today");
  write->add_option("--evidence", options->what.evidence, "SHA-256 of what was kept; may be repeated");
  on("send", "Send what waits, and ask what became of the rest; the server does so by itself", step_referrals);
  on("list", "What was referred", list_referrals);
  on("received", "What operators referred to us", list_received)
      ->add_option("--state", options->state, "received, taken or declined");
  on("import", "Take in an operator's referral as a file; prints the signed receipt", import_referral)
      ->add_option("file", options->file)
      ->required();
  auto* take = on("take", "A suspicion of ours from now on",
                  [](Instance& i, Globals& g, const ReferralOptions& o) { return decide_referral(i, g, o, true); });
  take->add_option("id", options->id)->required();
  take->add_option("--by", options->by, "The person's id");
  auto* decline = on("decline", "Nothing further follows from it",
                     [](Instance& i, Globals& g, const ReferralOptions& o) { return decide_referral(i, g, o, false); });
  decline->add_option("id", options->id)->required();
  decline->add_option("--code", options->code, "not_ours, known_already, no_ground or too_little_evidence")->required();
  decline->add_option("--by", options->by, "The person's id");
}

}  // namespace muster::cli
