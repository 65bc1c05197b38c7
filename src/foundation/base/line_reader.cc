#include "text_window.h"
#include <base/csv.h>

#include <cstring>

namespace muster {

struct LineReader::Inside {
  TextWindow window;
  std::size_t bytes_max;
  std::int64_t line = 1;
};

LineReader::LineReader(ByteSource source, std::size_t line_bytes_max)
    : inside_(new Inside{TextWindow(std::move(source), line_bytes_max + 2), line_bytes_max, 1}) {}
LineReader::~LineReader() = default;

Result<bool> LineReader::next(TextLine& line) {
  TextWindow& window = inside_->window;
  MUSTER_CHECK_OK(window.start());
  line.line = inside_->line;
  line.bad = false;
  line.text = {};
  std::size_t looked = 0;
  bool too_long = false;
  for (;;) {
    const std::string_view text = window.held();
    const auto* end = looked < text.size()
                          ? static_cast<const char*>(std::memchr(text.data() + looked, '\n', text.size() - looked))
                          : nullptr;
    if (!end && !window.at_end()) {
      looked = text.size();
      if (text.size() > inside_->bytes_max) {  // pass over it without holding it
        too_long = true;
        window.consume(text.size());
        looked = 0;
      }
      if (!window.grow() && window.failed()) return *window.failed();
      continue;
    }
    if (!end && text.empty() && !too_long) return false;
    const std::size_t size = end ? static_cast<std::size_t>(end - text.data()) : text.size();
    std::string_view body = text.substr(0, size);
    if (body.ends_with('\r')) body.remove_suffix(1);
    if (too_long || body.size() > inside_->bytes_max) {
      line.bad = true;
      line.error = invalid("line_too_long", "The line is longer than " + std::to_string(inside_->bytes_max) +
                                                " bytes; it was left out.");
    } else if (auto fault = text_fault(body, "line")) {
      line.bad = true;
      line.error = std::move(*fault);
    } else {
      line.text = body;
    }
    window.consume(size + (end ? 1 : 0));
    ++inside_->line;
    line.end_byte = window.consumed();
    return true;
  }
}

}  // namespace muster
