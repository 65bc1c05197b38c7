#include "rule_support.h"

#include <base/text.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr std::size_t kReasonMax = 2'000;

}  // namespace

Result<void> check_reason(const std::string& reason) {
  if (trim(reason).empty())
    return invalid("reason_missing", "Say why in a sentence; whoever filed will read it.", "reason");
  if (reason.size() > kReasonMax || !is_valid_utf8(reason))
    return invalid("reason_too_long", "At most 2,000 bytes of UTF-8.", "reason");
  return {};
}

bool one_line(std::string_view text) {
  return is_valid_utf8(text) && std::none_of(text.begin(), text.end(),
                                             [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}
bool all_of_class(std::string_view text, std::string_view also) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           also.find(c) != std::string_view::npos;
  });
}
bool number_form(std::string_view number) {
  return number.size() <= 64 && one_line(number) && number.find(' ') == std::string_view::npos;
}
bool language_form(std::string_view tag) {
  const auto parts = split(tag, '-');
  if (parts.size() > 4 || parts[0].size() < 2 || parts[0].size() > 3) return false;
  return std::all_of(parts.begin(), parts.end(),
                     [](std::string_view p) { return !p.empty() && p.size() <= 8 && all_of_class(p, ""); });
}

void check_name_text(Faults& faults, std::string& name, const char* what_missing, const char* what_long,
                     const std::string& field) {
  name = std::string(trim(name));
  if (name.empty())
    faults.add(invalid(what_missing, "The name is missing."), field);
  else if (characters(name) > kTextMax || !one_line(name))
    faults.add(invalid(what_long, "The name is one line of at most 200 characters."), field);
}

std::optional<Error> together(std::vector<Error> errors) {
  if (errors.empty()) return std::nullopt;
  Error first = errors.front();
  if (errors.size() > 1) first.all = std::move(errors);
  return first;
}

std::string site_number(const std::string& subject_number, std::int64_t n) {
  return subject_number + "-" + std::to_string(n);
}

}  // namespace muster::filings
