// One function: bytes of a picture → what it is known as, and what it seems to show. Nothing of the picture is written
// to a disk here, and the order is fixed: decoded in a process of its own, hashed, looked up; and only what is on no
// list of child abuse material goes on to the model and back to the caller.
//
// Thread-safe.
#pragma once

#include <hashes/matcher.h>
#include <pictures/classifier.h>
#include <pictures/decoder.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace muster::pictures {

struct SeenPart {
  int x = 0, y = 0, width = 0, height = 0;
  bool whole = false;
  int frame = 0;
  Classes classes{};
};
struct Seen {
  Header header;
  std::vector<hashes::PdqHash> hashes;  // of each frame; none of a picture that was dropped
  hashes::Verdict verdict;              // of all frames together
  std::vector<SeenPart> parts;          // empty: no model, or dropped
  std::string model;                    // its name; "": none
  // The picture, as it came; nothing where it was dropped: then these bytes, the pixels and what is left of them in the
  // decoding processes are gone already, and list and distance are all that anybody sees.
  std::optional<std::string> bytes;
  bool dropped() const { return !bytes.has_value(); }
  // The part that is most likely explicit (hentai or porn); nothing without a model.
  const SeenPart* most_explicit() const;
};

// What a picture's hashes are known as: hashes::Service::look, or a matcher's.
using Known = std::function<Result<hashes::Verdict>(const hashes::PdqTurned&, std::uint64_t picture)>;

class Looker {
 public:
  // `classifier` may be null: hashes alone. All must outlive this.
  Looker(Decoder& decoder, Known known, const Classifier* classifier)
      : decoder_(decoder), known_(std::move(known)), classifier_(classifier) {}
  // Takes the bytes; a picture of fewer than 64 pixels a side is hashed and not classified. Errors: those of
  // Decoder::decode (the bytes are wiped then too), of `known`, and model_failed.
  Result<Seen> look(std::string bytes) const;

 private:
  Decoder& decoder_;
  const Known known_;
  const Classifier* const classifier_;
};

}  // namespace muster::pictures
