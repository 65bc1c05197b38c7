// Numbers and forms that persons, organisations and addresses are known by, checked by code and not by eye. Each kind
// has an algorithm and a source. Checks say whether a number can be one, never whether it was given to anybody. Pure
// and thread-safe; nothing here logs or keeps what it is given.
#pragma once

#include <base/result.h>

#include <span>
#include <string>
#include <string_view>

namespace muster::identifiers {

enum class Holder { person, organisation, either };

struct Kind {
  const char* name;   // "cn_resident_id"
  const char* label;  // English, for people: "Resident identity number (China)"
  Holder holder;
  const char* algorithm;  // "ISO 7064 MOD 11-2 and the date"
  const char* source;     // "GB 11643-1999"; says so where the authority publishes the form alone
  const char* written;    // the one written form that check() gives: "18 characters, X in upper case"
  const char* specimen;   // a published or made-up number in that form
  // Every change of one character to another of the same alphabet is found. Where this is false the kind has a blind
  // spot (two values share a check digit, more than one algorithm is in use, or there is none).
  bool finds_single_errors;
  // The number in its one written form (upper case, without blanks and separators). Errors: identifier_length,
  // identifier_character, identifier_check_digit, identifier_date, identifier_form; the field is empty.
  Result<std::string> (*check)(std::string_view text);
};

// All kinds, by name.
std::span<const Kind> kinds();
const Kind* find_kind(std::string_view name);

// Errors: identifier_kind_unknown, and those of the kind.
Result<std::string> check(std::string_view kind, std::string_view text);

// Each by itself, for callers that know what they have.
Result<std::string> check_cn_resident_id(std::string_view text);  // GB 11643-1999
Result<std::string> check_cn_uscc(std::string_view text);         // GB 32100-2015
Result<std::string> check_lei(std::string_view text);             // ISO 17442-1:2020
Result<std::string> check_de_vat(std::string_view text);          // BMF: ISO 7064 MOD 11,10
Result<std::string> check_fr_vat(std::string_view text);          // key (12 + 3·(SIREN mod 97)) mod 97, SIREN by Luhn
Result<std::string> check_fr_siren(std::string_view text);        // ISO/IEC 7812-1 Luhn
Result<std::string> check_nl_vat(std::string_view text);          // 11-proof, or ISO 7064 MOD 97-10 (since 2020)
Result<std::string> check_it_vat(std::string_view text);          // Luhn
Result<std::string> check_es_nif(std::string_view text);          // DNI, NIE and NIF of organisations
Result<std::string> check_be_vat(std::string_view text);          // 97 - (n mod 97)
Result<std::string> check_us_ein(std::string_view text);          // IRS form and known prefixes
Result<std::string> check_gs1_gln(std::string_view text);         // GS1 mod 10 (EAN-13)

}  // namespace muster::identifiers
