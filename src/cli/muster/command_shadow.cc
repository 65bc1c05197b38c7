// `muster shadow compare OLD.csv`: what another system says of each name, against what Muster would do.
#include "commands.h"
#include "instance.h"
#include <base/csv.h>
#include <base/text.h>
#include <census/comparison.h>
#include <census/service.h>
#include <enforcement/blocked_names.h>
#include <names/name.h>

#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using census::Compared;
using census::ComparisonCounts;

struct ShadowOptions {
  std::string file, out = "table";
  std::size_t limit = 20;
  int errors_shown = 20;
};

std::string_view standing(const std::optional<census::Standing>& of) {
  return of ? census::to_text(*of) : std::string_view();
}

void print_counts(const ComparisonCounts& c) {
  const auto line = [](std::int64_t n, const char* what) { fmt::print("  {:>13}  {}\n", with_separators(n), what); };
  line(c.names, "names compared");
  line(c.agree, "agree");
  line(c.standing_differs, "of another standing");
  line(c.blocked_differs, "blocked by one of the two alone");
  if (c.bad_lines > 0) line(c.bad_lines, "bad lines");
  bool any = false;
  for (const auto theirs : census::kAllStandings)
    for (const auto ours : census::kAllStandings) {
      const auto n = c.standings[static_cast<std::size_t>(theirs)][static_cast<std::size_t>(ours)];
      if (theirs == ours || n == 0) continue;
      if (!any) fmt::print("\n  {:>13}  {:<17} {}\n", "", "Theirs", "Ours");
      any = true;
      fmt::print("  {:>13}  {:<17} {}\n", with_separators(n), census::to_text(theirs), census::to_text(ours));
    }
}

std::string json_of(const Compared& c) {
  return fmt::format(
      R"({{"name":{},"theirs":{},"ours":"{}","rule":"{}","sentence":{},"blocked_theirs":{},"blocked_ours":{}}})",
      json_quote(c.name), c.theirs ? json_quote(census::to_text(*c.theirs)) : "null", census::to_text(c.ours),
      census::to_text(c.rule), json_quote(census::sentence(c.rule)),
      !c.blocked_theirs   ? "null"
      : *c.blocked_theirs ? "true"
                          : "false",
      c.blocked_ours);
}

std::string table_line(const Compared& c) {
  std::string what;
  if (!c.standing_agrees())
    what = fmt::format("{} there, {} here: {}", standing(c.theirs), census::to_text(c.ours), census::sentence(c.rule));
  if (!c.blocked_agrees())
    what += fmt::format("{}blocked {} alone", what.empty() ? "" : "; ", c.blocked_ours ? "here" : "there");
  return fmt::format("  {:<44} {}\n", names::to_unicode(c.name), what);
}

// CSV streams every disagreement; the others gather as many as are shown.
class ShadowReport {
 public:
  ShadowReport(const ShadowOptions& options, const std::string& out) : options_(options), out_(out) {
    if (out == "csv") fmt::print("{}\n", census::kComparedColumns);
  }
  void differs(const Compared& c) {
    if (out_ == "csv") {
      fmt::print("{}\n", census::csv_line(c));
      return;
    }
    if (++shown_ > options_.limit) return;
    rows_ += out_ == "json" ? (rows_.empty() ? "" : ",") + json_of(c) : table_line(c);
  }
  void bad(std::int64_t line, const Error& error) {
    if (++bad_ <= options_.errors_shown && out_ != "json")
      fmt::print(stderr, "line {}: {}\n", with_separators(line), error.sentence);
  }
  void end(const ComparisonCounts& c) const {
    if (out_ == "json") {
      fmt::print(
          R"({{"names":{},"agree":{},"standing_differs":{},"blocked_differs":{},"bad_lines":{},"disagreements":[{}]}})"
          "\n",
          c.names, c.agree, c.standing_differs, c.blocked_differs, c.bad_lines, rows_);
    } else if (out_ == "table") {
      print_counts(c);
      if (!rows_.empty()) fmt::print("\n{}", rows_);
      if (shown_ > options_.limit)
        fmt::print("  … and {} more (--limit, --out csv)\n",
                   with_separators(static_cast<std::int64_t>(shown_ - options_.limit)));
    }
  }

 private:
  const ShadowOptions& options_;
  std::string out_, rows_;
  std::size_t shown_ = 0;
  int bad_ = 0;
};

Result<void> run(Globals& globals, const ShadowOptions& options) {
  const std::string out = globals.json ? "json" : options.out;
  if (out != "table" && out != "csv" && out != "json") return invalid("compare_out", "Say table, csv or json.", "out");
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no file " + options.file + ", or it can't be read.");
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto known, instance->census.current_register(false));
  MUSTER_TRY(const auto zone, instance->enforcement.would_be_rpz());
  const enforcement::BlockedNames blocked(zone);
  ShadowReport report(options, out);
  MUSTER_TRY(const auto counts,
             census::compare(options.file == "-" ? static_cast<std::istream&>(std::cin) : file, *known, blocked,
                             {.differs = [&](const Compared& c) { report.differs(c); },
                              .bad = [&](std::int64_t line, const Error& e) { report.bad(line, e); }}));
  report.end(counts);
  globals.exit_code = counts.agree == counts.names && counts.bad_lines == 0 ? 0 : 1;
  return {};
}

}  // namespace

void add_shadow(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ShadowOptions>();
  auto* shadow = app.add_subcommand("shadow", "Beside another system: compare it with what Muster would do");
  shadow->require_subcommand(1);
  auto* command = shadow->add_subcommand("compare", "What another system says of each name, against ours");
  command->add_option("file", options->file, "CSV with name, and standing or blocked or both; - is standard input")
      ->required();
  command->add_option("--out", options->out, "table, csv or json")->capture_default_str();
  command->add_option("--limit", options->limit, "How many disagreements a table or JSON lists")->capture_default_str();
  command->callback([&globals, options] {
    if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
