#include "words.h"

#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace muster::content {
namespace {

constexpr std::size_t kSentenceSideMax = 400;

bool ends_sentence(std::int32_t c) {
  return c == '\n' || c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61;
}

const std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

// Costly to make, and for one thread at a time.
class WordCutter {
 public:
  WordCutter() {
    UErrorCode status = U_ZERO_ERROR;
    words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU's word rules are missing");
  }
  ~WordCutter() { utext_close(&text_); }
  WordCutter(const WordCutter&) = delete;

  bool on_boundaries(std::string_view sentence, std::size_t begin, std::size_t end) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, sentence.data(), static_cast<std::int64_t>(sentence.size()), &status);
    words_->setText(&text_, status);
    if (U_FAILURE(status)) return true;  // a clue too many is put right by the person; one too few by nobody
    return words_->isBoundary(static_cast<std::int32_t>(begin)) && words_->isBoundary(static_cast<std::int32_t>(end));
  }

 private:
  std::unique_ptr<icu::BreakIterator> words_;
  UText text_ = UTEXT_INITIALIZER;
};

class WordCutters {
 public:
  std::unique_ptr<WordCutter> take() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<WordCutter>();
    auto out = std::move(idle_.back());
    idle_.pop_back();
    return out;
  }
  void give(std::unique_ptr<WordCutter> cutter) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(cutter));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<WordCutter>> idle_;
};

}  // namespace

std::int32_t character_before(std::string_view text, std::size_t offset) {
  if (offset == 0) return -1;
  std::int32_t i = static_cast<std::int32_t>(offset);
  UChar32 c;
  U8_PREV(bytes(text), 0, i, c);
  return c < 0 ? 0xFFFD : c;
}

std::int32_t character_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return -1;
  std::int32_t i = static_cast<std::int32_t>(offset);
  UChar32 c;
  U8_NEXT(bytes(text), i, static_cast<std::int32_t>(text.size()), c);
  return c < 0 ? 0xFFFD : c;
}

std::size_t back_by(std::string_view text, std::size_t offset, std::size_t characters) {
  std::int32_t i = static_cast<std::int32_t>(offset);
  U8_BACK_N(bytes(text), 0, i, static_cast<std::int32_t>(characters));
  return static_cast<std::size_t>(i);
}

std::size_t forward_by(std::string_view text, std::size_t offset, std::size_t characters) {
  std::int32_t i = static_cast<std::int32_t>(offset);
  U8_FWD_N(bytes(text), i, static_cast<std::int32_t>(text.size()), static_cast<std::int32_t>(characters));
  return static_cast<std::size_t>(i);
}

bool is_letter_beyond_ascii(std::int32_t c) {
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_M_MASK)) != 0;
}

bool is_unspaced_by_script(std::int32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

bool in_latin_script(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at = forward_by(text, at, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    const auto script = uscript_getScript(character_at(text, at), &status);
    if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return false;
  }
  return true;
}

Span sentence_around(std::string_view text, std::size_t begin, std::size_t end) {
  Span out{begin, end};
  while (out.begin > 0 && begin - out.begin < kSentenceSideMax && !ends_sentence(character_before(text, out.begin)))
    out.begin = back_by(text, out.begin, 1);
  while (out.end < text.size() && out.end - end < kSentenceSideMax) {
    const bool last = ends_sentence(character_at(text, out.end));
    if (last && text[out.end] == '\n') break;
    out.end = forward_by(text, out.end, 1);
    if (last) break;
  }
  while (out.begin < begin && text[out.begin] == ' ') ++out.begin;
  return out;
}

bool on_word_boundaries(std::string_view text, std::size_t begin, std::size_t end) {
  static WordCutters cutters;
  const Span sentence = sentence_around(text, begin, end);
  auto cutter = cutters.take();
  const bool out = cutter->on_boundaries(text.substr(sentence.begin, sentence.end - sentence.begin),
                                         begin - sentence.begin, end - sentence.begin);
  cutters.give(std::move(cutter));
  return out;
}

}  // namespace muster::content
