// Numbers of cards, subscriptions and devices.
#include "digits.h"
#include "kind_groups.h"
#include <identifiers/line.h>

namespace muster::identifiers {
namespace {

constexpr Kind kLineKinds[] = {
    {"eid", "eUICC identifier (eSIM)", Holder::either, "ISO 7064 MOD 97-10", "GSMA SGP.02 §2.2.2; SGP.29 §10",
     "32 digits", "89049032123451234512345678901235", true, check_eid},
    {"iccid", "SIM card number (ICCID)", Holder::either, "Luhn (ISO/IEC 7812-1)", "ITU-T E.118 (2006) §4",
     "19 or 20 digits, the first 89", "8949100000001234565", true, check_iccid},
    {"imei", "Device number (IMEI)", Holder::either, "Luhn (ISO/IEC 7812-1)", "3GPP TS 23.003 §6.2.1 and annex B",
     "15 digits", "490154203237518", true, check_imei},
    {"imeisv", "Device number and software version (IMEISV)", Holder::either, "form only", "3GPP TS 23.003 §6.2.2",
     "16 digits", "3568680000414120", false, check_imeisv},
    {"imsi", "Subscription number (IMSI)", Holder::either, "form and mobile country code", "ITU-T E.212 (2016)",
     "14 or 15 digits", "001010123456063", false, check_imsi},
    {"msisdn", "Mobile number (MSISDN)", Holder::either, "form and the country's mobile ranges",
     "ITU-T E.164 (2010) and the national plans", "+, country code and number", "+8613800138000", false, check_msisdn},
};

Result<std::string> plain(std::string_view text, std::size_t digits, const char* noun) {
  std::string number = compact(text);
  if (number.size() != digits) return fault_length(std::string(noun) + " has " + std::to_string(digits) + " digits.");
  if (!all_digits(number)) return fault_character(std::string(noun) + " has digits only.");
  return number;
}

}  // namespace

std::span<const Kind> line_kinds() {
  return kLineKinds;
}

Result<std::string> check_iccid(std::string_view text) {
  std::string number = compact(text);
  // In a card's memory each byte has two digits: 19 are filled up by F.
  if (number.size() == 20 && number.ends_with('F')) number.pop_back();
  if (number.size() != 19 && number.size() != 20) return fault_length("A SIM card's number has 19 or 20 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!number.starts_with("89") || number[2] == '0')
    return fault_form("A SIM card's number begins with 89 (telecommunication) and a country code.");
  if (!luhn(number)) return fault_check(kSlip);
  return number;
}

Result<std::string> check_imsi(std::string_view text) {
  std::string number = compact(text);
  if (number.size() != 14 && number.size() != 15) return fault_length("A subscription's number has 14 or 15 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!is_mobile_country_code(std::string_view(number).substr(0, 3)))
    return fault_form("The first three digits are no mobile country code.");
  return number;
}

Result<std::string> check_imei(std::string_view text) {
  MUSTER_TRY(std::string number, plain(text, 15, "A device's number"));
  if (!luhn(number)) return fault_check(kSlip);
  return number;
}

Result<std::string> check_imeisv(std::string_view text) {
  return plain(text, 16, "A device's number with its software version");
}

Result<std::string> check_eid(std::string_view text) {
  MUSTER_TRY(std::string number, plain(text, 32, "An eUICC's number"));
  if (mod_97(number) != 1) return fault_check("The last two digits don't fit the number: there is a slip in it.");
  return number;
}

}  // namespace muster::identifiers
