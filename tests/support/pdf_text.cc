#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/pdf_text.h>
#include <unistd.h>

namespace muster::test {

std::string pdf_text(const std::string& pdf) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("muster-pdf-{}.pdf", ::getpid());
  std::ofstream(file, std::ios::binary) << pdf;
  std::string out;
  FILE* pipe = ::popen(("pdftotext -raw -enc UTF-8 '" + file.string() + "' - 2>&1").c_str(), "r");
  char piece[4096];
  for (std::size_t n = 0; pipe && (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) out.append(piece, n);
  EXPECT_EQ(pipe ? ::pclose(pipe) : -1, 0) << out;
  std::filesystem::remove(file);
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') out += c;
  return out;
}

}  // namespace muster::test
