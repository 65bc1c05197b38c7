#include "archive.h"

#include <base/text.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace muster::print {
namespace {

constexpr int kCurvePoints = 256;

void big16(std::string& out, std::uint32_t n) {
  out += static_cast<char>(n >> 8 & 0xff);
  out += static_cast<char>(n & 0xff);
}
void big32(std::string& out, std::uint32_t n) {
  big16(out, n >> 16);
  big16(out, n & 0xffff);
}
// Fixed point, 16 bits before and after the point.
void fixed(std::string& out, double value) {
  big32(out, static_cast<std::uint32_t>(std::lround(value * 65536)));
}

std::string xyz(double x, double y, double z) {
  std::string out("XYZ \0\0\0\0", 8);
  for (const double value : {x, y, z}) fixed(out, value);
  return out;
}

// A value of 0 to 1 as it is stored → as light.
double light_of(double stored) {
  return stored <= 0.04045 ? stored / 12.92 : std::pow((stored + 0.055) / 1.055, 2.4);
}

std::string curve() {
  std::string out("curv\0\0\0\0", 8);
  big32(out, kCurvePoints);
  for (int i = 0; i < kCurvePoints; ++i)
    big16(out, static_cast<std::uint32_t>(std::lround(light_of(i / (kCurvePoints - 1.0)) * 65535)));
  return out;
}

// textDescriptionType: the name in ASCII; none in Unicode, none for Macintosh.
std::string description(std::string_view name) {
  std::string out("desc\0\0\0\0", 8);
  big32(out, static_cast<std::uint32_t>(name.size() + 1));
  out += name;
  out += '\0';
  out.append(4 + 4 + 2 + 1 + 67, '\0');
  return out;
}

std::string plain(std::string_view text) {
  std::string out("text\0\0\0\0", 8);
  out += text;
  out += '\0';
  return out;
}

}  // namespace

std::string srgb_profile() {
  struct Tag {
    const char* name;
    std::string bytes;
  };
  // Primaries and white as adapted to the connection space's D50 (Bradford).
  const std::vector<Tag> tags{{"desc", description("sRGB IEC61966-2.1")},
                              {"cprt", plain("No copyright")},
                              {"wtpt", xyz(0.9642, 1.0, 0.8249)},
                              {"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
                              {"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
                              {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
                              {"rTRC", curve()}};
  constexpr std::uint32_t kHeader = 128, kTagLine = 12;
  constexpr const char* kSameCurve[] = {"gTRC", "bTRC"};
  const auto lines = static_cast<std::uint32_t>(tags.size() + std::size(kSameCurve));
  std::string table, data;
  big32(table, lines);
  const std::uint32_t data_at = kHeader + 4 + kTagLine * lines;
  std::uint32_t begins = 0, size = 0;
  const auto line = [&](const char* name) {
    table.append(name, 4);
    big32(table, begins);
    big32(table, size);
  };
  for (const Tag& tag : tags) {
    begins = data_at + static_cast<std::uint32_t>(data.size());
    size = static_cast<std::uint32_t>(tag.bytes.size());
    line(tag.name);
    data += tag.bytes;
    data.append((4 - data.size() % 4) % 4, '\0');
  }
  for (const char* name : kSameCurve) line(name);

  std::string out;
  big32(out, data_at + static_cast<std::uint32_t>(data.size()));
  big32(out, 0);           // no preferred engine
  big32(out, 0x02100000);  // version 2.1
  out += "mntrRGB XYZ ";
  for (const std::uint32_t part : {2026U, 1U, 1U, 0U, 0U, 0U}) big16(out, part);
  out += "acsp";
  out.append(4 + 4 + 4 + 4 + 8 + 4, '\0');  // platform, flags, maker, model, attributes, perceptual
  for (const double value : {0.9642, 1.0, 0.8249}) fixed(out, value);
  out.append(kHeader - out.size(), '\0');
  return out + table + data;
}

std::string archive_metadata(std::string_view title) {
  return fmt::format(
      "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
      "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:format>application/pdf"
      "</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>"
      "</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"><pdf:Producer>{}</pdf:Producer>"
      "</rdf:Description>\n"
      "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
      html_escape(title), kProducer);
}

}  // namespace muster::print
