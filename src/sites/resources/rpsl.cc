#include <base/text.h>
#include <resources/rpsl.h>

#include <algorithm>

namespace muster::resources {
namespace {

constexpr std::string_view kKept[] = {"inetnum", "inet6num", "route",  "route6", "netname", "country",
                                      "org",     "status",   "source", "origin", "mnt-by"};

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '*';
  });
}

void fail(RpslObject& object, std::int64_t line, const char* code, const char* sentence) {
  if (object.bad) return;
  object.bad = true;
  object.error = invalid(code, "Line " + std::to_string(line) + ": " + sentence);
}

}  // namespace

std::string RpslObject::value(std::string_view name) const {
  for (const auto& [n, v] : attributes)
    if (n == name) return v;
  return {};
}

RpslReader::RpslReader(ByteSource source, RpslLimits limits)
    : lines_(std::move(source), limits.line_bytes_max), limits_(limits) {}

void RpslReader::take(std::string_view line, std::int64_t number, RpslObject& object) {
  const bool goes_on = line[0] == ' ' || line[0] == '\t' || line[0] == '+';
  std::string_view text = line.substr(0, line.find('#'));
  if (goes_on) {
    if (object.kind.empty()) return fail(object, number, "rpsl_continuation", "There is no attribute to go on with.");
    if (last_.empty() || object.attributes.empty()) return;  // of one that is not kept
    const std::string_view more = trim(text.substr(1));
    std::string& value = object.attributes.back().second;
    if (value.size() + more.size() + 1 > limits_.value_bytes_max)
      return fail(object, number, "rpsl_value_too_long", "The value is too long.");
    if (!more.empty()) value.append(value.empty() ? "" : " ").append(more);
    return;
  }
  const std::size_t colon = text.find(':');
  const std::string name = to_lower_ascii(trim(text.substr(0, colon)));
  if (colon == std::string_view::npos || !is_name(name))
    return fail(object, number, "rpsl_line", "A line has an attribute's name, a colon and its value.");
  if (object.kind.empty()) object.kind = name;
  last_.clear();
  if (std::find(std::begin(kKept), std::end(kKept), name) == std::end(kKept)) return;
  const std::string_view value = trim(text.substr(colon + 1));
  if (value.size() > limits_.value_bytes_max)
    return fail(object, number, "rpsl_value_too_long", "The value is too long.");
  last_ = name;
  object.attributes.emplace_back(name, value);
}

Result<bool> RpslReader::next(RpslObject& object) {
  object = {};
  last_.clear();
  std::size_t lines = 0;
  for (TextLine line;;) {
    MUSTER_TRY(const bool more, lines_.next(line));
    if (!more) return lines > 0;
    if (line.bad) {
      if (lines == 0) object.line = line.line;
      ++lines;
      if (line.error.code != "line_not_utf8")
        fail(object, line.line, "rpsl_line_too_long", "The line can't be read: it is too long or no text.");
      continue;
    }
    if (trim(line.text).empty()) {
      if (lines > 0) return true;
      continue;
    }
    if (line.text[0] == '%' || line.text[0] == '#') continue;
    if (lines == 0) object.line = line.line;
    if (++lines > limits_.lines_max)
      fail(object, line.line, "rpsl_too_many_lines", "The object has too many lines.");
    else
      take(line.text, line.line, object);
  }
}

}  // namespace muster::resources
