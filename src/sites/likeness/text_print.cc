#include "mix.h"
#include <content/script.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <likeness/print.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace muster::likeness {
namespace {

constexpr int kLettersMin = 4, kLettersMax = 24;

// Hashes of a text's words, with how often each occurs.
class Words {
 public:
  explicit Words(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto n = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), content::kPageTextMax));
    for (std::int32_t i = 0; i < n;) {
      UChar32 c;
      U8_NEXT(bytes, i, n, c);
      character(c);
    }
    end_word();
  }
  std::vector<std::pair<std::uint64_t, int>> take() const {
    std::vector<std::pair<std::uint64_t, int>> out(counts_.begin(), counts_.end());
    std::sort(out.begin(), out.end());
    if (out.size() > kWordsMax) out.resize(kWordsMax);
    return out;
  }
  std::int64_t distinct() const { return static_cast<std::int64_t>(counts_.size()); }

 private:
  static constexpr std::size_t kDistinctMax = 100'000;
  void character(UChar32 c) {
    if (c < 0 || !u_isalpha(c)) {
      if (c >= 0 && u_isdigit(c)) return;  // numbers, also inside of words: counters and dates change by themselves
      end_word();
      return;
    }
    c = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    if (content::is_unspaced(c)) {
      end_letters();
      if (last_ != 0) add(mix(mix(static_cast<std::uint64_t>(last_)) ^ static_cast<std::uint64_t>(c)));
      last_ = c;
      return;
    }
    last_ = 0;
    if (letters_ < kLettersMax) hash_ = mix(hash_ ^ static_cast<std::uint64_t>(c));
    ++letters_;
  }
  void end_letters() {
    if (letters_ >= kLettersMin) add(hash_);
    letters_ = 0;
    hash_ = 0;
  }
  void end_word() {
    end_letters();
    last_ = 0;
  }
  void add(std::uint64_t hash) {
    if (counts_.size() < kDistinctMax || counts_.contains(hash)) ++counts_[hash];
  }
  std::unordered_map<std::uint64_t, int> counts_;
  std::uint64_t hash_ = 0;
  int letters_ = 0;
  UChar32 last_ = 0;
};

std::uint64_t simhash_of(const std::vector<std::pair<std::uint64_t, int>>& words) {
  std::array<double, 64> sums{};
  for (const auto& [hash, count] : words) {
    const double weight = 1 + std::log(count);
    for (std::size_t bit = 0; bit < 64; ++bit) sums[bit] += (hash >> bit & 1) != 0 ? weight : -weight;
  }
  std::uint64_t out = 0;
  for (std::size_t bit = 0; bit < 64; ++bit) out |= static_cast<std::uint64_t>(sums[bit] > 0) << bit;
  return out;
}

}  // namespace

TextPrint text_print(std::string_view text) {
  const Words read(text);
  const auto words = read.take();
  TextPrint out;
  out.words = read.distinct();
  out.simhash = simhash_of(words);
  for (std::size_t place = 0; place < kPlaces && !words.empty(); ++place) {
    const std::uint64_t seed = mix(place + 1);
    std::uint64_t least = ~std::uint64_t{0};
    for (const auto& [hash, count] : words) least = std::min(least, mix(hash ^ seed));
    out.sketch[place] = static_cast<std::uint16_t>(least);
  }
  return out;
}

double words_in_common(const TextPrint& a, const TextPrint& b) {
  if (!a.says() || !b.says()) return 0;
  int equal = 0;
  for (std::size_t place = 0; place < kPlaces; ++place) equal += a.sketch[place] == b.sketch[place] ? 1 : 0;
  return static_cast<double>(equal) / static_cast<double>(kPlaces);
}

}  // namespace muster::likeness
