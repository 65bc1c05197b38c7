// Where words of medicine, education, law … (context_words.h) stand in a text: the same for all lexicons. Compiled once
// a process. Thread-safe.
#pragma once

#include "literals.h"
#include "matcher.h"
#include "spans.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

class Contexts {
 public:
  static const Contexts& shared();
  // All of them in a normalised text, in order of their ends; at most `max`.
  std::vector<Found> find(const std::string& text, std::size_t max) const { return words_->find(text, max); }
  // The sentences around those that stand as words.
  ContextSpans spans(const std::string& text, std::vector<Found> found) const;

 private:
  Contexts();
  std::vector<Literal> literals_;
  std::vector<std::string_view> names_;
  std::unique_ptr<Matcher> words_;
};

}  // namespace muster::content
