// Whether what was found in a text stands there as a word of its script. Thread-safe.
#pragma once

#include "literals.h"
#include "matcher.h"

#include <cstddef>
#include <string>
#include <vector>

namespace muster::content {

// No letters of a script with spaces on both sides of an edge (but for Arabic prefixes and Korean particles), and in a
// script without spaces where ICU cuts the sentence.
bool stands(const std::string& text, const Literal& literal, std::size_t begin, std::size_t end);

// The longest first of those that begin together.
void sort_by_begin(std::vector<Found>& found);

}  // namespace muster::content
