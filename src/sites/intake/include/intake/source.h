// A stream of bytes that names are read from.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace muster::intake {

class Source {
 public:
  virtual ~Source() = default;
  // 0 at the end. Errors: census_source.
  virtual Result<std::size_t> read(std::span<char> out) = 0;
  virtual std::uint64_t size() const { return 0; }  // bytes in all, 0 when unknown
};
Result<std::unique_ptr<Source>> open_file(const std::string& path);  // "-" is standard input
std::unique_ptr<Source> from_text(std::string text);

}  // namespace muster::intake
