// What is said between this process and the program that decodes pictures (`muster-look`), over a socket; the pixels
// stand in memory that both see. Numbers are little-endian, 32 bits.
//   request  "MPR1", length, then so many bytes of a picture
//   answer   "MPA1", fault, format, width, height, frames, frames in the file; frames × height × width × 3 bytes of
//            red, green and blue at the beginning of the shared memory
// Whoever breaks the program by a picture can write any answer: it is checked here, before a pixel is read. Pure;
// thread-safe.
#pragma once

#include <base/result.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::pictures {

inline constexpr std::size_t kPictureBytesMax = 20u << 20;
inline constexpr int kSideMin = 5;
inline constexpr int kSideMax = 16'384;
inline constexpr std::int64_t kPixelsMax = 40'000'000;  // of all frames together
inline constexpr int kFramesMax = 3;                    // the first, the middle and the last of a moving picture
inline constexpr std::size_t kSharedBytes = static_cast<std::size_t>(kPixelsMax) * 3;

enum class Format : std::uint8_t { none, jpeg, png, webp, gif, avif };
const char* to_text(Format format);
Format format_of(std::string_view bytes);  // by its first bytes

// Why a picture was not decoded.
enum class Fault : std::uint8_t { none, form, size, pixels, unreadable, time };
inline constexpr std::size_t kFaultCount = 6;
// picture_form, picture_size, picture_pixels, picture_unreadable, picture_time
Error picture_fault(Fault fault);

struct Header {
  Fault fault = Fault::none;
  Format format = Format::none;
  int width = 0, height = 0;
  int frames = 0;        // that were decoded
  int frames_total = 0;  // of the file
};
inline constexpr std::size_t kRequestBytes = 8;
inline constexpr std::size_t kAnswerBytes = 28;

std::string write_request(std::size_t length);
// Errors: picture_form (not a request), picture_size.
Result<std::size_t> read_request(std::string_view bytes);
std::string write_answer(const Header& header);
// Errors: the fault that it names; picture_unreadable, where it is none that the program gives.
Result<Header> read_answer(std::string_view bytes);

}  // namespace muster::pictures
