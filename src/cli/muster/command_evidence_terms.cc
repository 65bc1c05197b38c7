// `muster evidence kept|end|hold …`: until when evidence is kept, its end, and the legal holds that stop it.
#include "commands.h"
#include "instance.h"
#include <base/text.h>
#include <cases/service.h>

#include <CLI/CLI.hpp>
#include <evidence/hold.h>
#include <evidence/retention.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct TermOptions {
  std::string id, by, kind, site, case_id, from, to, law, reference, reason, until, after;
  bool standing = false;
  int limit = 50;
};

std::string day_or(const std::optional<Instant>& at, const char* otherwise) {
  return at ? to_day(*at) : otherwise;
}

void say_fate(const Globals& globals, const evidence::TestFate& fate) {
  if (globals.json) {
    std::string keepers;
    for (const auto& keeper : fate.keepers)
      keepers += fmt::format(R"({}{{"kind":"{}","ref":"{}","label":{},"stands":{}}})", keepers.empty() ? "" : ",",
                             keeper.kind, keeper.ref, json_quote(keeper.label), keeper.stands);
    fmt::print(R"({{"test":"{}","ends_at":{},"rule":"{}","destroyed_at":{},"keepers":[{}]}})"
               "\n",
               fate.run_id, fate.fate.ends_at ? "\"" + to_rfc3339(*fate.fate.ends_at) + "\"" : "null", fate.fate.rule,
               fate.destroyed ? "\"" + to_rfc3339(fate.destroyed->at) + "\"" : "null", keepers);
    return;
  }
  if (fate.destroyed) {
    fmt::print("{}  {}\n", fate.run_id, to_text(*fate.destroyed));
    return;
  }
  fmt::print("{}  kept until {}, {}\n", fate.run_id, day_or(fate.fate.ends_at, "what keeps it ends"), fate.fate.rule);
  for (const auto& keeper : fate.keepers)
    fmt::print("    {} {}{}\n", keeper.kind, keeper.label.empty() ? keeper.ref : keeper.label,
               keeper.stands ? "" : " (closed)");
}

// Of a test, or of whatever belongs to a case.
Result<void> evidence_kept(Globals& globals, Instance& instance, const TermOptions& o) {
  const evidence::Retention retention = retention_of(instance);
  if (const auto fate = retention.fate(o.id); fate.ok()) {
    say_fate(globals, *fate);
    return {};
  }
  MUSTER_TRY(const auto file, instance.cases.find_case(o.id));
  MUSTER_TRY(const auto fates, retention.of_case(file.id, o.limit));
  for (const auto& fate : fates) say_fate(globals, fate);
  if (fates.empty() && !globals.json) fmt::print("No test belongs to this case.\n");
  return {};
}

Result<void> evidence_end(Globals& globals, Instance& instance, const TermOptions&) {
  const bool live = ::isatty(STDERR_FILENO) && !globals.json;
  evidence::SweepOptions options;
  options.progress = [&](std::int64_t done, std::int64_t total) {
    if (live) fmt::print(stderr, "\r{} of {}", with_separators(done), with_separators(total));
  };
  MUSTER_TRY(const auto swept, retention_of(instance).sweep("system:cli", options));
  if (live) fmt::print(stderr, "\r\033[K");
  if (globals.json)
    fmt::print(R"({{"destroyed":{},"kept":{}}})"
               "\n",
               swept.destroyed, swept.kept);
  else
    fmt::print("Destroyed at the end of their term: {}. Past it, and kept: {}.\n", with_separators(swept.destroyed),
               with_separators(swept.kept));
  return {};
}

std::string subject_of(const evidence::Hold& hold) {
  if (hold.kind == "site") return hold.site;
  if (hold.kind == "case") return hold.case_number;
  return fmt::format("{} to {}", to_day(*hold.from), to_day(*hold.to));
}

void say_hold(const Globals& globals, const Instance& instance, const evidence::Hold& hold) {
  const bool stands = hold.stands(instance.clock.now());
  if (globals.json)
    fmt::print(R"({{"id":"{}","kind":"{}","of":{},"law":{},"reference":{},"set_by":"{}","set_at":"{}","stands":{}}})"
               "\n",
               hold.id, hold.kind, json_quote(subject_of(hold)), json_quote(hold.law), json_quote(hold.reference),
               hold.set_by, to_rfc3339(hold.set_at), stands);
  else
    fmt::print("{}  {:<6} {}  {}, {}  {}\n", hold.id, hold.kind, subject_of(hold), hold.law, hold.reference,
               hold.lifted_at ? "lifted on " + to_day(*hold.lifted_at)
               : stands       ? "until " + day_or(hold.until, "it is lifted")
                              : "ended on " + day_or(hold.until, ""));
}

Result<std::optional<Instant>> day_of(const std::string& text) {
  if (text.empty()) return std::optional<Instant>();
  MUSTER_TRY(const Instant day, parse_day(text));
  return std::optional(day);
}

