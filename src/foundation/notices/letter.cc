// Letters from templates: "Subject: …", an empty line, the body; {placeholder} names what the room fills in.
#include "embedded_letters.h"
#include <base/text.h>
#include <notices/notices.h>

#include <set>

#include <fmt/format.h>

namespace muster::notices {
namespace {

constexpr std::size_t kValueMaxBytes = 10'000;

Result<std::string_view> text_of(const std::string& kind, const std::string& language) {
  if (language != "en" && language != "zh") return invalid("letter_language", "Letters are in en and zh.", "language");
  const std::string path = kind + "." + language + ".txt";
  for (const EmbeddedFile& file : muster_letters::files())
    if (file.path == path) return file.bytes;
  return invalid("letter_unknown", "There is no such letter.", "kind");
}

// Calls `plain` for the text between placeholders and `named` for each placeholder, in order.
template <class Plain, class Named>
void walk(std::string_view text, Plain plain, Named named) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      plain(text.substr(at));
      return;
    }
    plain(text.substr(at, open - at));
    named(text.substr(open + 1, close - open - 1));
    at = close + 1;
  }
}

// Values stand in one line and can't end the subject or forge a header; other control characters become blanks.
std::string clean(std::string_view value, bool one_line) {
  std::string out(value);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 && (one_line || c != '\n')) c = ' ';
  return out;
}

}  // namespace

std::vector<std::string> letter_kinds() {
  std::set<std::string> kinds;
  for (const EmbeddedFile& file : muster_letters::files())
    kinds.insert(std::string(file.path.substr(0, file.path.find('.'))));
  return {kinds.begin(), kinds.end()};
}

Result<std::vector<std::string>> letter_placeholders(const std::string& kind) {
  MUSTER_TRY(const std::string_view text, text_of(kind, "en"));
  std::set<std::string> names;
  walk(
      text, [](std::string_view) {}, [&](std::string_view name) { names.emplace(name); });
  return std::vector<std::string>(names.begin(), names.end());
}

Result<Letter> write_letter(const std::string& kind, const std::string& language,
                            const std::map<std::string, std::string>& values) {
  MUSTER_TRY(const std::string_view text, text_of(kind, language));
  MUSTER_TRY(const auto names, letter_placeholders(kind));
  for (const std::string& name : names) {
    const auto found = values.find(name);
    if (found == values.end() || found->second.empty())
      return invalid("letter_value_missing", fmt::format("The letter \"{}\" needs a value for {}.", kind, name), name);
    if (found->second.size() > kValueMaxBytes || !is_valid_utf8(found->second))
      return invalid("letter_value_too_long", "A value of a letter is at most 10,000 bytes of UTF-8.", name);
  }
  for (const auto& [name, value] : values)
    if (std::find(names.begin(), names.end(), name) == names.end())
      return invalid("letter_value_unknown", fmt::format("The letter \"{}\" has no place for {}.", kind, name), name);
  const std::size_t end = text.find('\n');
  Letter out;
  const auto fill = [&](std::string_view part, std::string& target, bool one_line) {
    walk(
        part, [&](std::string_view plain) { target += plain; },
        [&](std::string_view name) { target += clean(values.at(std::string(name)), one_line); });
  };
  fill(text.substr(sizeof "Subject: " - 1, end - (sizeof "Subject: " - 1)), out.subject, true);
  fill(text.substr(end + 2), out.body, false);
  return out;
}

}  // namespace muster::notices
