// The table of kinds, and those that are of no one country.
#include "digits.h"
#include <identifiers/identifier.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

// ICAO Doc 9303-3 §5: letters and digits, at most 9; the check digit stands in the machine-readable zone alone.
Result<std::string> check_passport(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() < 5 || number.size() > 9) return fault_length("A passport's number has 5 to 9 characters.");
  if (!std::all_of(number.begin(), number.end(), [](char c) { return is_digit(c) || is_upper(c); }))
    return fault_character("A passport's number has letters and digits only.");
  return number;
}

// For registers whose numbers are not known here: form alone.
Result<std::string> check_other(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() < 3 || number.size() > 40) return fault_length("The number has 3 to 40 characters.");
  const bool plain = std::all_of(number.begin(), number.end(),
                                 [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
  if (!plain) return fault_character("The number has letters, digits and marks only.");
  return number;
}

constexpr Kind kKinds[] = {
    {"be_vat", Holder::organisation, "97 minus the number modulo 97", "Arrêté royal 2003-06-24, art. 2", true,
     check_be_vat},
    {"cn_resident_id", Holder::person, "ISO 7064 MOD 11-2 and the date of birth", "GB 11643-1999", true,
     check_cn_resident_id},
    {"cn_uscc", Holder::organisation, "MOD 31, and GB 11714 MOD 11 inside", "GB 32100-2015", true, check_cn_uscc},
    {"de_vat", Holder::organisation, "ISO 7064 MOD 11,10", "BMF, Umsatzsteuer-Identifikationsnummer, § 27a UStG", true,
     check_de_vat},
    {"es_nif", Holder::either, "MOD 23 for persons, Luhn-like for organisations", "Real Decreto 1065/2007, art. 18 ff.",
     false, check_es_nif},
    {"fr_siren", Holder::organisation, "Luhn (ISO/IEC 7812-1)", "Code de commerce R123-221", true, check_fr_siren},
    {"fr_vat", Holder::organisation, "key (12 + 3·(SIREN mod 97)) mod 97",
     "CGI annexe III art. 40; BOI-TVA-DECLA-20-10-20", false, check_fr_vat},
    {"gs1_gln", Holder::organisation, "GS1 modulo 10", "GS1 General Specifications §7.9", true, check_gs1_gln},
    {"it_vat", Holder::organisation, "Luhn (ISO/IEC 7812-1) and office", "DM 23-12-1976, art. 4", true, check_it_vat},
    {"lei", Holder::organisation, "ISO 7064 MOD 97-10", "ISO 17442-1:2020", true, check_lei},
    {"nl_vat", Holder::either, "11-proof, or ISO 7064 MOD 97-10",
     "Belastingdienst, btw-identificatienummer since 2020-01-01", false, check_nl_vat},
    {"other", Holder::either, "form only", "none", false, check_other},
    {"passport", Holder::person, "form only", "ICAO Doc 9303-3", false, check_passport},
    {"us_ein", Holder::organisation, "form and prefixes in use", "IRS Publication 1635", false, check_us_ein},
};

}  // namespace

std::span<const Kind> kinds() {
  return kKinds;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kKinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

Result<std::string> check(std::string_view kind, std::string_view text) {
  const Kind* found = find_kind(kind);
  if (!found)
    return invalid("identifier_kind_unknown", "This kind of number is not known; use one of the list, or \"other\".");
  return found->check(text);
}

Result<std::string> check_lei(std::string_view text) {
  const std::string code = compact(text);
  if (code.size() != 20) return fault_length("A legal entity identifier has 20 characters.");
  if (!std::all_of(code.begin(), code.begin() + 18, [](char c) { return is_digit(c) || is_upper(c); }) ||
      !all_digits(std::string_view(code).substr(18)))
    return fault_character("A legal entity identifier is 18 letters or digits and 2 digits.");
  if (mod_97(code) != 1) return fault_check("The last two digits don't fit the identifier: there is a slip in it.");
  return code;
}

Result<std::string> check_us_ein(std::string_view text) {
  // Prefixes that no campus of the IRS gives out.
  static constexpr std::string_view kNone[] = {"00", "07", "08", "09", "17", "18", "19", "28", "29",
                                               "49", "69", "70", "78", "79", "89", "96", "97"};
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("An employer identification number has 9 digits.");
  if (!all_digits(number)) return fault_character("An employer identification number has digits only.");
  if (std::find(std::begin(kNone), std::end(kNone), std::string_view(number).substr(0, 2)) != std::end(kNone))
    return invalid("identifier_form", "No employer identification number begins with these two digits.");
  return number.substr(0, 2) + "-" + number.substr(2);
}

Result<std::string> check_gs1_gln(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 13) return fault_length("A global location number has 13 digits.");
  if (!all_digits(number)) return fault_character("A global location number has digits only.");
  if (!gs1(number)) return fault_check("The last digit doesn't fit the number: there is a slip in it.");
  return number;
}

}  // namespace muster::identifiers
