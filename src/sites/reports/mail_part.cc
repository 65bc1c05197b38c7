#include "mail_part.h"

#include <base/bytes.h>
#include <base/text.h>

#include <reports/read.h>

namespace muster::reports {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// RFC 2045 §6.7; what is no escape stays as it is.
std::string from_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    std::size_t end = i + 1;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end < text.size() && text[end] == '\n') {
      i = end;
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      out += '=';
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

// `text` behind the first ";": name=value, or name="value" with \ in front of any character.
std::map<std::string, std::string> parameters_in(std::string_view text) {
  std::map<std::string, std::string> out;
  std::size_t at = 0;
  for (int i = 0; i < 20 && at < text.size(); ++i) {
    const auto equals = text.find('=', at);
    if (equals == std::string_view::npos) break;
    const std::string name = to_lower_ascii(trim(text.substr(at, equals - at)));
    std::string value;
    std::size_t end = equals + 1;
    if (end < text.size() && text[end] == '"') {
      for (++end; end < text.size() && text[end] != '"'; ++end) {
        if (text[end] == '\\' && end + 1 < text.size()) ++end;
        value += text[end];
      }
      end = text.find(';', std::min(end, text.size()));
    } else {
      const auto semicolon = text.find(';', end);
      value = trim(text.substr(end, semicolon == std::string_view::npos ? semicolon : semicolon - end));
      end = semicolon;
    }
    out.emplace(name, value);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return out;
}

// The line at `at` without its end, and where the next one begins.
std::string_view line_at(std::string_view text, std::size_t at, std::size_t& next) {
  const auto end = text.find('\n', at);
  next = end == std::string_view::npos ? text.size() : end + 1;
  std::string_view line = text.substr(at, (end == std::string_view::npos ? text.size() : end) - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::string MailPart::field(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

Result<MailPart> read_part(std::string_view text) {
  MailPart out;
  std::multimap<std::string, std::string>::iterator last = out.fields.end();
  std::size_t at = 0, next = 0;
  for (int count = 0; at < text.size(); at = next) {
    const std::string_view line = line_at(text, at, next);
    if (line.empty()) {
      at = next;
      break;
    }
    if ((line.front() == ' ' || line.front() == '\t') && last != out.fields.end()) {
      (last->second += ' ').append(trim(line));
    } else {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) continue;
      if (++count > kHeaderFieldsMax) return invalid("arf_too_large", "A part of this e-mail has too many fields.");
      last = out.fields.emplace(to_lower_ascii(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
    }
    if (last->second.size() > kHeaderLineMax) return invalid("arf_too_large", "A field of this e-mail is too long.");
  }
  out.body = text.substr(std::min(at, text.size()));
  if (const std::string type = out.field("content-type"); !type.empty()) {
    const auto semicolon = type.find(';');
    out.type = to_lower_ascii(trim(std::string_view(type).substr(0, semicolon)));
    if (semicolon != std::string::npos) out.parameters = parameters_in(std::string_view(type).substr(semicolon + 1));
  }
  return out;
}

std::vector<std::string_view> split_parts(std::string_view body, std::string_view boundary, std::size_t max) {
  std::vector<std::string_view> out;
  if (boundary.empty() || boundary.size() > 70) return out;
  const std::string mark = "--" + std::string(boundary);
  std::size_t begin = std::string_view::npos, next = 0;
  for (std::size_t at = 0; at < body.size() && out.size() < max; at = next) {
    std::string_view line = line_at(body, at, next);
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    const bool closes = line.size() == mark.size() + 2 && line.starts_with(mark) && line.ends_with("--");
    if (line != mark && !closes) continue;
    if (begin != std::string_view::npos) out.push_back(body.substr(begin, at - begin));
    begin = next;
    if (closes) return out;
  }
  // Cut off before its last boundary: what came is read.
  if (begin != std::string_view::npos && begin < body.size() && out.size() < max) out.push_back(body.substr(begin));
  return out;
}

std::string decoded_body(const MailPart& part) {
  const std::string encoding = to_lower_ascii(part.field("content-transfer-encoding"));
  if (encoding == "quoted-printable") return from_quoted_printable(part.body);
  if (encoding == "base64") {
    std::string packed;
    for (const char c : part.body)
      if (c != '\r' && c != '\n' && c != ' ' && c != '\t') packed += c;
    if (auto read = from_base64(packed); read.ok()) return std::move(*read);
  }
  return std::string(part.body);
}

}  // namespace muster::reports
