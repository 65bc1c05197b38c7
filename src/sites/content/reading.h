// A text as lexicons read it: normalised, and what of it is disguised. Made once a text, for all of them. Pure.
#pragma once

#include "evasion.h"
#include "normal.h"

#include <string>
#include <string_view>

namespace muster::content {

class Reading {
 public:
  explicit Reading(std::string_view source) : normal_(source), side_(normal_.text()) {}
  const std::string& text() const { return normal_.text(); }
  std::size_t source(std::size_t offset) const { return normal_.source(offset); }
  const SideText& side() const { return side_; }

 private:
  Normal normal_;
  SideText side_;
};

}  // namespace muster::content
