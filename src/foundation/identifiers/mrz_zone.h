// A zone as lines, the places of its fields, and what is wrong with one field. Inside of identifiers.
#pragma once

#include <identifiers/mrz.h>

#include <array>
#include <span>

namespace muster::identifiers {

// What may stand in a place.
enum class MrzAlphabet { any, letters, digits, digits_or_filler, sex };
bool fits(MrzAlphabet alphabet, char c);

// Columns count from 1, both ends included; `check` is the column of the field's check digit, 0: none.
struct MrzPlace {
  MrzField field;
  int line, first, last, check;
  MrzAlphabet alphabet;

  std::size_t size() const { return static_cast<std::size_t>(last) - static_cast<std::size_t>(first) + 1; }
};
struct MrzStretch {
  int line, first, last;
};

struct MrzLayout {
  MrzFormat format;
  int lines, columns;
  std::span<const MrzPlace> places;          // in the order of reading
  std::span<const MrzStretch> composite_of;  // what the composite digit is over; empty: there is none
  int composite_line, composite_column;
  bool long_numbers;  // a number of more than nine characters goes on in the optional data
};

const MrzLayout& layout_of(MrzFormat format);
// By the number of lines, their length, and the V of visas.
std::optional<MrzFormat> format_of(std::span<const std::string> lines);

struct MrzZone {
  const MrzLayout* layout = nullptr;
  std::vector<std::string> lines;
  std::chrono::year_month_day today;

  char& at(int line, int column) {
    return lines[static_cast<std::size_t>(line - 1)][static_cast<std::size_t>(column - 1)];
  }
  char at(int line, int column) const {
    return lines[static_cast<std::size_t>(line - 1)][static_cast<std::size_t>(column - 1)];
  }
  std::string_view text(int line, int first, int last) const {
    return std::string_view(lines[static_cast<std::size_t>(line - 1)])
        .substr(static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last - first + 1));
  }
  std::string_view text(const MrzPlace& place) const { return text(place.line, place.first, place.last); }
  const MrzPlace* place(MrzField field) const;
};

// The document's number, which may go on in the optional data: there its check digit follows it, and a filler.
struct MrzNumber {
  std::string text;          // with fillers inside, none behind
  int check_column = 0;      // where its check digit stands, on the number's or the optional data's line
  bool is_long = false;      // goes on in the optional data
  bool well_formed = true;   // false: a long number of which nothing follows
  std::size_t overflow = 0;  // characters in the optional data that are not optional data: rest, digit and filler
};
MrzNumber number_in(const MrzZone& zone);

// Six characters with the century decided; nothing: no date. Parts of a birth date may be open.
std::optional<MrzDate> birth_date_in(std::string_view six, std::chrono::year_month_day today);
std::optional<MrzDate> expiry_date_in(std::string_view six, std::chrono::year_month_day today);

// Text without the fillers behind it.
std::string_view without_fillers(std::string_view text);

// What the composite check digit is over.
std::string composite_text(const MrzZone& zone);
bool composite_fits(const MrzZone& zone);  // true, when there is none

// The first thing that is wrong with a field, without readings; nothing: all is well.
std::optional<MrzFault> fault_in(const MrzZone& zone, MrzField field);

// Other readings of a field at fault, best first.
std::vector<MrzReading> readings_of(const MrzZone& zone, MrzField field, int readings_max);

// Names.
bool name_form(std::string_view field);  // components, one double filler at most, fillers behind
MrzName name_in(std::string_view field);
std::string name_field(const MrzName& name, std::size_t columns);  // letters of a zone and single blanks

}  // namespace muster::identifiers
