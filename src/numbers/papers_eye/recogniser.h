// Tesseract, asked for a few characters at a time. Inside of the room.
#pragma once

#include "image.h"

#include <string>

#include <papers/zone_form.h>

namespace tesseract {
class TessBaseAPI;
}

namespace muster::papers {

class Recogniser {
 public:
  // Loads the model. Nothing can be read where it is not there: `ready` says so.
  Recogniser();
  ~Recogniser();
  bool ready() const { return ready_; }
  // The characters in neighbouring cells, as many as there are cells; "?" for what is not read.
  std::string read(const Image& grey, const std::vector<Spot>& cells, CharClass what);

 private:
  std::string read_once(const Image& grey, const Spot& area, CharClass what, bool one);
  std::unique_ptr<tesseract::TessBaseAPI> api_;
  bool ready_ = false;
};

}  // namespace muster::papers
