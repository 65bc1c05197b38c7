// One score of a page out of everything that is in force: lexicons, text models, and what others looked at (pictures,
// hashes, vantages, history), weighed by calibrations into a probability a ground, with reasons. It puts a page before
// a person; it decides nothing. Thread-safe.
#pragma once

#include <content/calibration.h>
#include <content/lexicon.h>
#include <content/model.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muster::content {

struct ModelScore {
  std::string bundle, ground;
  double logit = 0;
};

struct PageScore {
  std::vector<Score> lexicons;  // in the order given
  std::vector<ModelScore> models;
  std::vector<Weighed> grounds;      // highest first; those that anything speaks for
  std::vector<std::string> bundles;  // everything that was used, lexicons, models, calibrations
  std::int64_t hidden_hits = 0;      // terms in what the page hides: told, not counted
  double probability() const { return grounds.empty() ? 0 : grounds.front().probability; }
};

class Scorer {
 public:
  using Lexicons = std::vector<std::shared_ptr<const Lexicon>>;
  using Models = std::vector<std::shared_ptr<const TextModel>>;
  Scorer() = default;
  Scorer(Lexicons lexicons, Models models, std::vector<Calibration> calibrations)
      : lexicons_(std::move(lexicons)), models_(std::move(models)), calibrations_(std::move(calibrations)) {}

  // `beside`: evidence of other kinds for any ground.
  PageScore score(const Page& page, std::span<const Evidence> beside = {}) const;
  const Lexicons& lexicons() const { return lexicons_; }
  bool empty() const { return lexicons_.empty() && models_.empty(); }
  // That of a ground, that of "any", or the default.
  const Calibration& calibration_of(const std::string& ground) const;

 private:
  Lexicons lexicons_;
  Models models_;
  std::vector<Calibration> calibrations_;
};

}  // namespace muster::content
