// Terms of a bundle found in a page's text, in context, with a score and its reasons. A score only puts a page before a
// person; it decides nothing. Thread-safe once compiled.
//
// How a text is read: NFKC and case folding with removal of what can't be seen (Unicode NFKC_Casefold), so that
// full-width letters, zero-width joints and soft hyphens hide nothing; traditional Chinese characters as simplified
// ones. A term must stand on word boundaries: between letters of a script with spaces none may stand on its other side
// (Scunthorpe; but Korean particles may follow and Arabic prefixes precede); in scripts without spaces (Han, kana,
// Thai …) it must begin and end where ICU's dictionary cuts the words of the sentence (独立服务器 is 独立 and 服务器,
// not …立服…). Beside as it is written a term is looked for without its accents, with hyphens, joined, cut into words
// with spaces, in pinyin, with look-alike letters and digits, and as letters that stand alone; such a hit says so.
#pragma once

#include <base/result.h>
#include <content/bundle.h>
#include <content/page.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::content {

// The way in which text is read and a sum becomes a score. It changes whenever the same page and bundle would give
// another score; stored scores name it, and only with the same one can they be made again.
inline constexpr int kScoringMethod = 2;
inline constexpr double kClueScore = 0.5;     // at or above: a clue for a person to look at
inline constexpr std::size_t kHitsMax = 100;  // kept of one page, with their contexts
inline constexpr std::size_t kContextChars = 40;

struct Hit {
  std::string term;
  std::string language;
  std::string before;  // up to 40 characters, as the page has them
  std::string match;
  std::string after;
  std::string sentence;  // up to 400 bytes
  std::string damped;    // why it counts for little: "", "language", or the context: medicine, education, law, art,
                         // news, warning
  std::string spelling;  // "", unaccented, hyphenated, joined, split, pinyin, alike, spaced
  double weight = 0;     // after damping
};

struct Reason {
  std::string term;
  std::string language;
  std::int64_t count = 0;
  double contribution = 0;  // to the sum that the score is made of
  std::string damped;
  std::string spelling;  // of the first one that is not plain
};

struct Score {
  std::string bundle;  // sha256
  std::string ground;
  double value = 0;             // 0 ≤ value < 1
  double sum = 0;               // that it is made of
  std::vector<Reason> reasons;  // largest contribution first
  std::vector<Hit> hits;        // in the page's order, at most kHitsMax
  bool is_clue() const { return value >= kClueScore; }
};

class Reading;  // reading.h

class Lexicon {
 public:
  // Errors: lexicon_compile; bundle_hits_neutral when the bundle hits the shipped neutral corpora (press, religion,
  // politics, health, law, art …) above the limit of neutral.h.
  static Result<std::shared_ptr<const Lexicon>> load(Bundle bundle);
  // As load without the neutral corpora: for tests and for measuring a bundle.
  static Result<std::shared_ptr<const Lexicon>> compile(Bundle bundle);
  ~Lexicon();

  // Of what a person sees. What the page hides (Page::hidden) is left aside here; score it as a page of its own.
  Score score(const Page& page) const;
  // As above; `text` is page.text, read once for several lexicons.
  Score score(const Page& page, const Reading& text) const;
  const Bundle& bundle() const;

 private:
  Lexicon();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::content
