// Small helpers for text that several rooms need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster {

std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);  // ASCII white space at both ends
std::string to_lower_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);
// The longest piece from its beginning of at most `bytes_max` that is valid UTF-8.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);
// A JSON string literal with its quotes (RFC 8259 §7); invalid UTF-8 is replaced by U+FFFD.
std::string json_quote(std::string_view text);
// For HTML text and attribute values.
std::string html_escape(std::string_view text);
// For one part of a URL: what may stand there as it is (RFC 3986 §2.3), the rest in percent.
std::string percent_encode(std::string_view text);
// 1,780,000
std::string with_separators(std::int64_t number);

}  // namespace muster
