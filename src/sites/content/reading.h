// A text as lexicons read it: normalised, what of it is disguised, and the contexts of its sentences. Made once a text,
// for all of them, by one thread. Pure.
#pragma once

#include "contexts.h"
#include "evasion.h"
#include "normal.h"

#include <optional>
#include <string>
#include <string_view>

namespace muster::content {

class Reading {
 public:
  explicit Reading(std::string_view source) : normal_(source), side_(normal_.text()) {}
  const std::string& text() const { return normal_.text(); }
  std::size_t source(std::size_t offset) const { return normal_.source(offset); }
  const SideText& side() const { return side_; }
  // Looked for when first asked for: a text without a term needs none.
  const ContextSpans& contexts() const {
    if (!contexts_) contexts_ = Contexts::shared().spans(text(), Contexts::shared().find(text(), kMatchesMax));
    return *contexts_;
  }

 private:
  Normal normal_;
  SideText side_;
  mutable std::optional<ContextSpans> contexts_;
};

}  // namespace muster::content
