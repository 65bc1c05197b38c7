#include "party_rows.h"
#include <base/bytes.h>
#include <base/text.h>

#include <array>

namespace muster::parties {
namespace {

constexpr std::string_view kPartyKinds[] = {"authority",       "court",           "carrier",
                                            "access_provider", "registrar",       "responsible_entity",
                                            "partner",         "trusted_flagger", "reporter"};
constexpr std::size_t kNameMax = 200, kEmailMax = 254;

bool plain(std::string_view text) {
  return is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

Error party_not_found() {
  return not_found("party_not_found", "There is no such party.");
}
Error person_not_found() {
  return not_found("person_not_found", "There is no such person.");
}

Result<std::string> checked_name(std::string_view name, const char* code, const char* field) {
  const std::string_view trimmed = trim(name);
  if (trimmed.empty() || trimmed.size() > kNameMax || !plain(trimmed))
    return invalid(code, "A name has 1 to 200 bytes of plain text.", field);
  return std::string(trimmed);
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > kEmailMax) return false;
  const std::string_view local = text.substr(0, at), domain = text.substr(at + 1);
  constexpr std::string_view kAlnum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const auto only = [&](std::string_view part, std::string_view extra) {
    return std::all_of(part.begin(), part.end(), [&](char c) {
      return kAlnum.find(c) != std::string_view::npos || extra.find(c) != std::string_view::npos;
    });
  };
  if (!only(local, "!#$%&'*+-/=?^_`{|}~.") || local.front() == '.' || local.back() == '.' ||
      local.find("..") != std::string_view::npos)
    return false;
  if (domain.empty() || !only(domain, "-.")) return false;
  for (const std::string_view label : split(domain, '.'))
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return true;
}

Result<void> check_party(const Party& party) {
  if (std::find(std::begin(kPartyKinds), std::end(kPartyKinds), party.kind) == std::end(kPartyKinds))
    return invalid("party_kind", "This is none of the kinds of party.", "kind");
  MUSTER_TRY(const std::string name, checked_name(party.name, "party_name", "name"));
  for (const auto& [text, field] : {std::pair{&party.licence_number, "licence_number"}, std::pair{&party.area, "area"}})
    if (text->size() > kNameMax || !plain(*text))
      return invalid("party_text", "This is at most 200 bytes of plain text.", field);
  if (!party.contact_email.empty() && !is_email(party.contact_email))
    return invalid("party_email", "This is no e-mail address.", "contact_email");
  return {};
}

Result<std::string> normal_identity(std::string_view identity) {
  const auto wrong = [] {
    return invalid("person_identity", "Give the kind of document and its number, as in \"passport:E12345678\".",
                   "identity");
  };
  const std::size_t colon = identity.find(':');
  if (colon == std::string_view::npos || identity.size() > 200) return wrong();
  const std::string kind = to_lower_ascii(trim(identity.substr(0, colon)));
  if (kind.size() < 2 || kind.size() > 30 || kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos)
    return wrong();
  std::string number;
  for (const char c : identity.substr(colon + 1)) {
    if (c == ' ' || c == '-') continue;
    const bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
    if (!digit && !upper && !lower) return wrong();
    number += lower ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (number.size() < 4 || number.size() > 64) return wrong();
  return kind + ":" + number;
}

std::string fingerprint_of(std::string_view spki) {
  const std::string hex = to_hex(sha256(spki)).substr(0, 16);
  return hex.substr(0, 4) + " " + hex.substr(4, 4) + " " + hex.substr(8, 4) + " " + hex.substr(12, 4);
}

}  // namespace muster::parties
