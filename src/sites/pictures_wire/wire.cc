#include <pictures_wire/wire.h>

namespace muster::pictures {
namespace {

constexpr std::string_view kRequestMark = "MPR1", kAnswerMark = "MPA1";
constexpr std::array<const char*, 6> kFormatWords{"none", "jpeg", "png", "webp", "gif", "avif"};

void put(std::string& out, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}
std::uint32_t get(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

}  // namespace

const char* to_text(Format format) {
  return kFormatWords[static_cast<std::size_t>(format)];
}

Format format_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return Format::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return Format::png;
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return Format::gif;
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return Format::webp;
  const std::string_view brand = bytes.substr(0, 12);
  if (brand.size() == 12 && brand.substr(4, 4) == "ftyp" && (brand.ends_with("avif") || brand.ends_with("avis")))
    return Format::avif;
  return Format::none;
}

Error picture_fault(Fault fault) {
  const auto wrong = [](const char* code, const char* sentence) { return invalid(code, sentence, "picture"); };
  switch (fault) {
    case Fault::form:
      return wrong("picture_form", "A picture is a JPEG, PNG, WebP, GIF or AVIF file.");
    case Fault::size:
      return wrong("picture_size", "A picture has at most 20 MB.");
    case Fault::pixels:
      return wrong("picture_pixels", "A picture has at most 40 million pixels, and 5 to 16,384 in each direction.");
    case Fault::time:
      return wrong("picture_time", "Decoding the picture took too long.");
    case Fault::none:
    case Fault::unreadable:
      break;
  }
  return wrong("picture_unreadable", "The picture could not be decoded.");
}

std::string write_request(std::size_t length) {
  std::string out(kRequestMark);
  put(out, static_cast<std::uint32_t>(length));
  return out;
}
Result<std::size_t> read_request(std::string_view bytes) {
  if (bytes.size() != kRequestBytes || !bytes.starts_with(kRequestMark)) return picture_fault(Fault::form);
  const std::size_t length = get(bytes, 4);
  if (length > kPictureBytesMax) return picture_fault(Fault::size);
  return length;
}

std::string write_answer(const Header& h) {
  std::string out(kAnswerMark);
  put(out, static_cast<std::uint32_t>(h.fault));
  put(out, static_cast<std::uint32_t>(h.format));
  for (const int n : {h.width, h.height, h.frames, h.frames_total}) put(out, static_cast<std::uint32_t>(n));
  return out;
}
Result<Header> read_answer(std::string_view bytes) {
  const Error damaged = picture_fault(Fault::unreadable);
  if (bytes.size() != kAnswerBytes || !bytes.starts_with(kAnswerMark)) return damaged;
  const std::uint32_t fault = get(bytes, 4), format = get(bytes, 8);
  if (fault >= kFaultCount) return damaged;
  if (fault != 0) return picture_fault(static_cast<Fault>(fault));
  const std::uint32_t width = get(bytes, 12), height = get(bytes, 16), frames = get(bytes, 20), total = get(bytes, 24);
  if (format == 0 || format >= kFormatWords.size() || width < kSideMin || width > kSideMax || height < kSideMin ||
      height > kSideMax || frames < 1 || frames > kFramesMax || total < frames || total > 1'000'000 ||
      std::uint64_t{width} * height * frames > static_cast<std::uint64_t>(kPixelsMax))
    return damaged;
  return Header{Fault::none,
                static_cast<Format>(format),
                static_cast<int>(width),
                static_cast<int>(height),
                static_cast<int>(frames),
                static_cast<int>(total)};
}

}  // namespace muster::pictures
