// `muster bundle train`: a text model and its calibration out of texts, for publishers. The same texts give the same
// bundles. Texts are generated or public; nothing may be trained on personal data.
#include "commands.h"
#include "score_report.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <content/scorer.h>

#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kTextsBytesMax = 256u << 20;

struct TrainFiles {
  std::string positive, negative, ground, name, version = "1", out, calibration, plot, source;
};

// Texts parted by a line "%%".
Result<std::vector<std::string>> texts_in(const std::string& path) {
  MUSTER_TRY(const std::string all, read_file(path, kTextsBytesMax));
  std::vector<std::string> out;
  std::string_view rest = all;
  while (!rest.empty()) {
    const auto end = rest.find("\n%%\n");
    if (const auto text = trim(rest.substr(0, end)); !text.empty()) out.emplace_back(text);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 4);
  }
  return out;
}

// A text's part by its hash: 0, 1 to learn from, 2 to calibrate with, 3 to measure on. No text is in two.
int part_of(const std::string& text) {
  return static_cast<unsigned char>(sha256(text)[0]) % 4;
}

Result<void> train_bundle(Globals& globals, const TrainFiles& files) {
  MUSTER_TRY(const auto positive, texts_in(files.positive));
  MUSTER_TRY(const auto negative, texts_in(files.negative));
  std::vector<content::LabelledText> learn, calibrate, measure;
  for (const bool kind : {true, false})
    for (const std::string& text : kind ? positive : negative) {
      const int part = part_of(text);
      (part < 2 ? learn : part == 2 ? calibrate : measure).push_back({text, kind});
    }
  MUSTER_TRY(const auto model, content::train(learn));
  const auto outcomes = [&](const std::vector<content::LabelledText>& texts) {
    std::vector<content::Outcome> out;
    for (const auto& text : texts) out.push_back({model.logit(text.text), text.positive});
    return out;
  };
  MUSTER_TRY(const auto platt, content::fit_platt(outcomes(calibrate)));
  auto measured = outcomes(measure);
  int wrong_clues = 0, missed = 0, positives = 0;
  for (auto& each : measured) {
    each.score = 1 / (1 + std::exp(-(platt.slope * each.score + platt.shift)));
    positives += each.positive;
    missed += each.positive && each.score < content::kClueScore;
    wrong_clues += !each.positive && each.score >= content::kClueScore;
  }
  const auto reliability = content::reliability_of(measured);
  fmt::print("{} texts to learn from, {} to calibrate with, {} to measure on ({} positive): {} missed, {} wrong\n",
             learn.size(), calibrate.size(), measure.size(), positives, missed, wrong_clues);
  print_reliability(reliability, globals.json);
  // A page has phrases beside what it reads like: the model adds its calibrated log-odds to theirs.
  content::Calibration calibration = content::default_calibration();
  calibration.ground = files.ground;
  calibration.bias = -2.77;
  for (auto& weight : calibration.weights)
    if (weight.kind == "model") weight = {"model", std::min(platt.slope, 1.0) * 0.5, true};
  calibration.fitted_on = static_cast<std::int64_t>(calibrate.size());
  MUSTER_CHECK_OK(replace_file(files.out, model.draft(files.name, files.version, files.ground, files.source)));
  if (!files.calibration.empty())
    MUSTER_CHECK_OK(replace_file(files.calibration, content::calibration_draft(calibration, files.name + "-calibration",
                                                                               files.version, files.source)));
  if (!files.plot.empty())
    MUSTER_CHECK_OK(replace_file(files.plot, content::reliability_svg(reliability, files.name + " " + files.version)));
  return {};
}

}  // namespace

void add_bundle_train(CLI::App& bundle, Globals& globals) {
  auto files = std::make_shared<TrainFiles>();
  auto* train = bundle.add_subcommand("train", "A text model and its calibration out of texts parted by lines of %%");
  train->add_option("--positive", files->positive, "Texts that are about the ground")->required();
  train->add_option("--negative", files->negative, "Texts that are not")->required();
  train->add_option("--ground", files->ground, "The ground")->required();
  train->add_option("--name", files->name, "The model's name")->required();
  train->add_option("--version", files->version, "Its version")->capture_default_str();
  train->add_option("--source", files->source, "Where the texts come from")->required();
  train->add_option("--out", files->out, "Where to write the model's draft")->required();
  train->add_option("--calibration", files->calibration, "Where to write the calibration's draft");
  train->add_option("--plot", files->plot, "Where to write the reliability plot (SVG)");
  train->callback([&globals, files] {
    if (const auto done = train_bundle(globals, *files); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
