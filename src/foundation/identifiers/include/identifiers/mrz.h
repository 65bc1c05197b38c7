// The machine-readable zone of travel and identity documents: ICAO Doc 9303, eighth edition (2021), parts 3 (what all
// share), 4 (TD3, passports), 5 (TD1, cards), 6 (TD2) and 7 (MRV-A and MRV-B, visas). Pure and thread-safe. Nothing
// here logs or keeps what it is given; a zone and the readings proposed for it are personal data of the holder,
// sentences and codes of faults are not.
//
// What the check digits can and can't find: weights 7, 3, 1 modulo 10 find every change of one digit to another, but of
// letters and digits those pairs that are equal modulo 10 pass (G and 6 among them), and of two neighbours exchanged
// those that differ by 5 pass. A zone without fault is well read, never proof that a document is genuine.
#pragma once

#include <base/result.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::identifiers {

enum class MrzFormat { td1, td2, td3, mrv_a, mrv_b };
inline constexpr std::string_view kMrzFormats[] = {"TD1", "TD2", "TD3", "MRV-A", "MRV-B"};

enum class MrzField {
  zone,
  document_code,
  issuer,
  name,
  document_number,
  nationality,
  birth_date,
  sex,
  expiry_date,
  optional,
  optional_2,
  composite,
};
inline constexpr std::string_view kMrzFields[] = {
    "zone",       "document_code", "issuer",      "name",     "document_number", "nationality",
    "birth_date", "sex",           "expiry_date", "optional", "optional_2",      "composite"};

enum class MrzSex { female, male, unspecified };

// A day of the Gregorian calendar. A zone has two digits of the year and may leave parts of a birth date open
// (Doc 9303-3 §4.8): 0 is a part that is not known.
struct MrzDate {
  int year = 0, month = 0, day = 0;
  std::string text() const;  // 1974-08-12; what is not known is XX, as ISO 8601-2 writes it: 1974-XX-XX
  bool operator==(const MrzDate&) const = default;
};

// Components are separated by one blank. `truncated`: the field is full to its last column, so that more may follow.
struct MrzName {
  std::string primary, secondary;
  bool truncated = false;
  bool operator==(const MrzName&) const = default;
};

struct Mrz {
  MrzFormat format = MrzFormat::td3;
  std::string document_code;    // "P", "ID", "V": one or two letters
  std::string issuer;           // ISO 3166-1 alpha-3, or a code of Doc 9303-3 §5: "UTO", "D", "UNO"
  std::string document_number;  // without fillers behind; over nine characters in TD1 and TD2 alone
  std::string nationality;      // as issuer
  MrzDate birth_date;
  MrzSex sex = MrzSex::unspecified;
  MrzDate expiry_date;
  std::string optional;    // the issuer's own data, without fillers behind
  std::string optional_2;  // TD1 alone: the second field
  MrzName name;
  bool operator==(const Mrz&) const = default;
};

// One character that another reading takes differently. Lines and columns count from 1.
struct MrzChange {
  int line = 0, column = 0;
  char from = 0, to = 0;
  bool operator==(const MrzChange&) const = default;
};

// What a field at fault may say, when the characters that machines take for one another are exchanged (O and 0, I and
// 1, B and 8 …). A proposal for a person who has the document in hand: it is never applied by itself, because a zone
// that was altered to fit would prove nothing.
struct MrzReading {
  std::string text;  // the field's characters, its check digit last where it has one
  std::vector<MrzChange> changes;
  // The composite check digit agrees, too. Of dates that says much: there its weights are others than those of the
  // field's own digit. Over a document's number, and a passport's optional data, they are the same, and it agrees with
  // every reading that the own digit does.
  bool confirmed = false;
};

struct MrzFault {
  // mrz_too_long, mrz_shape, mrz_character, mrz_check_digit, mrz_document_code, mrz_country_unknown, mrz_name_form,
  // mrz_number_form, mrz_date
  std::string code;
  std::string sentence;
  MrzField field = MrzField::zone;
  int line = 0, first_column = 0, last_column = 0;  // 0: of the zone as a whole
  std::vector<MrzReading> readings = {};            // best first
};

struct MrzReport {
  std::optional<MrzFormat> format;  // nothing: the lines have no known shape, and `data` is empty
  Mrz data;                         // as far as it can be read; fields at fault may be empty
  std::vector<MrzFault> faults;
  bool ok() const { return faults.empty(); }
};

inline constexpr int kMrzReadingsMax = 20;
inline constexpr std::size_t kMrzBytesMax = 512;

// Centuries follow from the day of reading: nobody was born after it, and a document's expiry is the nearest year that
// has the two digits (Doc 9303-3 leaves both to the reader).
struct MrzOptions {
  std::chrono::year_month_day today;
  int readings_max = 5;  // a fault; 0 to kMrzReadingsMax
};

// Lines are separated by line feeds; blanks around and empty lines are dropped, small letters are read as capitals. A
// zone in one line (72, 88 or 90 characters) is cut where its format says.
MrzReport read_mrz(std::string_view text, const MrzOptions& options);

// As read_mrz; any fault is an error, with all of them in Error::all and the field's name in Error::field.
Result<Mrz> parse_mrz(std::string_view text, const MrzOptions& options);

// The zone of a document, its check digits computed, lines separated by line feeds. Names may be given in the letters
// of the tables in Doc 9303-3 §6 and are cut as parts 4 to 7 say when they don't fit. Errors: mrz_name_character,
// mrz_name_form, mrz_number_form, mrz_optional_form, mrz_date, mrz_document_code, mrz_country_unknown.
Result<std::string> build_mrz(const Mrz& data);

// Letters as a zone writes them (Doc 9303-3 §6): Ä is AE, Ø is OE, ß is SS, Ж is ZH; apostrophes are dropped; hyphens,
// full stops, commas and blanks part components, which come out separated by one blank. Latin and Cyrillic letters;
// where the table leaves a choice the first is taken. Arabic, Greek, Chinese and other scripts are refused: their
// issuers print a Latin form. Errors: mrz_name_character.
Result<std::string> mrz_letters(std::string_view utf8);

// Doc 9303-3 §4.9: weights 7, 3, 1; letters count 10 to 35, the filler 0. `text` has A-Z, 0-9 and < alone.
char mrz_check_digit(std::string_view text);

// ISO 3166-1 alpha-3 without DEU (which is D in a zone), and the codes of Doc 9303-3 §5.
bool is_mrz_country(std::string_view code);

}  // namespace muster::identifiers
