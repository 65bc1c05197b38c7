// Bangladesh, India, Indonesia, Korea, Malaysia, Pakistan, the Philippines, Thailand, Vietnam.
#include "digits.h"
#include "persons.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

// Year, month, day, and the digit that tells sex, century and whether the holder is a foreigner.
Result<std::string> korean(std::string_view text, std::string_view allowed, const char* noun) {
  MUSTER_TRY(std::string number, digits_of_length(text, 13, noun));
  if (allowed.find(number[6]) == std::string_view::npos)
    return fault_form(std::string(noun) + " has another digit in its seventh place.");
  const char* century = std::string_view("1256").find(number[6]) != std::string_view::npos   ? "19"
                        : std::string_view("3478").find(number[6]) != std::string_view::npos ? "20"
                                                                                             : "18";
  if (!is_date(century + number.substr(0, 6))) return fault_date("The first six digits are no date of birth.");
  return number;
}

}  // namespace

// 10 digits on smart cards; 13 on the older ones; 17: the same with the year of birth in front, so that one person may
// be known by two of them.
Result<std::string> check_bd_nid(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 10 && number.size() != 13 && number.size() != 17)
    return fault_length("A national identity number of Bangladesh has 10, 13 or 17 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (number.size() == 17 && !number.starts_with("19") && !number.starts_with("20"))
    return fault_date("The first four digits of 17 are the year of birth.");
  return number;
}

Result<std::string> check_in_aadhaar(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 12, "An Aadhaar number"));
  if (number[0] < '2') return fault_form("An Aadhaar number does not begin with 0 or 1.");
  if (std::equal(number.begin(), number.begin() + 6, number.rbegin()))
    return fault_form("An Aadhaar number does not read the same backwards.");
  if (!verhoeff(number)) return fault_check(kSlip);
  return number;
}

// The last letter is a check letter by a rule that the department has not published.
Result<std::string> check_in_pan(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 10) return fault_length("A PAN has 10 characters.");
  if (!std::all_of(number.begin(), number.begin() + 5, is_upper) ||
      !all_digits(std::string_view(number).substr(5, 4)) || !is_upper(number[9]))
    return fault_character("A PAN is 5 letters, 4 digits and a letter.");
  if (std::string_view("ABCFGHJKLPT").find(number[3]) == std::string_view::npos)
    return fault_form("The fourth letter of a PAN names a kind of holder; this one names none.");
  if (std::string_view(number).substr(5, 4) == "0000") return fault_form("The digits of a PAN begin with 0001.");
  return number;
}

// Division, birth as day, month, year (the day of women raised by 40), sequence.
Result<std::string> check_id_nik(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 16, "An Indonesian NIK"));
  int day = number_of(std::string_view(number).substr(6, 2));
  if (day > 40) day -= 40;
  const std::string two{static_cast<char>('0' + day / 10), static_cast<char>('0' + day % 10)};
  if (!is_short_date(number.substr(10, 2) + number.substr(8, 2) + two))
    return fault_date("Digits 7 to 12 of the number are no date of birth.");
  if (number.ends_with("0000")) return fault_form("The sequence of a NIK begins with 0001.");
  return number;
}

// Numbers given since October 2020 have six random digits in place of birthplace, sequence and check digit, so that the
// check of before (weights 2 to 9 and 2 to 5, modulo 11) would refuse true ones.
Result<std::string> check_kr_rrn(std::string_view text) {
  return korean(text, "123490", "A Korean resident registration number");
}
Result<std::string> check_kr_arc(std::string_view text) {
  return korean(text, "5678", "A Korean foreigner's registration number");
}

Result<std::string> check_my_nric(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 12, "A Malaysian NRIC"));
  if (!is_short_date(std::string_view(number).substr(0, 6)))
    return fault_date("The first six digits are no date of birth.");
  return number;
}

// The number that the card shows; the register's own of 12 digits is secret and stands on no card.
Result<std::string> check_ph_pcn(std::string_view text) {
  return digits_of_length(text, 16, "A PhilSys card number");
}

Result<std::string> check_pk_cnic(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 13, "A Pakistani CNIC"));
  if (number[0] < '1' || number[0] > '8') return fault_form("The first digit of a CNIC names a province, 1 to 8.");
  return number;
}

// Weights 13 to 2; (11 - Σ mod 11) mod 10. The third digit weighs 11, which is nothing: its slips are not found.
Result<std::string> check_th_pin(std::string_view text) {
  static constexpr int kWeights[] = {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
  MUSTER_TRY(std::string number, digits_of_length(text, 13, "A Thai identity number"));
  if (number[0] == '0' || number[0] == '9') return fault_form("A Thai identity number begins with 1 to 8.");
  if ((11 - weighted_sum(number, kWeights) % 11) % 10 != number[12] - '0') return fault_check(kSlip);
  return number;
}

// Province 001 to 096, century and sex, year of birth, six random digits.
Result<std::string> check_vn_cccd(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 12, "A Vietnamese identity number"));
  const int province = number_of(std::string_view(number).substr(0, 3));
  if (province < 1 || province > 96) return fault_form("The first three digits name a province, 001 to 096.");
  return number;
}

}  // namespace muster::identifiers
