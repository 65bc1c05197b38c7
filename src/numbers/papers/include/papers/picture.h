// What a picture of an identity document says, offered to a person who has the document in hand. Nothing that is read
// is taken by itself: a picture proves nothing. Readings are personal data; nothing here keeps or logs them.
#pragma once

#include <base/time.h>
#include <identifiers/mrz.h>

#include <papers/wire.h>

namespace muster::papers {

inline constexpr std::size_t kPictureMaxBytes = 20u << 20;

struct OfferedZone {
  std::string text;               // as it was read, lines separated by line feeds
  identifiers::MrzReport report;  // with every check digit's word, and other readings of what does not fit
};
struct Offered {
  std::vector<OfferedZone> zones;
  std::vector<Code> codes;
};

struct ReaderOptions {
  std::string program;                           // muster-picture
  Duration time_max = std::chrono::seconds(20);  // then the program is ended
};

// Each picture is looked at by a process of its own with limits on memory, time and files: a picture that is made to
// break a decoder breaks that process alone. Thread-safe.
class PictureReader {
 public:
  explicit PictureReader(ReaderOptions options) : options_(std::move(options)) {}
  // PNG or JPEG. Errors: picture_form, picture_size, picture_pixels, picture_time, picture_unreadable,
  // picture_reader_missing.
  Result<Offered> read(std::string_view picture, const identifiers::MrzOptions& mrz) const;

 private:
  const ReaderOptions options_;
};

}  // namespace muster::papers
