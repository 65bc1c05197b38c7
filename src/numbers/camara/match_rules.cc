#include <base/text.h>
#include <persons/holder.h>

#include <algorithm>
#include <cmath>

#include <camara/match.h>

namespace muster::camara {
namespace {

constexpr bool kScored = true, kCaptured = true;
constexpr Attribute kAttributes[] = {
    {"idDocument", nullptr, Comparison::identifier, !kScored, kCaptured},
    {"idDocumentType", nullptr, Comparison::code, !kScored, kCaptured},
    {"idDocumentExpiryDate", nullptr, Comparison::code, !kScored, kCaptured},
    {"name", persons::kNameField, Comparison::name, kScored, kCaptured},
    {"givenName", "given_name", Comparison::words, kScored, !kCaptured},
    {"familyName", "family_name", Comparison::words, kScored, !kCaptured},
    {"nameKanaHankaku", "name_kana_hankaku", Comparison::name, kScored, !kCaptured},
    {"nameKanaZenkaku", "name_kana_zenkaku", Comparison::name, kScored, !kCaptured},
    {"middleNames", "middle_names", Comparison::words, kScored, !kCaptured},
    {"familyNameAtBirth", "family_name_at_birth", Comparison::words, kScored, !kCaptured},
    {"address", persons::kAddressField, Comparison::words, kScored, kCaptured},
    {"streetName", "street_name", Comparison::words, kScored, !kCaptured},
    {"streetNumber", "street_number", Comparison::identifier, kScored, !kCaptured},
    {"postalCode", "postal_code", Comparison::identifier, !kScored, !kCaptured},
    {"region", "region", Comparison::words, kScored, !kCaptured},
    {"locality", "locality", Comparison::words, kScored, !kCaptured},
    {"country", "country", Comparison::code, !kScored, !kCaptured},
    {"houseNumberExtension", "house_number_extension", Comparison::identifier, !kScored, !kCaptured},
    {"birthdate", persons::kBirthField, Comparison::code, !kScored, kCaptured},
    {"email", "email", Comparison::email, kScored, !kCaptured},
    {"gender", "gender", Comparison::code, !kScored, !kCaptured},
    {"cityOfBirth", "city_of_birth", Comparison::words, kScored, !kCaptured},
    {"countryOfBirth", "country_of_birth", Comparison::code, !kScored, !kCaptured},
    {"nationality", "nationality", Comparison::code, !kScored, !kCaptured},
};

std::u32string without_blanks_at_all(std::u32string text) {
  std::erase(text, U' ');
  return text;
}

std::u32string in_order(const std::u32string& text) {
  std::vector<std::u32string> words;
  std::u32string word;
  for (const char32_t c : text + U" ") {
    if (c != U' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  std::sort(words.begin(), words.end());
  std::u32string out;
  for (const auto& w : words) (out += out.empty() ? U"" : U" ") += w;
  return out;
}

// Every form in which this attribute's value is compared; the same count for both sides.
std::vector<std::u32string> forms_of(Comparison comparison, std::string_view text, std::string_view country) {
  if (comparison == Comparison::code || comparison == Comparison::email) {
    std::u32string out;
    for (const char c : to_lower_ascii(trim(text))) out += static_cast<unsigned char>(c);
    return {std::move(out)};
  }
  std::vector<std::u32string> out = comparable(text, country);
  if (comparison == Comparison::identifier)
    for (auto& form : out) form = without_blanks_at_all(std::move(form));
  if (comparison == Comparison::name) {
    const std::size_t written = out.size();
    for (std::size_t i = 0; i < written; ++i) out.push_back(in_order(out[i]));
  }
  return out;
}

}  // namespace

std::span<const Attribute> attributes() {
  return kAttributes;
}

const Attribute* find_attribute(std::string_view name) {
  for (const Attribute& a : kAttributes)
    if (name == a.name) return &a;
  return nullptr;
}

const char* to_text(Match match) {
  return match == Match::yes ? "true" : match == Match::no ? "false" : "not_available";
}

Compared compare(const Attribute& attribute, const std::optional<std::string>& stored, std::string_view given,
                 std::string_view country) {
  if (!stored) return {};
  const auto ours = forms_of(attribute.comparison, *stored, country);
  const auto theirs = forms_of(attribute.comparison, given, country);
  double best = -1;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (ours[i].empty() || theirs[i].empty()) continue;
    if (ours[i] == theirs[i]) return {Match::yes, {}};
    best = std::max(best, jaro_winkler(ours[i], theirs[i]));
  }
  Compared out{Match::no, {}};
  if (attribute.scored && best >= 0) out.score = std::min(99, static_cast<int>(std::lround(best * 100)));
  return out;
}

const char* document_type(std::string_view kind) {
  if (kind == "passport" || kind == "residence_permit") return kind == "passport" ? "passport" : "residence_permit";
  if (kind == "cn_resident_id" || kind == "national_id") return "national_id_card";
  return "other";
}

}  // namespace muster::camara
