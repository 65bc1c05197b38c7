// The name's field: two halves parted by a double filler, components by single ones (Doc 9303-3 §4.6), and how a name
// that is too long is cut (Doc 9303-4 §4.2.2.2 and its like in parts 5 to 7).
#include "digits.h"
#include "mrz_zone.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

std::string with_blanks(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '<', ' ');
  return out;
}

std::string with_fillers(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), ' ', '<');
  return out;
}

// The first `columns` of it, so that a letter stands in the last: that is how a reader sees that something was cut.
// Where a filler would stand there the component before it loses a letter; one of a single letter keeps it, and the one
// before that loses it.
std::string cut(std::string text, std::size_t columns) {
  while (text.size() > columns && text[columns - 1] == '<') {
    std::size_t before = text.find_last_not_of('<', columns - 1);
    while (before != std::string::npos && (before == 0 || text[before - 1] == '<'))
      before = before == 0 ? std::string::npos : text.find_last_not_of('<', before - 1);
    if (before == std::string::npos) break;
    text.erase(before, 1);
  }
  text.resize(std::min(text.size(), columns));
  return text;
}

}  // namespace

bool name_form(std::string_view field) {
  const std::string_view text = without_fillers(field);
  if (text.empty() || text[0] == '<') return false;
  const std::size_t half = text.find("<<");
  return half == std::string_view::npos ||
         (text.substr(half, 3) != "<<<" && text.find("<<", half + 2) == std::string_view::npos);
}

MrzName name_in(std::string_view field) {
  const std::string_view text = without_fillers(field);
  const std::size_t half = text.find("<<");
  MrzName name;
  name.primary = with_blanks(text.substr(0, half));
  if (half != std::string_view::npos) name.secondary = with_blanks(text.substr(half + 2));
  name.truncated = !field.empty() && field.back() != '<';
  return name;
}

std::string name_field(const MrzName& name, std::size_t columns) {
  std::string primary = with_fillers(name.primary);
  const std::string secondary = with_fillers(name.secondary);
  // A letter of the second half at least is shown: its absence would say that the holder has no such name.
  if (!secondary.empty() && primary.size() > columns - 3) primary = cut(primary, columns - 3);
  std::string field = secondary.empty() ? primary : primary + "<<" + secondary;
  if (field.size() > columns) field = cut(std::move(field), columns);
  field.resize(columns, '<');
  return field;
}

}  // namespace muster::identifiers
