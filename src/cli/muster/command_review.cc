// `muster review golden|add|confirm|retire|agreement|reports`: how well people and scores do. Second reviews themselves
// are steps of signed-in persons, and are taken in the console alone.
#include "commands.h"
#include "instance.h"
#include <base/text.h>
#include <parties/parties.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <reviews/reviews.h>

namespace muster::cli {
namespace {

struct ReviewOptions {
  std::string id, ground = "explicit_unlawful", answer, by, state, after, month;
  int limit = 50, months = 12;
};

// Answers stay where they are: whoever reads a terminal may have to judge the page tomorrow.
void print_golden(const Globals& globals, const reviews::GoldenItem& item) {
  if (globals.json)
    fmt::print(R"({{"id":{},"test_id":{},"address":{},"ground":"{}","state":"{}"}})"
               "\n",
               json_quote(item.id), json_quote(item.run_id), json_quote(item.address), item.ground, item.state);
  else
    fmt::print("{}  {:<9} {:<22} {}\n", item.id, item.state, item.ground, item.address);
}

Result<void> check_person(Instance& instance, const std::string& person) {
  const auto found = instance.parties.person(person);
  return found.ok() ? Result<void>() : found.error();
}

Result<void> review_golden(Globals& globals, Instance& instance, const ReviewOptions& o) {
  MUSTER_TRY(const auto items, instance.reviews.golden_items({o.state, "", o.after, o.limit}));
  for (const auto& item : items) print_golden(globals, item);
  MUSTER_TRY(const auto scores, instance.reviews.score_golden());
  for (const auto& each : scores)
    if (globals.json)
      fmt::print(R"({{"ground":"{}","violations":{},"found":{},"none":{},"false_clues":{},"unreadable":{}}})"
                 "\n",
                 each.ground, each.violations, each.found, each.none, each.false_clues, each.unreadable);
    else
      fmt::print("{}: {} of {} violations found, {} false clues of {} others{}\n", each.ground, each.found,
                 each.violations, each.false_clues, each.none,
                 each.unreadable > 0 ? fmt::format(", {} without their page", each.unreadable) : "");
  return {};
}

Result<void> review_add(Globals& globals, Instance& instance, const ReviewOptions& o) {
  MUSTER_CHECK_OK(check_person(instance, o.by));
  MUSTER_TRY(const auto item, instance.reviews.propose(o.id, o.ground, o.answer, o.by));
  print_golden(globals, item);
  return {};
}

Result<void> review_confirm(Globals& globals, Instance& instance, const ReviewOptions& o) {
  MUSTER_CHECK_OK(check_person(instance, o.by));
  MUSTER_TRY(const auto item, instance.reviews.confirm(o.id, o.answer, o.by));
  print_golden(globals, item);
  return {};
}

Result<void> review_retire(Globals& globals, Instance& instance, const ReviewOptions& o) {
  MUSTER_CHECK_OK(check_person(instance, o.by));
  MUSTER_TRY(const auto item, instance.reviews.retire(o.id, o.by));
  print_golden(globals, item);
  return {};
}

Result<void> review_agreement(Globals& globals, Instance& instance, const ReviewOptions& o) {
  const std::string last = o.month.empty() ? to_day(instance.clock.now()).substr(0, 7) : o.month;
  MUSTER_TRY(const auto all, instance.reviews.agreement(last, o.months));
  for (const auto& each : all)
    if (globals.json)
      fmt::print(
          R"({{"month":"{}","ground":"{}","pairs":{},"agreed":{},"kappa":{:.4f},"alpha":{:.4f},"too_few":{},"golden":{},)"
          R"("golden_right":{},"waiting":{},"lapsed":{}}})"
          "\n",
          each.month, each.ground, each.pairs, each.agreed, each.kappa, each.alpha, each.too_few(), each.golden,
          each.golden_right, each.waiting, each.lapsed);
    else
      fmt::print(
          "{}  {:<22} {:>5} pairs, {:>5} agreed, kappa {:.2f}, alpha {:.2f}{}; golden {} of {}; {} wait, {} lapsed\n",
          each.month, each.ground, each.pairs, each.agreed, each.kappa, each.alpha,
          each.too_few() ? " (too few to say)" : "", each.golden_right, each.golden, each.waiting, each.lapsed);
  return {};
}

Result<void> review_reports(Globals& globals, Instance& instance, const ReviewOptions& o) {
  MUSTER_TRY(const auto kept, instance.reviews.reports(o.limit));
  for (const auto& report : kept)
    if (globals.json)
      fmt::print("{}\n", reviews::report_json(report));
    else
      fmt::print("{}  {:>7} outcomes, Brier {:.4f}, calibration error {:.4f}, drift {:.3f}\n", report.month,
                 with_separators(report.reliability.count), report.reliability.brier, report.reliability.ece,
                 report.drift_max());
  return {};
}

}  // namespace

void add_review(CLI::App& app, Globals& globals) {
  auto o = std::make_shared<ReviewOptions>();
  auto* review = app.add_subcommand("review", "The golden set, how far reviewers agree, and months' reports");
  review->require_subcommand(1);
  const auto add = [&](const char* name, const char* text,
                       Result<void> (*run)(Globals&, Instance&, const ReviewOptions&)) {
    auto* command = review->add_subcommand(name, text);
    command->callback([&globals, o, run] {
      Instance* instance = globals.open();
      if (!instance) return;
      if (const auto done = run(globals, *instance, *o); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* golden = add("golden", "What is in the golden set, and how what is in force scores it", review_golden);
  golden->add_option("--state", o->state, "proposed, confirmed or retired");
  golden->add_option("--after", o->after, "Go on behind this id");
  golden->add_option("--limit", o->limit, "How many")->check(CLI::Range(1, 500))->capture_default_str();
  auto* made = add("add", "Enter a sealed test with what is right about it", review_add);
  made->add_option("test", o->id, "The test's id")->required();
  made->add_option("--ground", o->ground, "On which ground")->capture_default_str();
  made->add_option("--answer", o->answer, "violation or none")->required();
  made->add_option("--by", o->by, "The person")->required();
  auto* confirm = add("confirm", "Say the answer too; another person than the one who entered it", review_confirm);
  confirm->add_option("id", o->id, "The item")->required();
  confirm->add_option("--answer", o->answer, "violation or none")->required();
  confirm->add_option("--by", o->by, "The person")->required();
  auto* retire = add("retire", "Take an item out of the set", review_retire);
  retire->add_option("id", o->id, "The item")->required();
  retire->add_option("--by", o->by, "The person")->required();
  auto* agreement = add("agreement", "Cohen's kappa and Krippendorff's alpha, by month and ground", review_agreement);
  agreement->add_option("--month", o->month, "The last month, YYYY-MM; this one by default");
  agreement->add_option("--months", o->months, "How many")->check(CLI::Range(1, 36))->capture_default_str();
  auto* reports = add("reports", "The months' reports that were kept, newest first", review_reports);
  reports->add_option("--limit", o->limit, "How many")->check(CLI::Range(1, 100))->capture_default_str();
}

}  // namespace muster::cli
