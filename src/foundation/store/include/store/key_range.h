// A page of what begins with a text, along one index. A statement has one lower bound for the key, never one for the
// text and another for the page: of two, SQLite may begin at the looser and read all that stands in between.
#pragma once

#include <algorithm>
#include <string>

namespace muster::store {

// Behind every text that begins with the same: U+10FFFF.
inline constexpr const char* kBeyond = "\xf4\x8f\xbf\xbf";

struct KeyRange {
  std::string low, high;
};

// For "key >= :low and key < :high": what begins with `prefix`, behind the key `after` ("": from the first on). Keys
// have no control characters.
inline KeyRange keys_behind(const std::string& prefix, const std::string& after) {
  return {after.empty() ? prefix : std::max(prefix, after + '\x01'), prefix + kBeyond};
}

// For "key >= :low and key < :high and (key, id) > (:low, :after_id)", where keys are not unique: behind the pair of
// the key `after` and its id; both empty from the first on.
inline KeyRange keys_from(const std::string& prefix, const std::string& after) {
  return {std::max(prefix, after), prefix + kBeyond};
}

}  // namespace muster::store
