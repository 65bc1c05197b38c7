// `muster score FILE|URL|WARC`: what a page scores, and why. Keeps nothing. `muster score agreement|drift|report`: how
// well people and scores do.
#include "commands.h"
#include "instance.h"
#include "picture_eyes.h"
#include "score_report.h"
#include <base/files.h>
#include <base/text.h>
#include <content/scorer.h>
#include <policy/policy.h>
#include <testing/fetch.h>
#include <testing/history.h>
#include <testing/testing.h>

#include <CLI/CLI.hpp>
#include <bundles/bundles.h>
#include <embedded_lexicons.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kScoredBytesMax = 64u << 20;

struct ScoreOptions {
  std::vector<std::string> what;
  std::string as_of, language;
  std::vector<std::string> drafts, pictures;
  bool explain = false, shipped = false;
};

// A draft or a signed bundle from a file, without an instance: for whoever writes one.
Result<content::SignedBundle> unsigned_bundle(std::string file) {
  const auto keys = content::key_pair_from_seed(std::string(32, '0'));
  const auto second = file.find('\n');
  if (second != std::string::npos && file.substr(second + 1).starts_with("ed25519 ")) {
    const auto third = file.find('\n', second + 1);
    file = file.substr(0, second + 1) + (third == std::string::npos ? "" : file.substr(third + 1));
  }
  MUSTER_TRY(const std::string bundle, content::sign_draft(file, "draft", keys));
  const content::PublisherKey own[] = {{"draft", keys.public_key}};
  return content::open_signed(bundle, own);
}

Result<std::shared_ptr<const content::Scorer>> scorer_of(const std::vector<std::string>& files) {
  content::Scorer::Lexicons lexicons;
  content::Scorer::Models models;
  std::vector<content::Calibration> calibrations;
  for (const std::string& file : files) {
    MUSTER_TRY(const auto bundle, unsigned_bundle(file));
    switch (bundle.header.kind) {
      case content::BundleKind::lexicon: {
        MUSTER_TRY(auto terms, content::read_lexicon(bundle));
        MUSTER_TRY(auto lexicon, content::Lexicon::compile(std::move(terms)));
        lexicons.push_back(std::move(lexicon));
        break;
      }
      case content::BundleKind::model: {
        MUSTER_TRY(auto model, content::TextModel::read(bundle));
        models.push_back(std::move(model));
        break;
      }
      case content::BundleKind::calibration: {
        MUSTER_TRY(auto calibration, content::read_calibration(bundle));
        calibrations.push_back(std::move(calibration));
        break;
      }
      case content::BundleKind::hash_list:
        return invalid("bundle_kind_unknown", "A page's text is not scored with hash lists.", "bundle");
    }
  }
  return std::make_shared<const content::Scorer>(std::move(lexicons), std::move(models), std::move(calibrations));
}

Result<std::shared_ptr<const content::Scorer>> scorer_for(Globals& globals, const ScoreOptions& options) {
  if (options.shipped || !options.drafts.empty()) {
    std::vector<std::string> files;
    if (options.shipped)
      for (const EmbeddedFile& file : muster_lexicons::files()) files.emplace_back(file.bytes);
    for (const std::string& path : options.drafts) {
      MUSTER_TRY(auto file, read_file(path, content::kBundleBytesMax));
      files.push_back(std::move(file));
    }
    return scorer_of(files);
  }
  std::optional<Instant> at;
  if (!options.as_of.empty()) {
    MUSTER_TRY(at, parse_rfc3339(options.as_of.size() == 10 ? options.as_of + "T00:00:00Z" : options.as_of));
  }
  Instance* instance = globals.open();
  if (!instance) return unavailable("instance_missing", "Name an instance with --data, or say --shipped.");
  return instance->bundles.scorer(at);
}

// Of the instance's policy, where one scores; else of the policy that is named, or the standard one.
Result<ScoreBounds> bounds_for(Globals& globals, const ScoreOptions& options) {
  const auto of = [](const policy::Policy& policy) {
    return ScoreBounds{static_cast<double>(policy.number("testing.open_case_percent")) / 100,
                       static_cast<double>(policy.number("testing.urgent_percent")) / 100};
  };
  if (!options.shipped && options.drafts.empty())
    if (Instance* instance = globals.open()) return of(instance->policy);
  if (globals.policy.empty()) return of(policy::Policy::standard());
  MUSTER_TRY(const auto named, policy::Policy::load(globals.policy));
  return of(named);
}

// By its first bytes and its name: a WARC file, a page, a text.
Result<content::Page> page_in_file(const std::string& path) {
  MUSTER_TRY(const std::string bytes, read_file(path, kScoredBytesMax));
  if (bytes.starts_with("\x1F\x8B")) {
    MUSTER_TRY(auto page, testing::page_of_evidence(bytes));
    if (!page) return not_found("page_missing", "No answer of a server is in this WARC file.");
    return std::move(*page);
  }
  const bool html = path.ends_with(".html") || path.ends_with(".htm") || path.ends_with(".xhtml");
  return content::read_page(bytes, html ? "text/html" : "");
}

Result<content::Page> page_at(const std::string& url) {
  const SystemClock clock;
  testing::Fetcher fetcher({}, clock);
  bool asked = false;
  std::optional<testing::Visit> visit;
  fetcher.run(
      [&]() -> std::optional<testing::VisitRequest> {
        if (std::exchange(asked, true)) return {};
        return testing::VisitRequest{url, "1"};
      },
      [&](testing::Visit&& done) { visit = std::move(done); }, [] { return false; });
  if (!visit || !visit->error.empty())
    return unavailable(visit ? visit->error : "fetch_failed",
                       visit ? visit->sentence : "The page could not be fetched.");
  return std::move(visit->page);
}

