// Words of closed lists: the values of an enum as text, in the enum's order. Pure.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace muster {

// The value whose word this is; nothing: none.
template <class Enum, class Words>
std::optional<Enum> find_word(const Words& words, std::string_view text) {
  for (std::size_t i = 0; i < std::size(words); ++i)
    if (words[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

// Of a word that the schema has checked: another one is our own bug.
template <class T>
T known(std::optional<T> value) {
  if (!value) throw std::logic_error("the schema allowed a word that the program doesn't know");
  return *value;
}

}  // namespace muster
