// The summary of a bundle that people read: the same parts as a page (HTML) and as a PDF for archives, in English and
// in Chinese. Not a public header.
#pragma once

#include "court_bundle.h"

#include <string>
#include <string_view>
#include <vector>

namespace muster::evidence {

inline constexpr std::string_view kSummaryLanguages[] = {"en", "zh"};

using SummaryRow = std::vector<std::string>;
struct SummaryPart {
  std::string title, text;
  SummaryRow header;  // of a table; empty: rows are a name and a value each
  std::vector<SummaryRow> rows;
};
struct Summary {
  std::string title, language;
  std::vector<SummaryPart> parts;
};

// Everything that came from a site is text here, never markup.
Summary summary_of(const BundleParts& parts, std::string_view language);
std::string summary_html(const Summary& summary);
// PDF/A-2b. Of a summary that is longer than a PDF holds the first parts, and a sentence that says so. Errors:
// print_font_missing, print_font.
Result<std::string> summary_pdf(const Summary& summary);

// Of a key that both languages have; throws on another.
std::string_view summary_word(std::string_view key, std::string_view language);

}  // namespace muster::evidence
