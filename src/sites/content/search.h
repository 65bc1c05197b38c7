// Where a lexicon's literals stand in a page's text, as whole words of its scripts, in whatever spelling. Thread-safe
// once made.
#pragma once

#include "literals.h"
#include "matcher.h"
#include "reading.h"
#include "spans.h"

#include <memory>
#include <optional>
#include <vector>

namespace muster::content {

// One literal in the normalised text.
struct Place {
  std::size_t begin, end;
  const std::vector<Use>* uses;
  Spelling spelling;
  const Literal* literal;  // nullptr: found in the side text
};

struct Findings {
  std::vector<Place> places;                 // by begin
  std::optional<ContextSpans> own_contexts;  // of a text with too many matches; else Reading::contexts() holds
};

class Search {
 public:
  // Errors: lexicon_compile.
  static Result<std::unique_ptr<Search>> make(const std::vector<Term>& terms);
  Findings find(const Reading& text) const;

 private:
  Search() = default;
  void cut(const Reading& text, std::vector<Found>& all, Findings& out) const;
  void find_plain(const Reading& reading, Findings& out) const;
  void find_disguised(const Reading& text, Findings& out) const;

  Literals literals_;
  std::unique_ptr<Matcher> plain_, alike_;
};

}  // namespace muster::content
