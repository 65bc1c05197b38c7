// A long list as a file, a page at a time, so that a million rows need no memory.
#pragma once

#include <base/result.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace muster::web {

// What http::Response::stream takes: `header` and the lines of the first page, which is read already and shows whether
// the question is a good one; then those of each further page. `next` gives the page behind one, nothing behind the
// last.
template <class Page>
std::function<std::optional<std::string>()> page_stream(std::string header, Page first,
                                                        std::function<std::string(const Page&)> lines,
                                                        std::function<std::optional<Result<Page>>(const Page&)> next) {
  return [piece = std::move(header), page = std::optional(std::move(first)), lines = std::move(lines),
          next = std::move(next)]() mutable -> std::optional<std::string> {
    if (!page) return std::nullopt;
    std::string out = std::exchange(piece, {}) + lines(*page);
    auto more = next(*page);
    // A file that breaks off must not look whole: the connection ends without its last chunk.
    if (more && !more->ok()) throw std::runtime_error(more->error().code);
    page = more ? std::optional(std::move(**more)) : std::nullopt;
    return out;
  };
}

}  // namespace muster::web
