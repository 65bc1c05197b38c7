// What a source's bytes are, and UTF-16 made UTF-8. Inside of the census room.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::census {

enum class Encoding { utf8, utf16_little, utf16_big };

// Judges the first bytes (up to 64 KiB) and says how many of them are a byte order mark.
// Errors: census_compressed, census_binary, each with what to do.
struct Judged {
  Encoding encoding = Encoding::utf8;
  std::size_t mark = 0;
};
Result<Judged> judge(std::string_view first);

// Feeds of any length; half a character waits for its other half. A surrogate without its partner becomes U+FFFD.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(bool big) : big_(big) {}
  void decode(std::string_view bytes, std::string& out);
  void finish(std::string& out);

 private:
  void unit(unsigned value, std::string& out);
  bool big_;
  int half_ = -1;      // a byte that waits
  unsigned high_ = 0;  // a high surrogate that waits
};

}  // namespace muster::census
