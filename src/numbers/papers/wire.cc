#include <base/text.h>

#include <charconv>

#include <fmt/format.h>
#include <papers/wire.h>

namespace muster::papers {
namespace {

constexpr std::pair<std::string_view, const char*> kFaults[] = {
    {"picture_form", "A picture is a PNG or JPEG file."},
    {"picture_size", "A picture has at most 20 MB."},
    {"picture_pixels", "A picture has at most 40 million pixels, and at least 200 in each direction."},
    {"picture_time", "Looking at the picture took too long; nothing was read of it."},
    {"picture_unreadable", "The picture could not be looked at. Take another one, or type what the document says."},
};

}  // namespace

Error picture_fault(std::string_view code) {
  for (const auto& [known, sentence] : kFaults)
    if (known == code) return invalid(std::string(known), sentence, "picture");
  return picture_fault("picture_unreadable");
}

std::string write_seen(const Seen& seen) {
  std::string out;
  for (const std::string& zone : seen.zones) out += fmt::format("zone {}\n{}\n", zone.size(), zone);
  for (const Code& code : seen.codes) out += fmt::format("code {} {}\n{}\n", code.format, code.text.size(), code.text);
  return out + "end\n";
}

Result<Seen> read_seen(std::string_view text) {
  const Error damaged = picture_fault("picture_unreadable");
  Seen out;
  if (text.size() > kWireMaxBytes) return damaged;
  for (std::size_t records = 0; records <= kRecordsMax; ++records) {
    const std::size_t line_end = text.find('\n');
    if (line_end == std::string_view::npos) return damaged;
    const auto words = split(text.substr(0, line_end), ' ');
    text.remove_prefix(line_end + 1);
    if (words[0] == "end" && words.size() == 1 && text.empty()) return out;
    if (words[0] == "fault" && words.size() == 2) return picture_fault(words[1]);
    const bool zone = words[0] == "zone" && words.size() == 2;
    if (!zone && !(words[0] == "code" && words.size() == 3)) return damaged;
    std::size_t size = 0;
    const std::string_view number = words.back();
    const auto read = std::from_chars(number.data(), number.data() + number.size(), size);
    if (read.ec != std::errc() || read.ptr != number.data() + number.size() || size >= text.size() ||
        text[size] != '\n')
      return damaged;
    if (zone)
      out.zones.emplace_back(text.substr(0, size));
    else
      out.codes.push_back({std::string(words[1]), std::string(text.substr(0, size))});
    text.remove_prefix(size + 1);
  }
  return damaged;
}

}  // namespace muster::papers
