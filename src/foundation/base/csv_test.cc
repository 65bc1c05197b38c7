#include <base/csv.h>

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace muster {
namespace {

// A text handed out in pieces of `piece` bytes, so that every boundary is tried.
ByteSource pieces(std::string text, std::size_t piece) {
  return
      [text = std::move(text), piece, at = std::size_t{0}](char* out, std::size_t size) mutable -> Result<std::size_t> {
        const std::size_t n = std::min({piece, size, text.size() - at});
        std::memcpy(out, text.data() + at, n);
        at += n;
        return n;
      };
}

// Records as text: fields joined by "|", bad ones as "!code", each with its line in front.
std::vector<std::string> read_all(const std::string& text, std::size_t piece, CsvLimits limits = {}) {
  CsvReader reader(pieces(text, piece), limits);
  CsvRecord record;
  std::vector<std::string> out;
  std::int64_t last = 0;
  for (;;) {
    const auto more = reader.next(record);
    if (!more.ok()) {
      out.push_back("!!" + more.error().code);
      return out;
    }
    if (!*more) return out;
    EXPECT_GT(record.end_byte, last);
    last = record.end_byte;
    std::string line = std::to_string(record.line) + ":";
    if (record.bad) line += "!" + record.error.code;
    for (std::size_t i = 0; i < record.fields.size(); ++i) line += (i ? "|" : "") + std::string(record.fields[i]);
    out.push_back(line);
  }
}

using Lines = std::vector<std::string>;

TEST(Csv, ReadsWhateverThePieces) {
  const std::string text =
      "\xef\xbb\xbf"
      "name,note\r\n"
      "a,\"one, two\"\r\n"
      "b,\"he said \"\"yes\"\"\"\n"
      "\n"
      "c,\"two\r\nlines\"\r"
      "d,\n"
      ",\r\n"
      "\"\"\r\n"
      "独立,服务器";
  const Lines expected{"1:name|note", "2:a|one, two", "3:b|he said \"yes\"", "5:c|two\r\nlines", "7:d|",
                       "8:|",         "9:",           "10:独立|服务器"};
  for (const std::size_t piece : {1u, 2u, 3u, 5u, 7u, 64u, 4096u}) EXPECT_EQ(read_all(text, piece), expected) << piece;
}

TEST(Csv, EmptyInputsHaveNoRecords) {
  EXPECT_EQ(read_all("", 10), Lines{});
  EXPECT_EQ(read_all("\xef\xbb\xbf", 10), Lines{});
  EXPECT_EQ(read_all("\r\n\r\n\n", 1), Lines{});
}

TEST(Csv, OneBadLineCostsOneLine) {
  EXPECT_EQ(read_all("a,b\nx\"y,z\nc,d\n", 3), (Lines{"1:a|b", "2:!csv_quote", "3:c|d"}));
  EXPECT_EQ(read_all("a,b\n\"x\"y,z\nc,d\n", 3), (Lines{"1:a|b", "2:!csv_quote", "3:c|d"}));
  EXPECT_EQ(read_all("a,b\n\"open,z\nc,d\n", 3), (Lines{"1:a|b", "2:!csv_quote_open", "3:c|d"}));
  EXPECT_EQ(read_all("a\n\xff\xfe\x80\nb\n", 3), (Lines{"1:a", "2:!csv_not_utf8", "3:b"}));
  EXPECT_EQ(read_all("a\n1,2,3,4\nb\n", 3, {.fields_max = 3}), (Lines{"1:a", "2:!csv_too_many_fields", "3:b"}));
  std::string zero(5000, 'a');
  zero.append("\nb").append(1, '\0').append("c\nd\n");
  const auto got = read_all(zero, 100);
  EXPECT_EQ(got[1], "2:!csv_zero_byte");
  EXPECT_EQ(got[2], "3:d");
}

TEST(Csv, TenThousandBadLinesAreTenThousandErrors) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "a\"b,\"c\n";
  const auto got = read_all(text + "good,1\n", 65536);
  ASSERT_EQ(got.size(), 10'001u);
  EXPECT_EQ(std::count_if(got.begin(), got.end(), [](const auto& s) { return s.ends_with("!csv_quote"); }), 10'000);
  EXPECT_EQ(got.back(), "10001:good|1");
}

TEST(Csv, RefusesWhatIsNoText) {
  EXPECT_EQ(read_all(std::string("\xff\xfe"
                                 "a\0,\0",
                                 6),
                     100),
            Lines{"!!text_is_utf16"});
  EXPECT_EQ(read_all(std::string("\xfe\xff\0a\0,", 6), 100), Lines{"!!text_is_utf16"});
  EXPECT_EQ(read_all(std::string("a\0b\0c\0\n\0", 8), 100), Lines{"!!text_is_utf16"});
  EXPECT_EQ(read_all("\x1f\x8b\x08 something", 100), Lines{"!!text_is_binary"});
  std::string noise;
  for (int i = 0; i < 1000; ++i) noise += static_cast<char>(i * 37 % 256);
  EXPECT_EQ(read_all(noise, 100), Lines{"!!text_is_binary"});
}

TEST(Csv, LimitIsExact) {
  const CsvLimits limits{.record_bytes_max = 10};
  for (const std::size_t piece : {1u, 4u, 100u}) {
    EXPECT_EQ(read_all("123456789\nx\n", piece, limits), (Lines{"1:!csv_record_too_long", "2:x"}));
    EXPECT_EQ(read_all("12345678\nx\n", piece, limits), (Lines{"1:12345678", "2:x"}));
  }
}

TEST(Csv, SourceErrorEndsTheReading) {
  CsvReader reader(
      [](char*, std::size_t) -> Result<std::size_t> { return unavailable("import_read", "The file can't be read."); });
  CsvRecord record;
  EXPECT_EQ(reader.next(record).error().code, "import_read");
}

long peak_kb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// A gigabyte without a line end, made on the fly.
ByteSource gigabyte(std::string before, std::string after) {
  return [=, left = std::size_t{1} << 30, at = std::size_t{0}, end = std::size_t{0}](
             char* out, std::size_t size) mutable -> Result<std::size_t> {
    if (at < before.size()) {
      out[0] = before[at++];
      return std::size_t{1};
    }
    if (left > 0) {
      const std::size_t n = std::min(size, left);
      std::memset(out, 'x', n);
      left -= n;
      return n;
    }
    if (end == after.size()) return std::size_t{0};
    out[0] = after[end++];
    return std::size_t{1};
  };
}

TEST(Csv, AGigabyteLineIsPassedOverInBoundedMemory) {
  const long before = peak_kb();
  for (const char* quote : {"", "\""}) {
    CsvReader reader(gigabyte("a,b\n" + std::string(quote), "\nc,d\n"));
    CsvRecord record;
    ASSERT_TRUE(*reader.next(record));
    ASSERT_TRUE(*reader.next(record));
    EXPECT_TRUE(record.bad);
    EXPECT_EQ(record.error.code, *quote ? "csv_quote_open" : "csv_record_too_long");
    ASSERT_TRUE(*reader.next(record));
    EXPECT_EQ(record.line, 3);
    EXPECT_EQ(record.fields[0], "c");
  }
  EXPECT_LT(peak_kb() - before, 16 * 1024);
}

std::vector<std::string> lines_of(const std::string& text, std::size_t piece, std::size_t max = 1 << 20) {
  LineReader reader(pieces(text, piece), max);
  TextLine line;
  std::vector<std::string> out;
  for (;;) {
    const auto more = reader.next(line);
    if (!more.ok()) return {"!!" + more.error().code};
    if (!*more) return out;
    out.push_back(std::to_string(line.line) + ":" + (line.bad ? "!" + line.error.code : std::string(line.text)));
  }
}

TEST(Lines, ReadsWhateverThePieces) {
  for (const std::size_t piece : {1u, 2u, 3u, 100u}) {
    EXPECT_EQ(lines_of("\xef\xbb\xbf"
                       "a\r\nb\n\nlast",
                       piece),
              (Lines{"1:a", "2:b", "3:", "4:last"}))
        << piece;
    EXPECT_EQ(lines_of("1234\n12345\r\nx", piece, 4), (Lines{"1:1234", "2:!line_too_long", "3:x"})) << piece;
    EXPECT_EQ(lines_of("a\n\xc3\nb\n", piece), (Lines{"1:a", "2:!line_not_utf8", "3:b"})) << piece;
  }
  EXPECT_EQ(lines_of("", 1), Lines{});
  EXPECT_EQ(lines_of(std::string("{\0\"\0", 4), 1), Lines{"!!text_is_utf16"});
}

TEST(Lines, AGigabyteLineIsPassedOverInBoundedMemory) {
  const long before = peak_kb();
  LineReader reader(gigabyte("a\n", "\nb\n"));
  TextLine line;
  ASSERT_TRUE(*reader.next(line));
  ASSERT_TRUE(*reader.next(line));
  EXPECT_EQ(line.error.code, "line_too_long");
  ASSERT_TRUE(*reader.next(line));
  EXPECT_EQ(line.text, "b");
  EXPECT_LT(peak_kb() - before, 16 * 1024);
}

TEST(CsvWriting, ComesBackAsItWas) {
  const std::vector<std::string> fields{"plain", "with, comma", "with \"quotes\"", "two\nlines", "", "-1"};
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i) text += ',';
    append_csv_field(text, fields[i]);
  }
  CsvReader reader(pieces(text + "\r\n", 2));
  CsvRecord record;
  ASSERT_TRUE(*reader.next(record));
  EXPECT_EQ(std::vector<std::string>(record.fields.begin(), record.fields.end()), fields);
  std::string cell;
  append_csv_field(cell, "=HYPERLINK(1)", true);
  EXPECT_EQ(cell, "\"'=HYPERLINK(1)\"");
}

}  // namespace
}  // namespace muster
