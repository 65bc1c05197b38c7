// The words of what a link says, and whether a page has them.
#include <base/text.h>

#include <algorithm>
#include <set>

#include <promotion/judge.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace muster::promotion {
namespace {

constexpr std::size_t kTextReadMax = 256 * 1024;  // bytes
constexpr int kWordMin = 3;                       // letters of a word that says anything

// Words that stand in any name of any service.
bool says_nothing(const std::string& word) {
  static const std::set<std::string> kAny{"the",      "and",      "for",  "our",      "your",   "app",  "apps",
                                          "service",  "services", "free", "new",      "online", "page", "site",
                                          "download", "com",      "www",  "official", "服务",   "下载", "免费",
                                          "官方",     "平台",     "手机", "应用"};
  return kAny.contains(word);
}

bool is_han(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0 || (c >= 0x3040 && c <= 0x30FF);
}

// Case folded, NFKD without marks: "Wetter", "WETTER" and full-width letters are one.
icu::UnicodeString folded(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKDInstance(error);
  auto in = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString out = U_SUCCESS(error) ? form->normalize(in.foldCase(), error) : in;
  return out.foldCase();
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> out;
  const icu::UnicodeString all = folded(text.substr(0, kTextReadMax));
  icu::UnicodeString word, pair;
  const auto add = [&](const icu::UnicodeString& one) {
    std::string utf8;
    one.toUTF8String(utf8);
    if (!says_nothing(utf8)) out.insert(std::move(utf8));
  };
  const auto end_word = [&] {
    if (word.countChar32() >= kWordMin) add(word);
    word.remove();
  };
  for (int32_t at = 0; at < all.length();) {
    const UChar32 c = all.char32At(at);
    at += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    if (is_han(c)) {
      end_word();
      pair.append(c);
      if (pair.countChar32() > 2) pair.remove(0, U16_LENGTH(pair.char32At(0)));
      if (pair.countChar32() == 2) add(pair);
      continue;
    }
    pair.remove();
    if (u_isalnum(c))
      word.append(c);
    else
      end_word();
  }
  end_word();
  return out;
}

}  // namespace

int words_found_percent(std::string_view promised, std::string_view text) {
  const auto wanted = words_of(promised);
  if (wanted.empty()) return -1;
  const auto there = words_of(text);
  const auto found =
      std::count_if(wanted.begin(), wanted.end(), [&](const std::string& w) { return there.contains(w); });
  return static_cast<int>(found * 100 / static_cast<std::ptrdiff_t>(wanted.size()));
}

}  // namespace muster::promotion
