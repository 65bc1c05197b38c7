// Names in any script: parse_name against libidn2 and against ICU on the whole name. Each difference has a reason here,
// or the target stops.
//   ICU on the whole name: the rule on directions goes across labels there, within a label here; it allows any ASCII
//   and
//     any length unless told otherwise, which name.cc refuses by its own rules.
//     A last label of nothing but ignored characters vanishes there, and is refused here.
//   libidn2 2.3: follows IDNA 2008 besides UTS 46 (no symbols), knows Unicode 13 or so, makes "ss" of the capital sharp
//   s.
#include <names/name.h>

#include <cstdlib>

#include <idn2.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unistr.h>

namespace {
using namespace muster::names;

const UIDNA* whole_names() {
  static const UIDNA* const made = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uidna_openUTS46(
        UIDNA_CHECK_CONTEXTJ | UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &status);
  }();
  return made;
}

// The fuzzer's bytes as code points of scripts that interact, so that it need not find UTF-8 first.
std::string text_of(const unsigned char* data, std::size_t size) {
  static const UChar32 kPages[] = {0x00,   0x80,   0x300,  0x400,   0x580,   0x600,   0x680,   0x900,
                                   0x10A0, 0x1E00, 0x2000, 0x2480,  0x3000,  0x3100,  0x4E00,  0xAC00,
                                   0xFB00, 0xFE00, 0xFF00, 0x10400, 0x1D400, 0x1F600, 0x2F800, 0xE0100};
  icu::UnicodeString out;
  for (std::size_t i = 0; i + 1 < size && i < 80; i += 2) {
    const unsigned page = data[i];
    if (page >= 0xC0)
      out.append(static_cast<UChar32>("abxn--1.zA.-"[data[i + 1] % 12]));
    else
      out.append(kPages[page % std::size(kPages)] + data[i + 1]);
  }
  std::string utf8;
  out.toUTF8String(utf8);
  return utf8;
}

bool has_newer_or_changed(const std::string& text) {
  const auto utf16 = icu::UnicodeString::fromUTF8(text);
  for (std::int32_t i = 0; i < utf16.length(); i = utf16.moveIndex32(i, 1)) {
    const UChar32 c = utf16.char32At(i);
    UVersionInfo age;
    u_charAge(c, age);
    if (age[0] == 0 || age[0] > 12 || c == 0x1E9E) return true;
  }
  return false;
}

[[noreturn]] void differ(const char* with, const std::string& text, const std::string& ours,
                         const std::string& theirs) {
  std::fprintf(stderr, "differs from %s: \"%s\" is \"%s\" here, \"%s\" there\n", with, text.c_str(), ours.c_str(),
               theirs.c_str());
  std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text = text_of(data, size);
  const auto name = parse_name(text, {.underscore = false, .single_label = true});
  const std::string ours = name.ok() ? name->ascii : "";
  const bool sharp = text.find("\xE1\xBA\x9E") != std::string::npos;

  char out[2048];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  const auto length = uidna_nameToASCII_UTF8(whole_names(), text.data(), static_cast<std::int32_t>(text.size()), out,
                                             sizeof out, &info, &status);
  if (U_SUCCESS(status) && !sharp) {
    std::string theirs(out, static_cast<std::size_t>(length));
    const bool dot = theirs.ends_with('.');
    if (dot) theirs.pop_back();
    const auto errors = info.errors & ~static_cast<std::uint32_t>(UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_BIDI);
    if (!ours.empty() && (errors & ~static_cast<std::uint32_t>(UIDNA_ERROR_EMPTY_LABEL)) != 0)
      differ("ICU", text, ours, "refused");
    if (!ours.empty() && ours != theirs) differ("ICU", text, ours, theirs);
    if (ours.empty() && info.errors == 0 && !dot && name.error().code == "name_idna") {
      // ICU lets ASCII through that no site's name may hold; the rest must be the same.
      NameText again;
      if (parse_into(theirs, again, {.underscore = false, .single_label = true}) == NameFault::none)
        differ("ICU", text, "refused", theirs);
    }
  }

  char* idn2 = nullptr;
  const int code = idn2_to_ascii_8z(text.c_str(), &idn2, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  if (code == IDN2_OK && !ours.empty() && !has_newer_or_changed(text)) {
    std::string theirs = idn2;
    if (theirs.ends_with('.')) theirs.pop_back();
    if (ours != theirs) differ("libidn2", text, ours, theirs);
  }
  idn2_free(idn2);
  return 0;
}
