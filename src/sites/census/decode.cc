#include "decode.h"

namespace muster::census {
namespace {

struct Magic {
  std::string_view bytes;
  const char* what;
};
constexpr Magic kCompressed[] = {{"\x1f\x8b", "gzip"},
                                 {"\x28\xb5\x2f\xfd", "zstd"},
                                 {"\xfd"
                                  "7zXZ",
                                  "xz"},
                                 {"BZh", "bzip2"},
                                 {"PK\x03\x04", "ZIP"},
                                 {"7z\xbc\xaf", "7z"}};

void append_utf8(unsigned c, std::string& out) {
  const auto byte = [&](unsigned value) { out += static_cast<char>(value); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xc0 | (c >> 6));
  } else if (c < 0x10000) {
    byte(0xe0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3f));
  } else {
    byte(0xf0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3f));
    byte(0x80 | ((c >> 6) & 0x3f));
  }
  byte(0x80 | (c & 0x3f));
}

}  // namespace

Result<Judged> judge(std::string_view first) {
  for (const Magic& magic : kCompressed)
    if (first.starts_with(magic.bytes))
      return invalid("census_compressed",
                     std::string("This is a compressed file (") + magic.what +
                         "). Unpack it first, for example: zcat FILE | muster census -",
                     "source");
  if (first.starts_with(std::string_view("\xff\xfe\0\0", 4)) || first.starts_with(std::string_view("\0\0\xfe\xff", 4)))
    return invalid("census_binary", "The file is UTF-32. Save it as UTF-8 and try again.", "source");
  if (first.starts_with("\xff\xfe")) return Judged{Encoding::utf16_little, 2};
  if (first.starts_with("\xfe\xff")) return Judged{Encoding::utf16_big, 2};
  const std::size_t mark = first.starts_with("\xef\xbb\xbf") ? 3 : 0;
  std::size_t zeros = 0, controls = 0;
  for (const char c : first) {
    zeros += c == '\0';
    controls += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  }
  if (zeros * 4 > first.size() && zeros * 4 < first.size() * 3)
    return invalid("census_binary",
                   "The file seems to be UTF-16 without a byte order mark. Save it as UTF-8 and try again.", "source");
  if (zeros > 0 || controls * 10 > first.size())
    return invalid("census_binary", "This is not a text file. Give a list of names, a CSV file or a query log.",
                   "source");
  return Judged{Encoding::utf8, mark};
}

void Utf16Decoder::decode(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const int byte = static_cast<unsigned char>(c);
    if (half_ < 0) {
      half_ = byte;
      continue;
    }
    unit(static_cast<unsigned>(big_ ? half_ << 8 | byte : byte << 8 | half_), out);
    half_ = -1;
  }
}

void Utf16Decoder::unit(unsigned value, std::string& out) {
  if (high_ != 0) {
    const unsigned high = std::exchange(high_, 0);
    if (value >= 0xdc00 && value < 0xe000)
      return append_utf8(0x10000 + ((high - 0xd800) << 10) + (value - 0xdc00), out);
    append_utf8(0xfffd, out);
  }
  if (value >= 0xd800 && value < 0xdc00)
    high_ = value;
  else
    append_utf8(value >= 0xdc00 && value < 0xe000 ? 0xfffd : value, out);
}

void Utf16Decoder::finish(std::string& out) {
  if (half_ >= 0 || high_ != 0) append_utf8(0xfffd, out);
  half_ = -1;
  high_ = 0;
}

}  // namespace muster::census