Result<content::Page> page_of(const std::string& what) {
  if (what.starts_with("http://") || what.starts_with("https://")) return page_at(what);
  return page_in_file(what);
}

void run_score(Globals& globals, const ScoreOptions& options) {
  const auto scorer = scorer_for(globals, options);
  if (!scorer.ok()) return globals.exit_code ? void() : globals.fail(scorer.error());
  const auto bounds = bounds_for(globals, options);
  if (!bounds.ok()) return globals.fail(bounds.error());
  if ((*scorer)->empty()) fmt::print(stderr, "No bundle is in force: every score is 0.\n");
  std::vector<content::Evidence> beside;
  if (!options.pictures.empty()) {
    const auto eyes = PictureEyes::open(globals, {.lists = !options.shipped && options.drafts.empty()});
    if (!eyes.ok()) return globals.exit_code ? void() : globals.fail(eyes.error());
    std::vector<testing::TestPicture> looked;
    for (const std::string& file : options.pictures) {
      auto bytes = read_file(file, pictures::kPictureBytesMax + 1);
      if (!bytes.ok()) return globals.fail(bytes.error());
      const auto seen = (*eyes)->look(std::move(*bytes));
      if (!seen.ok()) return globals.fail(seen.error());
      looked.push_back(testing::test_picture(*seen, ""));
      looked.back().url = file;
    }
    beside = testing::picture_evidence(looked);
  }
  for (const std::string& what : options.what) {
    auto page = page_of(what);
    if (!page.ok()) return globals.fail(page.error());
    if (!options.language.empty()) page->language = options.language;
    const auto score = (*scorer)->score(*page, beside);
    if (globals.json)
      print_score_json(what, *page, score, *bounds);
    else
      print_score(what, *page, score, *bounds, options.explain);
    if (score.probability() >= bounds->clue) globals.exit_code = 1;
  }
}

// item,reviewer,label: one line a judgement.
void run_agreement(Globals& globals, const std::string& path) {
  const auto text = read_file(path, kScoredBytesMax);
  if (!text.ok()) return globals.fail(text.error());
  std::map<std::string, std::map<std::string, std::string>> items;
  std::set<std::string> reviewers;
  for (const auto line : split(*text, '\n')) {
    const auto fields = split(trim(line), ',');
    if (fields.size() == 1 && trim(fields[0]).empty()) continue;
    if (fields.size() != 3) return globals.fail(invalid("agreement_line", "Each line is item,reviewer,label.", "file"));
    items[std::string(fields[0])][std::string(fields[1])] = std::string(trim(fields[2]));
    reviewers.emplace(fields[1]);
  }
  print_agreement(items, reviewers, globals.json);
}

void run_drift(Globals& globals, const std::string& id) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto counts = instance->bundles.counts(id, 37);
  if (!counts.ok()) return globals.fail(counts.error());
  print_drift(*counts, to_day(instance->clock.now() - Duration(std::chrono::hours(24 * 7))), globals);
}

void run_report(Globals& globals, const std::string& month, const std::string& plot) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto outcomes = instance->testing.outcomes(month);
  if (!outcomes.ok()) return globals.fail(outcomes.error());
  const auto reliability = content::reliability_of(*outcomes);
  print_reliability(reliability, globals.json);
  if (plot.empty()) return;
  const auto written =
      replace_file(plot, content::reliability_svg(reliability, "Scores and what people found, " + month));
  if (!written.ok()) globals.fail(written.error());
}

}  // namespace

void add_score(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ScoreOptions>();
  auto* score = app.add_subcommand("score", "What a file, a page or a WARC file scores, and why");
  auto* what = score->add_option("what", options->what, "Files, URLs or WARC files")->type_name("FILE|URL|WARC");
  score->add_flag("--explain", options->explain, "Every hit in context");
  score->add_option("--as-of", options->as_of, "With the bundles that were in force then (date or RFC 3339 time)");
  score->add_flag("--shipped", options->shipped, "With the drafts that ship with Muster, without an instance");
  score->add_option("--bundle", options->drafts, "With this draft or bundle, without an instance");
  score->add_option("--picture", options->pictures, "A picture of the page, looked at beside its text");
  score->add_option("--language", options->language, "The text's language, where it doesn't say");
  score->callback([&globals, options, score, what] {
    if (!score->get_subcommands().empty()) return;
    if (what->count() == 0) return globals.fail(invalid("what_missing", "Name a file or a URL.", "what"));
    run_score(globals, *options);
  });
  auto file = std::make_shared<std::string>();
  auto* agreement = score->add_subcommand("agreement", "How far reviewers agree: Cohen's kappa, Krippendorff's alpha");
  agreement->add_option("file", *file, "CSV: item,reviewer,label")->required();
  agreement->callback([&globals, file] { run_agreement(globals, *file); });
  auto id = std::make_shared<std::string>();
  auto* drift = score->add_subcommand("drift", "A bundle's scores of the last week against the month before");
  drift->add_option("bundle", *id, "Its id")->required();
  drift->callback([&globals, id] { run_drift(globals, *id); });
  auto month = std::make_shared<std::array<std::string, 2>>();
  auto* report = score->add_subcommand("report", "Scores of a month against what people found");
  report->add_option("month", (*month)[0], "YYYY-MM")->required();
  report->add_option("--plot", (*month)[1], "Where to write the reliability plot (SVG)");
  report->callback([&globals, month] { run_report(globals, (*month)[0], (*month)[1]); });
}

}  // namespace muster::cli
