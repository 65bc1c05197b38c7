#include "legacy_line.h"

#include <base/text.h>
#include <base/words.h>
#include <identifiers/contact.h>
#include <names/name.h>
#include <names/suffix.h>

#include <algorithm>
#include <array>

namespace muster::restrictions {
namespace {

constexpr std::array<const char*, 5> kFormats{"auto", "plain", "csv", "hosts", "rpz"};
constexpr std::string_view kOfTheMachine[] = {
    "localhost",    "localhost.localdomain", "local",        "broadcasthost",  "ip6-localhost", "ip6-loopback",
    "ip6-localnet", "ip6-mcastprefix",       "ip6-allnodes", "ip6-allrouters", "ip6-allhosts",  "0.0.0.0"};
constexpr std::string_view kBlank = " \t\r";

// The words of a line; a quoted text is cut at its blanks, which does no harm here.
std::vector<std::string_view> words(std::string_view text, std::size_t max = 64) {
  std::vector<std::string_view> out;
  while (out.size() < max) {
    const auto from = text.find_first_not_of(kBlank);
    if (from == std::string_view::npos) break;
    text.remove_prefix(from);
    const auto end = std::min(text.find_first_of(kBlank), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

bool is_address(std::string_view text) {
  if (text.find_first_not_of("0123456789abcdefABCDEF.:/") != std::string_view::npos) return false;
  return identifiers::parse_address_range(text).ok();
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view without_comment(std::string_view line, std::string_view marks) {
  return line.substr(0, line.find_first_of(marks));
}

}  // namespace

const char* to_text(LegacyFormat format) {
  return kFormats[static_cast<std::size_t>(format)];
}
std::optional<LegacyFormat> legacy_format(std::string_view text) {
  return find_word<LegacyFormat>(kFormats, text);
}

LegacyFormat detect_legacy(std::string_view first) {
  for (const std::string_view raw : split(first, '\n')) {
    const auto line = trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == ';' || line.front() == '!') continue;
    if (line.front() == '$') return LegacyFormat::rpz;
    const auto parts = words(line);
    for (const std::string_view type : {"CNAME", "SOA"})
      if (std::any_of(parts.begin() + 1, parts.end(),
                      [&](auto word) { return to_lower_ascii(word) == to_lower_ascii(type); }))
        return LegacyFormat::rpz;
    if (parts.size() > 1 && is_address(parts[0])) return LegacyFormat::hosts;
    return line.find(',') != std::string_view::npos ? LegacyFormat::csv : LegacyFormat::plain;
  }
  return LegacyFormat::plain;
}

Result<std::string> legacy_name(std::string_view text) {
  text = trim(text);
  if (text.starts_with("*.")) text.remove_prefix(1);
  if (text.starts_with('.')) text.remove_prefix(1);
  if (is_address(text))
    return invalid("legacy_address", "This is an address. Only names come in: an address is shared by many.", "name");
  MUSTER_TRY(names::Name name, names::parse_name(text));
  if (names::is_public_suffix(name.ascii))
    return refused("legacy_public_suffix",
                   "This is a public suffix: many unrelated entities stand below it. It does not come in.", "name");
  return std::move(name.ascii);
}

Result<std::vector<std::string_view>> plain_names(std::string_view line) {
  const auto text = trim(without_comment(line, "#;"));
  if (text.empty() || text.front() == '!') return std::vector<std::string_view>();
  return std::vector<std::string_view>{text};
}

Result<std::vector<std::string_view>> hosts_names(std::string_view line) {
  auto parts = words(without_comment(line, "#"));
  if (parts.empty()) return parts;
  if (!is_address(parts[0]) || parts.size() < 2)
    return invalid("legacy_hosts_form", "A line of a hosts file is an address and then names.", "line");
  parts.erase(parts.begin());
  std::erase_if(parts, [](std::string_view name) {
    return std::find(std::begin(kOfTheMachine), std::end(kOfTheMachine), to_lower_ascii(name)) !=
           std::end(kOfTheMachine);
  });
  return parts;
}

Result<std::string> RpzLines::line(std::string_view raw) {
  const auto text = without_comment(raw, ";");
  if (in_parentheses_) {
    in_parentheses_ = text.find(')') == std::string_view::npos;
    return std::string();
  }
  auto parts = words(text);
  if (parts.empty()) return std::string();
  if (parts[0] == "$ORIGIN" && parts.size() > 1) {
    origin_ = to_lower_ascii(parts[1]);
    return std::string();
  }
  if (parts[0].front() == '$') return std::string();
  std::string owner = last_;
  if (kBlank.find(text.front()) == std::string_view::npos) {
    owner = to_lower_ascii(parts[0]);
    parts.erase(parts.begin());
  }
  while (!parts.empty() && (is_digits(parts[0]) || to_lower_ascii(parts[0]) == "in")) parts.erase(parts.begin());
  if (parts.empty() || owner.empty())
    return invalid("legacy_rpz_form", "A line of a zone is an owner, a type and what it says.", "line");
  const std::string type = to_lower_ascii(parts[0]);
  const bool again = owner == last_;
  last_ = owner;
  if (type == "soa") {
    in_parentheses_ = text.find('(') != std::string_view::npos && text.find(')') == std::string_view::npos;
    if (owner.ends_with('.')) origin_ = owner;
    return std::string();
  }
  if (type == "ns" || owner == "@") return std::string();
  if (type != "cname" && type != "a" && type != "aaaa" && type != "txt")
    return invalid("legacy_rpz_form", "A rule of a response policy zone is a CNAME, A, AAAA or TXT record.", "line");
  if (type == "cname" && parts.size() < 2)
    return invalid("legacy_rpz_form", "This rule does not say what it does.", "line");
  if (again || (type == "cname" && to_lower_ascii(parts[1]).starts_with("rpz-passthru"))) return std::string();
  return rule(owner);
}

Result<std::string> RpzLines::rule(std::string_view owner) {
  if (owner.ends_with('.')) {
    const std::string below = origin_.empty() ? std::string() : (origin_ == "." ? "." : "." + origin_);
    if (below.empty() || !owner.ends_with(below) || owner.size() <= below.size())
      return invalid("legacy_rpz_outside", "This owner does not stand in the zone.", "name");
    owner.remove_suffix(below.size());
  }
  for (const std::string_view trigger : {"rpz-ip", "rpz-client-ip", "rpz-nsip", "rpz-nsdname"})
    if (owner == trigger || owner.ends_with("." + std::string(trigger)))
      return invalid("legacy_rpz_trigger", "Only rules about names come in, none about addresses or name servers.",
                     "name");
  return std::string(owner);
}

}  // namespace muster::restrictions
