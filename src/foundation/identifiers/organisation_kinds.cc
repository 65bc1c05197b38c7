// Numbers of registers of companies, and those of no one country.
#include "digits.h"
#include "kind_groups.h"
#include "vat_special.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

// For registers whose numbers are not known here: form alone.
Result<std::string> check_other(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() < 3 || number.size() > 40) return fault_length("The number has 3 to 40 characters.");
  const bool plain = std::all_of(number.begin(), number.end(),
                                 [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
  if (!plain) return fault_character("The number has letters, digits and marks only.");
  return number;
}

constexpr Kind kOrganisationKinds[] = {
    {"ch_uid", "Enterprise identification number (Switzerland)", Holder::either, "weights 5 4 3 2 7 6 5 4, modulo 11",
     "UIDG (SR 431.03) art. 4; UIDV art. 4", "CHE and 9 digits; dots, MWST, TVA and IVA dropped", "CHE100155212", true,
     check_ch_uid},
    {"cn_uscc", "Unified social credit code (China)", Holder::organisation, "MOD 31, and GB 11714 MOD 11 inside",
     "GB 32100-2015", "18 digits and capital letters", "91350100M000100Y43", true, check_cn_uscc},
    {"fr_siren", "SIREN (France)", Holder::organisation, "Luhn (ISO/IEC 7812-1)", "Code de commerce R123-221",
     "9 digits", "552008443", true, check_fr_siren},
    {"gs1_gln", "Global location number (GS1)", Holder::organisation, "GS1 modulo 10",
     "GS1 General Specifications §7.9", "13 digits", "7350053850019", true, check_gs1_gln},
    {"lei", "Legal entity identifier", Holder::organisation, "ISO 7064 MOD 97-10", "ISO 17442-1:2020",
     "18 digits and capital letters and 2 digits", "213800KUD8LAJWSQ9D15", true, check_lei},
    {"no_organisation", "Organisation number (Norway)", Holder::organisation, "weights 3 2 7 6 5 4 3 2, modulo 11",
     "Brønnøysundregistrene, Organisasjonsnummeret; enhetsregisterloven § 5", "9 digits; NO and MVA dropped",
     "988077917", true, check_no_organisation},
    {"other", "Number of another register", Holder::either, "form only", "none",
     "as written, upper case, without blanks, hyphens and dots", "REG12/34", false, check_other},
    {"us_ein", "Employer identification number (United States)", Holder::organisation, "form and prefixes in use",
     "IRS Publication 1635", "2 digits, a hyphen and 7 digits", "91-1144442", false, check_us_ein},
};

}  // namespace

std::span<const Kind> organisation_kinds() {
  return kOrganisationKinds;
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
