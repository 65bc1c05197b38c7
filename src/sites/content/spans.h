// Sentences that speak of medicine, education, law, art, news, or that warn: sorted spans, each with its context. Pure.
#pragma once

#include "words.h"

#include <string_view>
#include <vector>

namespace muster::content {

class ContextSpans {
 public:
  // In the order of their begins.
  void add(Span span, std::string_view context) {
    if (!spans_.empty() && span.begin <= spans_.back().span.end) {
      spans_.back().span.end = std::max(spans_.back().span.end, span.end);
      return;
    }
    spans_.push_back({span, context});
  }
  // The context at an offset, "" for none.
  std::string_view at(std::size_t offset) const {
    auto after = std::upper_bound(spans_.begin(), spans_.end(), offset,
                                  [](std::size_t a, const Marked& s) { return a < s.span.begin; });
    return after != spans_.begin() && offset < (after - 1)->span.end ? (after - 1)->context : std::string_view();
  }
  std::size_t end() const { return spans_.empty() ? 0 : spans_.back().span.end; }

 private:
  struct Marked {
    Span span;
    std::string_view context;
  };
  std::vector<Marked> spans_;
};

}  // namespace muster::content
