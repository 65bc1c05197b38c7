// `muster test URL…`: visits sites as a phone would and says what was found. Exit 1 where there is a clue.
#include "commands.h"
#include "farm_option.h"
#include "instance.h"
#include "test_queue.h"
#include "visit_text.h"
#include <base/files.h>
#include <base/text.h>
#include <testing/testing.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <bundles/bundles.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kListBytesMax = 32u << 20;
constexpr std::size_t kBatch = 1000;

struct TestOptions {
  std::vector<std::string> urls;
  std::string file, farm;
  bool vantages = false, hand_out = false;
  TestQueue queue;
};

Result<std::vector<std::string>> wanted(const TestOptions& options) {
  std::vector<std::string> out = options.urls;
  if (!options.file.empty()) {
    MUSTER_TRY(const std::string text, read_file(options.file, kListBytesMax));
    if (!is_valid_utf8(text))
      return invalid("list_not_utf8", "The list is not UTF-8 text. Nothing was tested.", "file");
    for (auto line : split(text, '\n')) {
      line = trim(line.substr(0, line.find(" #")));
      if (!line.empty() && !line.starts_with('#')) out.emplace_back(line);
    }
  }
  if (out.empty()) return invalid("url_count", "Name at least one URL, or a list with --file.", "urls");
  return out;
}

// Prints as visits end, so that a long list shows its life.
class VisitReport {
 public:
  VisitReport(Globals& globals, Instance& instance, std::size_t total)
      : globals_(globals), instance_(instance), total_(total), live_(::isatty(STDERR_FILENO) && !globals.json) {
    if (!globals.json)
      fmt::print("{:<7} {:>5} {:>4} {:>6}  {:<44} {:<44} {}\n", "VERDICT", "SCORE", "HOPS", "STATUS", "URL", "REASON",
                 "EVIDENCE");
  }
  void add(const testing::TestRun& run) {
    ++done_;
    clues_ += run.verdict == "clue";
    errors_ += run.verdict == "error";
    const std::string evidence = instance_.data + "/evidence/" + run.evidence_path;
    if (globals_.json) {
      fmt::print("{}\n", json::serialize(visit_json(run, evidence)));
      return;
    }
    if (live_) fmt::print(stderr, "\r\033[K");
    fmt::print("{:<7} {:>5.2f} {:>4} {:>6}  {:<44} {:<44} {}\n", run.verdict, run.score, run.hop_count,
               status_text(run.http_status), cut_to(run.url, 44), cut_to(run.top_reason, 44), evidence);
    add_vantages(run);
    std::fflush(stdout);
    if (live_) fmt::print(stderr, "{} of {} tested", done_, total_);
  }
  void end() {
    if (live_) fmt::print(stderr, "\r\033[K");
    if (!globals_.json)
      fmt::print("{} tested: {} with clues, {} not reached or refused, {} clean.\n", done_, clues_, errors_,
                 done_ - clues_ - errors_);
    if (clues_ > 0) globals_.exit_code = 1;
  }

 private:
  // A line a vantage: what it saw, and whether that is more than the page changes by itself.
  static void add_vantages(const testing::TestRun& run) {
    std::set<std::string> told;
    for (const auto& each : run.vantages) {
      if (!told.insert(each.name).second) continue;
      const std::string saw = each.error.empty() ? fmt::format("{}", each.status) : each.error;
      fmt::print("        {:<12} {:<16} {:>8} bytes of text  {:<36} {}\n", each.name, saw, each.text_bytes,
                 cut_to(each.title, 36), each.value > 0 ? fmt::format("differs by {:.0f} %", each.value * 100) : "");
    }
    if (run.cloaked()) fmt::print("        What is shown depends on who asks.\n");
  }

  Globals& globals_;
  Instance& instance_;
  std::size_t total_;
  bool live_;
  std::size_t done_ = 0, clues_ = 0, errors_ = 0;
};

// Puts the tests before the workers instead of visiting here.
Result<void> hand_out(Globals& globals, Instance& instance, const TestOptions& options,
                      const std::vector<std::string>& urls) {
  MUSTER_TRY(const auto queue, open_test_queue(instance, options.queue));
  std::vector<testing::Ordered> tests;
  for (const std::string& url : urls) tests.push_back({instance.recorder.new_id(), url});
  MUSTER_CHECK_OK(instance.testing.order(*queue, tests, kCommandLine));
  if (globals.json)
    fmt::print("{{\"handed_out\":{}}}\n", tests.size());
  else
    fmt::print("{} handed out to the workers.\n", with_separators(static_cast<std::int64_t>(tests.size())));
  return {};
}

void run_test(Globals& globals, const TestOptions& options) {
  const auto urls = wanted(options);
  if (!urls.ok()) return globals.fail(urls.error());
  Instance* instance = globals.open();
  if (!instance) return;
  if (const auto allowed = allow_farm(*instance, options.farm); !allowed.ok()) return globals.fail(allowed.error());
  if (options.hand_out) {
    if (const auto handed = hand_out(globals, *instance, options, *urls); !handed.ok()) globals.fail(handed.error());
    return;
  }
  if (const auto lexicons = instance->bundles.in_force(); lexicons.ok() && lexicons->empty())
    fmt::print(stderr, "No lexicon is enabled: pages are fetched and kept, and every score is 0.\n");
  VisitReport report(globals, *instance, urls->size());
  for (std::size_t at = 0; at < urls->size(); at += kBatch) {
    const std::vector<std::string> batch(
        urls->begin() + static_cast<std::ptrdiff_t>(at),
        urls->begin() + static_cast<std::ptrdiff_t>(std::min(at + kBatch, urls->size())));
    const auto done = instance->testing.test(
        batch, "system:cli", [&](const testing::TestRun& run) { report.add(run); }, {},
        testing::TestMode{.vantages = options.vantages});
    if (!done.ok()) return globals.fail(done.error());
  }
  report.end();
}

}  // namespace

void add_test(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<TestOptions>();
  auto* test = app.add_subcommand("test", "Visit sites as a phone would, keep evidence, score the text");
  test->add_option("urls", options->urls, "URLs or names")->type_name("URL");
  test->add_option("--file", options->file, "A list of URLs, one a line");
  auto* vantages = test->add_flag("--vantages", options->vantages,
                                  "From several vantages (phone, desktop, search, english, or <data>/vantages.json), "
                                  "and compare");
  test->add_option("--farm", options->farm, "File of test sites on loopback (demo and training alone)");
  test->add_flag("--hand-out", options->hand_out, "Leave the visits to the workers (muster worker run)")
      ->excludes(vantages);
  add_queue_options(*test, options->queue);
  test->callback([&globals, options] { run_test(globals, *options); });
}

}  // namespace muster::cli
