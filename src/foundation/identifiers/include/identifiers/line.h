// What lines, cards and devices are known by: MSISDN, ICCID, IMSI, IMEI, EID. Pure and thread-safe; nothing here logs
// or keeps what it is given. A number that keeps every rule may still be nobody's.
#pragma once

#include <base/result.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::identifiers {

// How a country's numbers are written, as far as it is needed to know a mobile one. Sources: the national plans as
// communicated to ITU-T (E.129 presentations), each named. Prefixes are of the national significant number (behind the
// trunk prefix); plans are coarse on purpose: a prefix that the regulator has reserved for mobile service counts,
// handed out or not, because ranges are handed out every month.
struct NumberingPlan {
  std::string_view country;       // ISO 3166-1 alpha-2
  std::string_view calling_code;  // "86"
  std::string_view trunk;         // what is dialled in front at home, not abroad; empty: nothing
  int digits_min, digits_max;     // of a mobile national significant number
  std::string_view mobile;        // its first digits, parted by blanks; a-b is a range of the same length
  // False: mobile and fixed lines share these numbers (all of +1; India, where area codes begin with 6 to 8, too).
  bool mobile_is_told;
  std::string_view source;
  std::string_view specimen;  // E.164; reserved for drama or published as an example
};
std::span<const NumberingPlan> numbering_plans();  // by country
const NumberingPlan* find_numbering_plan(std::string_view country);

struct Msisdn {
  std::string e164;                // "+8613800138000"
  std::string country;             // whose plan it is of; "US" or "CA" of those that share +1
  bool known_to_be_mobile = true;  // false where the plan doesn't tell
  bool operator==(const Msisdn&) const = default;
};

// A mobile number in E.164 form (at most 15 digits), from how people write it: with + or 00 and the country code, or in
// national form when `country` (alpha-2) says where. Errors: phone_form, phone_country_code (national form without a
// country), phone_length, phone_plan_unknown (this country's plan is not known here), phone_not_mobile.
Result<Msisdn> parse_msisdn(std::string_view text, std::string_view country = {});

// The registry's kinds of a line, each also by itself. Errors: as identifier.h says of Kind::check.
// "msisdn": international form alone; errors: as parse_msisdn.
Result<std::string> check_msisdn(std::string_view text);
// ITU-T E.118: 89, a country code, the issuer, 19 digits with Luhn's; issuers also give 20. A filler F behind 19 is
// dropped.
Result<std::string> check_iccid(std::string_view text);
// ITU-T E.212: mobile country code, network, subscriber; 14 or 15 digits as networks give them out.
Result<std::string> check_imsi(std::string_view text);
// 3GPP TS 23.003 §6.2.1: 14 digits and Luhn's.
Result<std::string> check_imei(std::string_view text);
// 3GPP TS 23.003 §6.2.2: 14 digits and the software's version; no check digit.
Result<std::string> check_imeisv(std::string_view text);
// GSMA SGP.02 §2.2.2 (89…) and SGP.29 §10 (others): 32 digits, 1 modulo 97.
Result<std::string> check_eid(std::string_view text);

// ITU-T E.212, list of mobile country codes (Operational Bulletin 1162 and amendments): assigned to states and to
// shared and test networks.
bool is_mobile_country_code(std::string_view three);

}  // namespace muster::identifiers
