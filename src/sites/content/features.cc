#include "normal.h"
#include "words.h"
#include <content/model.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <unicode/utf8.h>

namespace muster::content {
namespace {

constexpr std::size_t kWordCharsMax = 24;
constexpr std::size_t kBucketsMax = 100'000;

// FNV-1a over a character's four bytes, lowest first, with a final mix; part of the format of a model ("ngram/1"):
// never changes. A zero byte is a multiplication alone, so that those at the end are one.
class Hash {
 public:
  void add(char32_t c) {
    constexpr std::uint64_t kPrime = 0x100000001B3ull, kPrime2 = kPrime * kPrime, kPrime3 = kPrime2 * kPrime;
    h_ = (h_ ^ (c & 0xFF)) * kPrime;
    if (c < 0x100) {
      h_ *= kPrime3;
    } else if (c < 0x10000) {
      h_ = (h_ ^ (c >> 8)) * kPrime3;
    } else {
      h_ = (((h_ ^ ((c >> 8) & 0xFF)) * kPrime) ^ (c >> 16)) * kPrime2;
    }
  }
  std::uint32_t bucket(int bits) const {
    std::uint64_t x = h_ ^ (h_ >> 32);
    x *= 0x9E3779B97F4A7C15ull;
    return static_cast<std::uint32_t>(x >> (64 - bits));
  }

 private:
  std::uint64_t h_ = 0xCBF29CE484222325ull;
};

// Counts words, pairs of words, and pairs and triples of characters, by bucket. Hashes as it goes: nothing is kept of
// the text but the last two characters.
class Counter {
 public:
  explicit Counter(int bits) : bits_(bits), counts_(std::size_t{1} << bits) {}

  void in_word(char32_t c) {
    if (letters_ == kWordCharsMax) return;
    if (letters_++ == 0 && has_last_) pair_.add(U' ');
    word_.add(c);
    if (has_last_) pair_.add(c);
  }
  void end_word() {
    if (letters_ == 0) return;
    one(word_);
    if (has_last_) one(pair_);
    pair_ = word_;
    word_ = {};
    has_last_ = true;
    letters_ = 0;
  }
  void character(char32_t c) {
    has_last_ = false;
    pair_ = {};
    const auto gram = [&](std::initializer_list<char32_t> characters) {
      Hash hash;
      for (const char32_t each : characters) hash.add(each);
      one(hash);
    };
    if (run_ >= 1) gram({before_[1], c});
    if (run_ >= 2) gram({before_[0], before_[1], c});
    before_[0] = before_[1];
    before_[1] = c;
    ++run_;
  }
  void end_run() { run_ = 0; }

  std::vector<Feature> take() {
    std::sort(seen_.begin(), seen_.end());
    std::vector<Feature> out;
    out.reserve(seen_.size());
    double squares = 0;
    for (const std::uint32_t index : seen_) {
      const double value = log_of(counts_[index]);
      squares += value * value;
      out.push_back({index, static_cast<float>(value)});
    }
    const double length = std::sqrt(squares);
    for (Feature& each : out) each.value = static_cast<float>(each.value / length);
    return out;
  }

 private:
  static double log_of(std::uint32_t count) {
    static const auto kSmall = [] {
      std::array<double, 16> out{};
      for (std::size_t n = 0; n < out.size(); ++n) out[n] = std::log1p(static_cast<double>(n));
      return out;
    }();
    return count < kSmall.size() ? kSmall[count] : std::log1p(count);
  }
  void one(const Hash& hash) {
    const std::uint32_t bucket = hash.bucket(bits_);
    if (counts_[bucket] == 0) {
      if (seen_.size() == kBucketsMax) return;
      seen_.push_back(bucket);
    }
    ++counts_[bucket];
  }

  int bits_;
  std::vector<std::uint32_t> counts_;  // by bucket: at most 2^20, for the time of one text
  std::vector<std::uint32_t> seen_;    // those that aren't zero
  Hash word_, pair_;
  std::size_t letters_ = 0, run_ = 0;
  bool has_last_ = false;
  char32_t before_[2] = {};
};

}  // namespace

std::vector<Feature> features_of(std::string_view raw, int bits) {
  const std::string text = normalised(raw.substr(0, kFeatureTextMax));
  Counter counter(bits);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::int32_t i = 0, n = static_cast<std::int32_t>(text.size()); i < n;) {
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    const bool letter = is_letter(c);
    if (letter && !is_unspaced(c)) {
      counter.in_word(c >= '0' && c <= '9' ? U'0' : static_cast<char32_t>(c));
      counter.end_run();
      continue;
    }
    counter.end_word();
    if (letter)
      counter.character(static_cast<char32_t>(c));
    else
      counter.end_run();
  }
  counter.end_word();
  return counter.take();
}

}  // namespace muster::content
