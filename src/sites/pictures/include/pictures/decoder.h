// Decodes pictures in processes of their own: a picture that is made to break a decoder breaks that process alone, and
// another one takes its place. Thread-safe: as many pictures at once as there are processes; the next ones wait.
#pragma once

#include <base/time.h>
#include <hashes/pdq.h>

#include <memory>
#include <string>
#include <vector>

#include <pictures_wire/wire.h>

namespace muster::pictures {

struct DecoderOptions {
  std::string program;                           // muster-look
  int processes = 0;                             // 0: one a core
  Duration time_max = std::chrono::seconds(10);  // of one picture, decoding alone
  int pictures_max = 64;  // then a process is replaced: what one picture may have done to it ends with it
};

// Pixels of a picture, wiped when they go.
struct Picture {
  Header header;
  std::vector<std::uint8_t> pixels;  // frames one behind the other, red, green and blue
  Picture() = default;
  Picture(Picture&&) = default;
  Picture& operator=(Picture&&) = default;
  ~Picture();
  hashes::Raster frame(int n) const;  // 0 ≤ n < header.frames
};

class Decoder {
 public:
  explicit Decoder(DecoderOptions options);
  ~Decoder();
  // Errors: picture_form, picture_size, picture_pixels, picture_unreadable, picture_time, decoder_missing.
  Result<Picture> decode(std::string_view bytes);
  // Ends all processes that are idle, with what is left of pictures in their memory.
  void forget();
  int processes() const;
  // For tests and metrics: how many processes ended before their time.
  std::int64_t lost() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::pictures
