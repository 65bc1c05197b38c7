#include "mix.h"
#include <content/script.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <likeness/print.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace muster::likeness {
namespace {

constexpr int kLettersMin = 4, kLettersMax = 24;

// How often each hash was added. The hashes are their own places: they are mixed well.
class Counts {
 public:
  void add(std::uint64_t hash) {
    std::size_t at = place_of(hash);
    if (slots_[at].second == 0) {
      if (used_ == kDistinctMax) return;
      if (++used_ * 2 > slots_.size()) {
        grow();
        at = place_of(hash);
      }
      slots_[at].first = hash;
    }
    ++slots_[at].second;
  }
  std::size_t size() const { return used_; }
  std::vector<std::pair<std::uint64_t, int>> sorted() const {
    std::vector<std::pair<std::uint64_t, int>> out;
    out.reserve(used_);
    for (const auto& slot : slots_)
      if (slot.second > 0) out.push_back(slot);
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  static constexpr std::size_t kDistinctMax = 100'000;
  // Where it stands, or may be put.
  std::size_t place_of(std::uint64_t hash) const {
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].second > 0 && slots_[at].first != hash) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    const auto old = std::exchange(slots_, std::vector<std::pair<std::uint64_t, int>>(slots_.size() * 2));
    for (const auto& slot : old)
      if (slot.second > 0) slots_[place_of(slot.first)] = slot;
  }
  std::vector<std::pair<std::uint64_t, int>> slots_ = std::vector<std::pair<std::uint64_t, int>>(2048);
  std::size_t used_ = 0;
};

// Hashes of a text's words, with how often each occurs.
class Words {
 public:
  explicit Words(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto n = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), content::kPageTextMax));
    for (std::int32_t i = 0; i < n;) {
      if (bytes[i] < 0x80) {
        ascii(bytes[i++]);
        continue;
      }
      UChar32 c;
      U8_NEXT(bytes, i, n, c);
      character(c);
    }
    end_word();
  }
  std::vector<std::pair<std::uint64_t, int>> take() const {
    auto out = counts_.sorted();
    if (out.size() > kWordsMax) out.resize(kWordsMax);
    return out;
  }
  std::int64_t distinct() const { return static_cast<std::int64_t>(counts_.size()); }

 private:
  void ascii(std::uint8_t c) {
    const auto lower = static_cast<std::uint8_t>(c | 0x20);
    if (lower >= 'a' && lower <= 'z')
      letter(lower);
    else if (c < '0' || c > '9')
      end_word();
  }
  void character(UChar32 c) {
    if (c < 0 || !u_isalpha(c)) {
      if (c >= 0 && u_isdigit(c)) return;  // numbers, also inside of words: counters and dates change by themselves
      end_word();
      return;
    }
    c = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    if (content::is_unspaced(c)) {
      end_letters();
      if (last_ != 0) counts_.add(mix(mix(static_cast<std::uint64_t>(last_)) ^ static_cast<std::uint64_t>(c)));
      last_ = c;
      return;
    }
    letter(c);
  }
  void letter(UChar32 c) {
    last_ = 0;
    if (letters_ < kLettersMax) hash_ = mix(hash_ ^ static_cast<std::uint64_t>(c));
    ++letters_;
  }
  void end_letters() {
    if (letters_ >= kLettersMin) counts_.add(hash_);
    letters_ = 0;
    hash_ = 0;
  }
  void end_word() {
    end_letters();
    last_ = 0;
  }
  Counts counts_;
  std::uint64_t hash_ = 0;
  int letters_ = 0;
  UChar32 last_ = 0;
};

// What a byte of a hash does to its eight sums.
using Eight = double __attribute__((vector_size(64)));
const std::array<Eight, 256>& signs() {
  static const auto all = [] {
    std::array<Eight, 256> out;
    for (std::size_t byte = 0; byte < out.size(); ++byte)
      for (std::size_t bit = 0; bit < 8; ++bit) out[byte][bit] = (byte >> bit & 1) != 0 ? 1 : -1;
    return out;
  }();
  return all;
}

std::uint64_t simhash_of(const std::vector<std::pair<std::uint64_t, int>>& words) {
  const auto& sign = signs();
  std::array<Eight, 8> sums{};
  for (const auto& [hash, count] : words) {
    const double weight = count == 1 ? 1 : 1 + std::log(count);
    for (std::size_t part = 0; part < 8; ++part) sums[part] += sign[hash >> (8 * part) & 0xFF] * weight;
  }
  std::uint64_t out = 0;
  for (std::size_t bit = 0; bit < 64; ++bit) out |= static_cast<std::uint64_t>(sums[bit / 8][bit % 8] > 0) << bit;
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
