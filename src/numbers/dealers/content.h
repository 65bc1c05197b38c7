// What stands in a packet once it is opened: the fields of the form, and pictures of the document. Inside of the room.
//
//   length of the JSON, four bytes, the most significant first | JSON | the pictures, one behind the other
//   {"fields":{"document_number":"…",…},"pictures":[{"side":"front","media_type":"image/jpeg","size":n},…]}
#pragma once

#include <registration/registration.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <dealers/packet.h>

namespace muster::dealers {

struct Picture {
  std::string side;        // "front", "back", "page", "other"
  std::string media_type;  // "image/jpeg"
  std::string bytes;
};
struct Content {
  std::map<std::string, std::string> fields;
  std::vector<Picture> pictures;
};

// Errors: packet_content, packet_field (one that no capture has), packet_pictures (too many, too large, no JPEG).
Result<Content> read_content(std::string_view bytes);
// For tests and for programs that capture.
std::string write_content(const Content& content);
// A correction's fields over the ones that were refused; its pictures, if it brings any, instead of the old ones.
Content corrected(Content original, Content correction);
// Fields that are absent are empty: registration says what is missing.
registration::Capture capture_of(const Content& content, const std::string& dealer_id, const std::string& device_id);

}  // namespace muster::dealers
