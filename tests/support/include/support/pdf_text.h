// What a PDF says to poppler's pdftotext.
#pragma once

#include <string>
#include <string_view>

namespace muster::test {

// A missing program, or a file that it can't read, fails the test.
std::string pdf_text(const std::string& pdf);
// Text of which the breaks of lines and pages don't count.
std::string without_blanks(std::string_view text);

}  // namespace muster::test
