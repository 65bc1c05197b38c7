#include <holders/registrant_check.h>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace muster::holders {
namespace {

icu::UnicodeString letters_of(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto whole = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString folded, out;
  if (U_SUCCESS(status)) folded = fold->normalize(whole, status);
  if (U_FAILURE(status)) return whole;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
    if (const UChar32 c = folded.char32At(i); u_isalnum(c) || u_getCombiningClass(c) != 0) out.append(c);
  return out;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  const auto letters = letters_of(a);
  return !letters.isEmpty() && letters == letters_of(b);
}

}  // namespace muster::holders
