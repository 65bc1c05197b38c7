// What the program that looks at a picture writes, and what is read of it: records "zone N\n…\n" and "code FORMAT
// N\n…\n" of N bytes each, then "end\n"; or "fault CODE\n". Pure and thread-safe.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>
#include <vector>

namespace muster::papers {

inline constexpr std::size_t kWireMaxBytes = 64 * 1024;
inline constexpr std::size_t kRecordsMax = 32;

struct Code {
  std::string format;  // "PDF417", "QRCode", "DataMatrix", "Aztec"
  std::string text;    // as it is; personal
};
struct Seen {
  std::vector<std::string> zones;  // lines separated by line feeds; "?" for what could not be read
  std::vector<Code> codes;
};

std::string write_seen(const Seen& seen);
// Errors: picture_unreadable (the text is not what the program writes), and the fault that it names.
Result<Seen> read_seen(std::string_view text);
// The sentence of a fault: picture_form, picture_size, picture_pixels, picture_unreadable, picture_time.
Error picture_fault(std::string_view code);

}  // namespace muster::papers
