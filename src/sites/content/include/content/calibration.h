// From evidence of several kinds to one probability with its reasons, and how good such probabilities are. Pure.
#pragma once

#include <base/result.h>
#include <content/bundle.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muster::content {

// What speaks for a ground on a page. Kinds are open: whoever looks at something new adds its own, and a calibration
// says what it weighs. Those known: phrases (the sum of a lexicon), model (log-odds of a text model), picture (the
// probability of a class), hash (1: a known picture), vantage (0 … 1: how much the page differs by who asks), history
// (earlier decisions against the same host, each 1, at most 3).
struct Evidence {
  std::string ground, kind;
  double value = 0;
  std::string detail;  // for the person: the phrase, the picture's address, the list's name
  std::string bundle;  // that it comes from, "" for none
};

struct Weight {
  std::string kind;
  double weight = 0;
  bool fitted = false;  // to data; otherwise a stated guess
};

struct Calibration {
  std::string ground;  // or "any"
  std::string sha256;  // of its bundle, "" for the default
  double bias = 0;
  std::vector<Weight> weights;
  double slope = 1, shift = 0;  // Platt: p = 1 / (1 + exp(-(slope × z + shift)))
  std::int64_t fitted_on = 0;   // texts
};
// Used where no calibration is enabled: stated, not fitted, and told so.
const Calibration& default_calibration();

struct Contribution {
  std::string kind, detail, bundle;
  double value = 0, log_odds = 0;  // as given; what it adds
  bool fitted = false;
};
struct Weighed {
  std::string ground;
  double probability = 0;
  bool calibrated = false;                  // by a bundle
  std::vector<Contribution> contributions;  // largest first
};
// A model adds at most 2.5 either way: how a page reads is no clue alone.
// Kinds without a weight add nothing, and are told with 0. Where nothing speaks for a ground the probability is 0.
Weighed weigh(const std::string& ground, std::span<const Evidence> evidence, const Calibration& calibration);

// The body of a calibration's bundle. Errors: bundle_kind_unknown, calibration_format.
Result<Calibration> read_calibration(const SignedBundle& file);
std::string calibration_draft(const Calibration& calibration, const std::string& name, const std::string& version,
                              const std::string& source);

// --- fitting and measuring
struct Outcome {
  double score = 0;  // a sum z, or a probability
  bool positive = false;
};
struct Platt {
  double slope = 1, shift = 0;
};
// Platt 1999 with the targets of Lin, Lin and Weng 2007. Errors: train_data.
Result<Platt> fit_platt(std::span<const Outcome> outcomes);

struct ReliabilityBin {
  double from = 0, to = 0, mean = 0, share = 0;  // of probabilities; of positives
  std::int64_t count = 0;
};
struct Reliability {
  std::vector<ReliabilityBin> bins;  // ten
  double brier = 0;                  // mean squared error
  double ece = 0;                    // expected calibration error
  std::int64_t count = 0;
};
Reliability reliability_of(std::span<const Outcome> probabilities);
std::string reliability_svg(const Reliability& reliability, const std::string& title);

// Agreement of two reviewers over the same items (Cohen 1960), of any number with gaps (Krippendorff's alpha, nominal;
// "" is a gap), and the drift of one distribution against another (population stability index; 0.1 some, 0.25 much).
// Labels are small words. Fewer than two items: 0.
double cohen_kappa(std::span<const std::string> first, std::span<const std::string> second);
double krippendorff_alpha(const std::vector<std::vector<std::string>>& by_item);
double stability_index(std::span<const std::int64_t> before, std::span<const std::int64_t> now);

}  // namespace muster::content