Result<void> hold_set(Globals& globals, Instance& instance, const TermOptions& o) {
  evidence::NewHold hold;
  hold.kind = !o.site.empty() ? "site" : !o.case_id.empty() ? "case" : "period";
  hold.site = o.site;
  hold.case_id = o.case_id;
  MUSTER_TRY(hold.from, day_of(o.from));
  MUSTER_TRY(hold.to, day_of(o.to));
  MUSTER_TRY(hold.until, day_of(o.until));
  hold.law = o.law;
  hold.reference = o.reference;
  hold.reason = o.reason;
  MUSTER_TRY(const auto made, evidence::Holds(instance.database, instance.recorder).set(hold, o.by));
  say_hold(globals, instance, made);
  return {};
}

Result<void> hold_lift(Globals& globals, Instance& instance, const TermOptions& o) {
  MUSTER_TRY(const auto lifted, evidence::Holds(instance.database, instance.recorder).lift(o.id, o.reason, o.by));
  say_hold(globals, instance, lifted);
  return {};
}

Result<void> hold_show(Globals& globals, Instance& instance, const TermOptions& o) {
  MUSTER_TRY(const auto hold, evidence::Holds(instance.database, instance.recorder).hold(o.id));
  say_hold(globals, instance, hold);
  if (globals.json) return {};
  fmt::print("    {}\n    set by {} at {}\n", hold.reason, hold.set_by, to_rfc3339(hold.set_at));
  if (hold.lifted_at)
    fmt::print("    lifted by {} at {}: {}\n", hold.lifted_by, to_rfc3339(*hold.lifted_at), hold.lift_reason);
  return {};
}

Result<void> hold_list(Globals& globals, Instance& instance, const TermOptions& o) {
  const evidence::HoldFilter filter{o.kind, o.site, o.case_id, o.standing, o.after, o.limit};
  MUSTER_TRY(const auto holds, evidence::Holds(instance.database, instance.recorder).list(filter));
  for (const auto& hold : holds) say_hold(globals, instance, hold);
  if (holds.empty() && !globals.json) fmt::print("No legal hold.\n");
  if (static_cast<int>(holds.size()) == o.limit && !globals.json)
    fmt::print("… there may be more: --after {}\n", holds.back().id);
  return {};
}

}  // namespace

void add_evidence_terms(CLI::App& all, Globals& globals) {
  auto o = std::make_shared<TermOptions>();
  const auto add = [&globals, o](CLI::App& to, const char* name, const char* text,
                                 Result<void> (*run)(Globals&, Instance&, const TermOptions&)) {
    auto* command = to.add_subcommand(name, text);
    command->callback([&globals, o, run] {
      Instance* instance = globals.open();
      if (!instance) return;
      if (const auto done = run(globals, *instance, *o); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* kept = add(all, "kept", "Until when evidence is kept, and by what", evidence_kept);
  kept->add_option("id", o->id, "A test's id, or a case's id or number")->required();
  kept->add_option("--limit", o->limit, "Of a case's tests")->check(CLI::Range(1, 1000));
  add(all, "end", "Destroy what has reached its term and nothing keeps; the server does so each day", evidence_end);

  auto* hold = all.add_subcommand("hold", "Legal holds: evidence that must not be destroyed");
  hold->require_subcommand(1);
  auto* set = add(*hold, "set", "Of a site, of a case or of a period", hold_set);
  auto* of = set->add_option_group("of");
  of->add_option("--site", o->site, "A name; whatever lies below it is held as well");
  of->add_option("--case", o->case_id, "A case's id or number");
  of->add_option("--from", o->from, "YYYY-MM-DD: tests that began from then on");
  of->require_option(1);
  set->add_option("--to", o->to, "YYYY-MM-DD: and before that day");
  set->add_option("--law", o->law, "The law or order that asks for it")->required();
  set->add_option("--reference", o->reference, "The number of the file")->required();
  set->add_option("--reason", o->reason, "A sentence; names nobody")->required();
  set->add_option("--until", o->until, "YYYY-MM-DD; without, until it is lifted");
  set->add_option("--by", o->by, "Id of the examiner, decider or appeal officer")->required();
  auto* lift = add(*hold, "lift", "Evidence ends with its term again", hold_lift);
  lift->add_option("id", o->id, "The hold's id")->required();
  lift->add_option("--reason", o->reason, "Why")->required();
  lift->add_option("--by", o->by, "Id of the decider or appeal officer")->required();
  add(*hold, "show", "One hold", hold_show)->add_option("id", o->id, "The hold's id")->required();
  auto* list = add(*hold, "list", "Newest first", hold_list);
  list->add_flag("--standing", o->standing, "Those alone that stand");
  list->add_option("--kind", o->kind, "site, case or period");
  list->add_option("--site", o->site, "Of this name");
  list->add_option("--case", o->case_id, "Of this case's id");
  list->add_option("--after", o->after, "The last id seen");
  list->add_option("--limit", o->limit, "At most so many")->check(CLI::Range(1, 500));
}

}  // namespace muster::cli
