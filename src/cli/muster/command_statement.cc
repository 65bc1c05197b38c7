// `muster statement list|show|pdf|export|bounces`: statements of reasons, and what came back of their letters. Handing
// one over another way is a step of a signed-in person, and is taken in the console alone.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <notices/bounce.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <statements/service.h>

namespace muster::cli {
namespace {

constexpr std::size_t kDsaBatch = 100;  // records that the DSA Transparency Database takes at once
constexpr int kExportPage = 500;

struct StatementOptions {
  statements::Filter filter;
  std::string id, after, out, folder;
  int limit = 50;
};

Result<void> run_statement_list(Globals& globals, const StatementOptions& options) {
  if (options.limit < 1 || options.limit > 500) return invalid("page_limit", "Say 1 to 500.", "limit");
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto page, instance->statements.list(options.filter, options.after, options.limit));
  std::string items;
  for (const auto& s : page.items) {
    if (globals.json)
      items += fmt::format(
          R"({}{{"id":"{}","number":"{}","order":"{}","site":{},"ground":"{}","state":"{}","state_since":"{}"}})",
          items.empty() ? "" : ",", s.id, s.number, s.order_number, json_quote(s.site), s.ground, s.state,
          to_rfc3339(s.state_at));
    else
      fmt::print("{}  {:<12} {}  {}\n", s.number, s.state, to_day(s.state_at), s.site);
  }
  if (globals.json)
    fmt::print("{{\"items\":[{}],\"next\":{}}}\n", items, page.next.empty() ? "null" : json_quote(page.next));
  else if (!page.next.empty())
    fmt::print("More: --after '{}'\n", page.next);
  return {};
}

Result<void> run_statement_show(Globals& globals, const StatementOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto s, instance->statements.statement(options.id));
  if (globals.json) {
    fmt::print("{}\n", s.content);
    return {};
  }
  MUSTER_TRY(const auto paper, statements::paper_of(s.content));
  fmt::print("{}", instance->statements.text(s, paper, false));
  return {};
}

Result<void> run_statement_pdf(Globals& globals, const StatementOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto s, instance->statements.statement(options.id));
  MUSTER_TRY(const std::string pdf, instance->statements.pdf(s, false));
  return replace_file(options.out, pdf, 0600);
}

// Batches as POST /api/v1/statements takes them: {"statements":[…]}, a line each.
Result<void> run_statement_export(Globals& globals, const StatementOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  std::string batch, after = options.after;
  std::size_t in_batch = 0;
  const auto flush = [&] {
    if (in_batch > 0) fmt::print("{{\"statements\":[{}]}}\n", batch);
    batch.clear();
    in_batch = 0;
  };
  for (bool more = true; more;) {
    MUSTER_TRY(const auto page, instance->statements.list({}, after, kExportPage));
    for (const auto& line : page.items) {
      MUSTER_TRY(const auto s, instance->statements.statement(line.id));
      MUSTER_TRY(const std::string record, statements::dsa_of_content(s.content));
      batch += (in_batch++ > 0 ? "," : "") + record;
      if (in_batch == kDsaBatch) flush();
    }
    after = page.next;
    more = !after.empty();
  }
  flush();
  return {};
}

Result<void> run_statement_bounces(Globals& globals, const StatementOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const std::string folder = options.folder.empty() ? instance->data + "/mail-back" : options.folder;
  MUSTER_TRY(const auto taken, notices::take_bounces(folder, instance->notices));
  if (globals.json)
    fmt::print("{{\"failed\":{},\"others\":{}}}\n", taken.failed, taken.others);
  else
    fmt::print("{} letters came back, {} other messages.\n", taken.failed, taken.others);
  globals.exit_code = taken.failed > 0 ? 1 : 0;
  return {};
}

}  // namespace

void add_statement(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<StatementOptions>();
  auto* statement = app.add_subcommand("statement", "Statements of reasons")->require_subcommand(1);
  const auto run = [&globals](Result<void> done) {
    if (!done.ok()) globals.fail(done.error());
  };
  auto* list = statement->add_subcommand("list", "Newest first");
  list->add_option("--state", options->filter.state, "written, sent, undelivered, handed_over, received");
  list->add_option("--after", options->after, "Where the last page ended");
  list->add_option("--limit", options->limit, "How many")->capture_default_str();
  list->callback([&globals, options, run] { run(run_statement_list(globals, *options)); });
  auto* show = statement->add_subcommand("show", "What it says; with --json, all of it");
  show->add_option("id", options->id, "Id or number")->required();
  show->callback([&globals, options, run] { run(run_statement_show(globals, *options)); });
  auto* pdf = statement->add_subcommand("pdf", "As a file, without the secret link");
  pdf->add_option("id", options->id, "Id or number")->required();
  pdf->add_option("file", options->out, "Where to write it")->required();
  pdf->callback([&globals, options, run] { run(run_statement_pdf(globals, *options)); });
  statement
      ->add_subcommand("export",
                       "Records in the shape of the DSA Transparency Database, in batches of 100, a line each")
      ->callback([&globals, options, run] { run(run_statement_export(globals, *options)); });
  auto* bounces = statement->add_subcommand("bounces", "Read what came back of letters; the server does so by itself");
  bounces->add_option("folder", options->folder, "A maildir; else <data>/mail-back");
  bounces->callback([&globals, options, run] { run(run_statement_bounces(globals, *options)); });
}

}  // namespace muster::cli
