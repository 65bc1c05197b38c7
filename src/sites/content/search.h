// Where a lexicon's literals stand in a page's text, as whole words of its scripts, in whatever spelling. Thread-safe
// once made.
#pragma once

#include "literals.h"
#include "matcher.h"
#include "reading.h"
#include "spans.h"
#include "words.h"

#include <memory>
#include <mutex>
#include <string>
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
  std::vector<Place> places;  // by begin
  ContextSpans contexts;
};

class Search {
 public:
  // Errors: lexicon_compile.
  static Result<std::unique_ptr<Search>> make(const std::vector<Term>& terms);
  Findings find(const Reading& text) const;

 private:
  Search() = default;
  void add_contexts();
  bool stands(const std::string& text, const Literal& literal, std::size_t begin, std::size_t end,
              WordCutter& cutter) const;
  void find_plain(const std::string& text, WordCutter& cutter, Findings& out) const;
  void find_disguised(const Reading& text, WordCutter& cutter, Findings& out) const;
  std::unique_ptr<WordCutter> take_cutter() const;
  void give_cutter(std::unique_ptr<WordCutter> cutter) const;

  Literals literals_;
  std::vector<Literal> context_literals_;
  std::vector<std::string_view> context_names_;
  std::unique_ptr<Matcher> plain_, alike_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<WordCutter>> cutters_;
};

}  // namespace muster::content
