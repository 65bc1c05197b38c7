#include "archive.h"
#include "layout.h"
#include <base/bytes.h>
#include <base/text.h>

#include <map>

#include <fmt/format.h>
#include <zlib.h>

namespace muster::print {
namespace {

constexpr int kFirstPage = 11;  // objects 1 to 10 are the same in every file

std::string hex16(std::uint32_t unit) {
  return fmt::format("{:04X}", unit);
}

// UTF-16BE in hex, as PDF writes text strings and maps.
std::string utf16(char32_t c) {
  if (c < 0x10000) return hex16(c);
  const std::uint32_t rest = c - 0x10000;
  return hex16(0xd800 + (rest >> 10)) + hex16(0xdc00 + (rest & 0x3ff));
}
std::string text_string(std::string_view utf8) {
  std::string out = "<FEFF";
  for (const char32_t c : letters_of(utf8)) out += utf16(c);
  return out + ">";
}

std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION) != Z_OK)
    throw std::bad_alloc();
  out.resize(size);
  return out;
}

// Numbered objects and the table of where they begin.
class File {
 public:
  File() { out_ = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"; }
  void object(int number, std::string_view body) {
    at_[number] = out_.size();
    out_ += fmt::format("{} 0 obj\n", number);
    out_ += body;
    out_ += "\nendobj\n";
  }
  void stream(int number, std::string_view dictionary, std::string_view bytes) {
    const std::string packed = deflated(bytes);
    std::string body = fmt::format("<< {} /Filter /FlateDecode /Length {} >>\nstream\n", dictionary, packed.size());
    body += packed;
    body += "\nendstream";
    object(number, body);
  }
  // As it stands, for whoever looks for it without knowing PDF.
  void plain_stream(int number, std::string_view dictionary, std::string_view bytes) {
    object(number, fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", dictionary, bytes.size(), bytes));
  }
  std::string end() {
    const std::string id = to_hex(sha256(out_)).substr(0, 32);  // the same file has the same
    const std::size_t table = out_.size();
    out_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", at_.size() + 1);
    for (const auto& [number, place] : at_) out_ += fmt::format("{:010} 00000 n \n", place);
    out_ += fmt::format("trailer\n<< /Size {} /Root 1 0 R /Info 3 0 R /ID [<{}> <{}>] >>\nstartxref\n{}\n%%EOF\n",
                        at_.size() + 1, id, id, table);
    return std::move(out_);
  }

 private:
  std::string out_;
  std::map<int, std::size_t> at_;
};

using Used = std::map<std::uint32_t, char32_t>;  // glyph → letter

// What stands for a letter that the font lacks: a file for archives names no glyph that isn't there (ISO 19005-2,
// 6.2.11.8).
std::pair<Glyph, char32_t> shown(char32_t letter, const Font& font) {
  for (const char32_t c : {letter, U'\xfffd', U'?'})
    if (const Glyph glyph = font.glyph(c); glyph.id != 0) return {glyph, c};
  return {Glyph{}, U'\xfffd'};
}

std::string content_of(const Page& page, const Font& font, Used& used) {
  std::string out;
  for (const Line& line : page) {
    out += fmt::format("BT /F1 {} Tf {} Tr {} w 1 0 0 1 {:.2f} {:.2f} Tm <", line.size, line.bold ? 2 : 0,
                       line.bold ? 0.35 : 0, line.x, line.y);
    for (const char32_t c : line.text) {
      const auto [glyph, letter] = shown(c, font);
      used.try_emplace(glyph.id, letter);
      out += hex16(glyph.id);
    }
    out += "> Tj ET\n";
  }
  return out;
}

std::string to_unicode(const Used& used) {
  std::string out =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering "
      "(UCS) "
      "/Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> "
      "<FFFF>\nendcodespacerange\n";
  std::size_t left = used.size();
  int in_block = 0;
  for (const auto& [glyph, letter] : used) {
    if (in_block == 0) out += fmt::format("{} beginbfchar\n", std::min<std::size_t>(left, 100));
    out += fmt::format("<{}> <{}>\n", hex16(glyph), utf16(letter));
    --left;
    if (++in_block == 100 || left == 0) {
      out += "endbfchar\n";
      in_block = 0;
    }
  }
  return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

std::string widths_of(const Used& used, const Font& font) {
  std::string out = "[";
  for (const auto& [glyph, letter] : used) out += fmt::format(" {} [{}]", glyph, font.glyph(letter).width);
  return out + " ]";
}

void write_font(File& file, const Font& font, const Font::Subset& subset, const Used& used) {
  const std::string name = "MUSTER+Letter";
  file.object(4,
              fmt::format("<< /Type /Font /Subtype /Type0 /BaseFont /{} /Encoding /Identity-H /DescendantFonts [5 0 R] "
                          "/ToUnicode 8 0 R >>",
                          name));
  file.object(5, fmt::format("<< /Type /Font /Subtype /{} /BaseFont /{} /CIDSystemInfo << /Registry (Adobe) /Ordering "
                             "(Identity) /Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 /W {}{} >>",
                             subset.cff ? "CIDFontType0" : "CIDFontType2", name, widths_of(used, font),
                             subset.cff ? "" : " /CIDToGIDMap /Identity"));
  file.object(6,
              fmt::format("<< /Type /FontDescriptor /FontName /{} /Flags 4 /FontBBox [-1000 {} 2000 {}] /ItalicAngle 0 "
                          "/Ascent {} /Descent {} /CapHeight 730 /StemV 80 /{} 7 0 R >>",
                          name, font.descent(), font.ascent(), font.ascent(), font.descent(),
                          subset.cff ? "FontFile3" : "FontFile2"));
  file.stream(7, subset.cff ? "/Subtype /CIDFontType0C" : fmt::format("/Length1 {}", subset.bytes.size()),
              subset.bytes);
  file.stream(8, "", to_unicode(used));
}

}  // namespace

std::vector<std::string> standard_fonts() {
  return {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
          "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
          "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"};
}

Result<std::string> to_pdf(std::span<const Block> blocks, const PdfOptions& options) {
  std::size_t bytes = 0;
  for (const Block& block : blocks) {
    bytes += block.text.size();
    if (!is_valid_utf8(block.text) || bytes > kTextMaxBytes)
      return invalid("print_text", "What is to be printed is no UTF-8, or longer than 1 MiB.");
  }
  MUSTER_TRY(const auto font, Font::open(options.fonts.empty() ? standard_fonts() : options.fonts));
  const auto pages = lay_out(blocks, [&](char32_t c) { return shown(c, *font).first.width; });
  Used used;
  std::vector<std::string> contents;
  for (const Page& page : pages) contents.push_back(content_of(page, *font, used));
  MUSTER_TRY(const auto subset, font->subset(used));

  File file;
  std::string kids;
  for (std::size_t i = 0; i < contents.size(); ++i)
    kids += fmt::format("{} 0 R ", kFirstPage + 2 * static_cast<int>(i));
  file.object(
      1, fmt::format("<< /Type /Catalog /Pages 2 0 R /Lang ({}) /ViewerPreferences << /DisplayDocTitle true >> "
                     "/Metadata 9 0 R /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 "
                     "/OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) /DestOutputProfile 10 0 R >>] >>",
                     options.language == "zh" ? "zh-Hans" : "en"));
  file.object(2, fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, contents.size()));
  file.object(3, fmt::format("<< /Title {} /Producer ({}) >>", text_string(options.title), kProducer));
  write_font(file, *font, subset, used);
  file.plain_stream(9, "/Type /Metadata /Subtype /XML", archive_metadata(options.title));
  file.stream(10, "/N 3", srgb_profile());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const int page = kFirstPage + 2 * static_cast<int>(i);
    file.object(page,
                fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Resources << /Font << /F1 4 0 R >> >> "
                            "/Contents {} 0 R >>",
                            kPageWidth, kPageHeight, page + 1));
    file.stream(page + 1, "", contents[i]);
  }
  return file.end();
}

}  // namespace muster::print
