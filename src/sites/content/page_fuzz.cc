// Any bytes in any charset as a page, read and scored: no crash, valid UTF-8, and hits that lie inside of the text.
#include <base/text.h>
#include <content/scorer.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::content;
  static constexpr const char* kTypes[] = {
      "text/html; charset=utf-8",    "text/html; charset=gbk",         "text/html", "text/plain",
      "text/html; charset=utf-16le", "text/html; charset=iso-2022-jp", "",          "text/html; charset=big5"};
  static const auto kLexicon = *Lexicon::compile({{"p", "n", "1", "billing_fraud", "l", "s"},
                                                  {{"abc", "", 2},
                                                   {"xyz 01", "", 2},
                                                   {"赌场", "zh", 2},
                                                   {"www", "", 1},
                                                   {"казин*", "ru", 2},
                                                   {"example a", "", 1}},
                                                  std::string(64, '0'),
                                                  ""});
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Page page = read_page(bytes, kTypes[data[0] % std::size(kTypes)]);
  for (const std::string* text : {&page.text, &page.main, &page.hidden, &page.title})
    if (!muster::is_valid_utf8(*text)) std::abort();
  const Score score = kLexicon->score(page);
  for (const Hit& hit : score.hits)
    if (hit.match.empty() || !muster::is_valid_utf8(hit.before + hit.match + hit.after + hit.sentence)) std::abort();
  (void)features_of(page.text, 12);
  return 0;
}
