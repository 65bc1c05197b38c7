// A small template for pages that a server renders: everything that comes from outside is escaped by `text`; only
// literals go in raw. A plain value.
#pragma once

#include <base/time.h>

#include <string>
#include <string_view>

namespace muster::http {

class Html {
 public:
  template <std::size_t N>
  Html& raw(const char (&literal)[N]) {  // literals alone: no text from outside can get here
    out_.append(literal, N - 1);
    return *this;
  }
  Html& text(std::string_view words);        // escaped
  Html& attribute(std::string_view words);   // the same, between quotes that the caller writes
  Html& url_part(std::string_view segment);  // percent-encoded (RFC 3986 unreserved stay)
  Html& time(Instant at);                    // <time datetime="…">2026-11-24 08:03 UTC</time>
  Html& day(Instant at);                     // <time datetime="…">2026-11-24</time>
  Html& piece(const Html& other);
  const std::string& str() const { return out_; }
  bool empty() const { return out_.empty(); }

 private:
  std::string out_;
};

}  // namespace muster::http
