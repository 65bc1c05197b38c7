// Many literals at once, by Vectorscan. Finds bytes; what they mean is the caller's business.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

inline constexpr std::size_t kMatchesMax = 200'000;  // of one page; a page with more says enough

struct Found {
  std::uint32_t literal;
  std::size_t begin, end;
};

// Thread-safe: scratch space is pooled.
class Matcher {
 public:
  // Errors: lexicon_compile.
  static Result<std::unique_ptr<Matcher>> compile(const std::vector<std::string>& literals);
  ~Matcher();
  // In order of their ends, at most `max`.
  std::vector<Found> find(std::string_view text, std::size_t max) const;

 private:
  Matcher();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::content
