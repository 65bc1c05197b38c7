#include "normal.h"
#include "words.h"
#include <content/model.h>

#include <cmath>

#include <unicode/utf8.h>

namespace muster::content {
namespace {

constexpr std::size_t kWordCharsMax = 24;
constexpr std::size_t kBucketsMax = 100'000;

// FNV-1a with a final mix; part of the format of a model ("ngram/1"): never changes.
struct Hasher {
  std::uint64_t h = 0xCBF29CE484222325ull;
  void add(char32_t c) {
    for (int i = 0; i < 4; ++i) {
      h ^= (c >> (8 * i)) & 0xFF;
      h *= 0x100000001B3ull;
    }
  }
  std::uint32_t bucket(int bits) const {
    std::uint64_t x = h ^ (h >> 32);
    x *= 0x9E3779B97F4A7C15ull;
    return static_cast<std::uint32_t>(x >> (64 - bits));
  }
};

class Counter {
 public:
  explicit Counter(int bits) : bits_(bits) {}
  void word(std::u32string&& w) {
    if (w.empty()) return;
    one(w);
    if (!last_.empty()) one(last_ + U' ' + w);
    last_ = std::move(w);
  }
  void character(char32_t c) {
    last_.clear();
    run_ += c;
    if (run_.size() >= 2) one(run_.substr(run_.size() - 2));
    if (run_.size() >= 3) one(run_.substr(run_.size() - 3));
    if (run_.size() > 8) run_.erase(0, 4);
  }
  void stop() { run_.clear(); }
  std::vector<Feature> take() {
    std::vector<Feature> out;
    double squares = 0;
    for (const auto& [index, count] : counts_) {
      const double value = std::log1p(count);
      squares += value * value;
      out.push_back({index, static_cast<float>(value)});
    }
    const double length = std::sqrt(squares);
    for (Feature& each : out) each.value = static_cast<float>(each.value / length);
    return out;
  }

 private:
  void one(const std::u32string& gram) {
    Hasher hasher;
    for (const char32_t c : gram) hasher.add(c);
    const std::uint32_t bucket = hasher.bucket(bits_);
    if (counts_.size() < kBucketsMax || counts_.contains(bucket)) ++counts_[bucket];
  }
  int bits_;
  std::map<std::uint32_t, int> counts_;
  std::u32string last_, run_;
};

}  // namespace

std::vector<Feature> features_of(std::string_view raw, int bits) {
  raw = raw.substr(0, kFeatureTextMax);
  const std::string text = normalised(raw);
  Counter counter(bits);
  std::u32string word;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::int32_t i = 0, n = static_cast<std::int32_t>(text.size()); i < n;) {
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    const bool letter = c >= 0 && is_letter(c);
    if (letter && !is_unspaced(c)) {
      if (word.size() < kWordCharsMax) word += c >= '0' && c <= '9' ? U'0' : static_cast<char32_t>(c);
      counter.stop();
      continue;
    }
    counter.word(std::move(word));
    word.clear();
    if (letter)
      counter.character(static_cast<char32_t>(c));
    else
      counter.stop();
  }
  counter.word(std::move(word));
  return counter.take();
}

}  // namespace muster::content
