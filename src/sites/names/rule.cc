#include <names/name.h>
#include <names/rule.h>

#include <charconv>

namespace muster::names {

Result<Rule> parse_rule(std::string_view line, std::uint32_t payload_when_missing) {
  if (line.size() > kRuleLineMax) return invalid("names_line_long", "The line is longer than 4,096 bytes.");
  Rule rule{.name = {}, .payload = payload_when_missing};
  const auto blank = line.find_first_of(" \t,");
  if (blank != std::string_view::npos) {
    auto text = line.substr(blank);
    text.remove_prefix(std::min(text.find_first_not_of(" \t,"), text.size()));
    const auto end = std::from_chars(text.data(), text.data() + text.size(), rule.payload);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size())
      return invalid("names_payload", "Behind the name a whole number from 0 to 4,294,967,295 may stand, nothing else.",
                     "payload");
  }
  std::string_view name = line.substr(0, blank);
  if (name.starts_with('!')) {
    rule.exception = true;
    name.remove_prefix(1);
  }
  if (name.starts_with('=')) {
    rule.cover = Cover::exact;
    name.remove_prefix(1);
  } else if (name.starts_with("*.")) {
    rule.cover = Cover::below;
    name.remove_prefix(2);
    if (rule.exception)
      return invalid("names_exception", "An exception is a name (\"!name\") or exact (\"!=name\"), never a wildcard.");
  }
  NameText text;
  if (const auto fault = parse_into(name, text, {.underscore = true, .single_label = true}); fault != NameFault::none)
    return to_error(fault);
  rule.name = text.view();
  return rule;
}

std::string rule_text(std::string_view name, Cover cover, bool exception) {
  std::string text = exception ? "!" : "";
  if (cover == Cover::exact) text += '=';
  if (cover == Cover::below) text += "*.";
  return text += name;
}

}  // namespace muster::names
