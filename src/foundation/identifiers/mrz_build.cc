// From data to a zone.
#include "digits.h"
#include "mrz_zone.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::identifiers {
namespace {

class Builder {
 public:
  explicit Builder(const Mrz& data) : data_(data) {
    zone_.layout = &layout_of(data.format);
    zone_.lines.assign(static_cast<std::size_t>(zone_.layout->lines),
                       std::string(static_cast<std::size_t>(zone_.layout->columns), '<'));
  }

  Result<std::string> build() {
    put(MrzField::document_code, data_.document_code);
    put(MrzField::issuer, data_.issuer);
    put(MrzField::nationality, data_.nationality);
    put(MrzField::sex, data_.sex == MrzSex::female ? "F" : data_.sex == MrzSex::male ? "M" : "<");
    MUSTER_CHECK_OK(put_name());
    MUSTER_CHECK_OK(put_optional());
    MUSTER_CHECK_OK(put_number());
    MUSTER_CHECK_OK(put_date(MrzField::birth_date, data_.birth_date));
    MUSTER_CHECK_OK(put_date(MrzField::expiry_date, data_.expiry_date));
    if (zone_.layout->composite_line)
      zone_.at(zone_.layout->composite_line, zone_.layout->composite_column) = mrz_check_digit(composite_text(zone_));
    MUSTER_CHECK_OK(codes_are_known());
    std::string out;
    for (const std::string& line : zone_.lines) out += (out.empty() ? "" : "\n") + line;
    return out;
  }

 private:
  void put(const MrzPlace& place, std::string_view text) {
    for (std::size_t i = 0; i < std::min(place.size(), text.size()); ++i)
      zone_.at(place.line, place.first + static_cast<int>(i)) = text[i];
  }
  void put(MrzField field, std::string_view text) { put(*zone_.place(field), text); }

  Result<> put_name() {
    const MrzPlace& place = *zone_.place(MrzField::name);
    MrzName name;
    MUSTER_TRY(name.primary, mrz_letters(data_.name.primary));
    MUSTER_TRY(name.secondary, mrz_letters(data_.name.secondary));
    if (name.primary.empty()) return invalid("mrz_name_form", "A name has a primary half at least.", "name");
    put(place, name_field(name, place.size()));
    return {};
  }

  Result<> put_optional() {
    for (const auto& [field, text] :
         {std::pair{MrzField::optional, &data_.optional}, std::pair{MrzField::optional_2, &data_.optional_2}}) {
      const MrzPlace* place = zone_.place(field);
      const std::size_t room = place ? place->size() : 0;
      if (text->size() > room || !allowed(*text))
        return invalid(
            "mrz_optional_form",
            "The optional data has capital letters, digits and < alone, and no more than its field has room for.",
            std::string(kMrzFields[static_cast<std::size_t>(field)]));
      if (!place) continue;
      put(*place, *text);
      if (place->check && !text->empty()) zone_.at(place->line, place->check) = mrz_check_digit(zone_.text(*place));
    }
    return {};
  }

  // Doc 9303-5 §4.2.2, the same in 9303-6: what has no room goes on in the optional data, followed by the digit and a
  // filler.
  Result<> put_number() {
    const MrzPlace& place = *zone_.place(MrzField::document_number);
    const std::string& number = data_.document_number;
    const Error form =
        invalid("mrz_number_form",
                "The document's number has capital letters, digits and <, begins with none of the last and "
                "fits its field.",
                "document_number");
    if (number.empty() || number[0] == '<' || number.back() == '<' || !allowed(number)) return form;
    put(place, number);
    if (number.size() <= 9) {
      zone_.at(place.line, place.check) = mrz_check_digit(number);
      return {};
    }
    if (!zone_.layout->long_numbers || number.find('<', 9) != std::string::npos) return form;
    const MrzPlace& more = *zone_.place(MrzField::optional);
    std::string rest = number.substr(9) + mrz_check_digit(number);
    if (!data_.optional.empty()) rest += "<" + data_.optional;
    if (rest.size() > more.size()) return form;
    put(more, rest);
    return {};
  }

  Result<> put_date(MrzField field, const MrzDate& date) {
    const MrzPlace& place = *zone_.place(field);
    const bool birth = field == MrzField::birth_date;
    const auto part = [&](int n) { return n == 0 && birth ? std::string("<<") : fmt::format("{:02}", n % 100); };
    // A year of a century's turn is 2000, never 0: that is one that is not known.
    const std::string six = part(date.year ? date.year % 100 + 100 : 0) + part(date.month) + part(date.day);
    const std::chrono::year_month_day by{std::chrono::year(date.year ? date.year : 2000), std::chrono::December,
                                         std::chrono::day(31)};
    const auto read = six.size() != 6 ? std::nullopt : birth ? birth_date_in(six, by) : expiry_date_in(six, by);
    if ((date.year != 0 && (date.year < 1800 || date.year > 2199)) || !read || *read != date)
      return invalid("mrz_date", "This is no day of the calendar.",
                     std::string(kMrzFields[static_cast<std::size_t>(field)]));
    put(place, six);
    zone_.at(place.line, place.check) = mrz_check_digit(six);
    return {};
  }

  Result<> codes_are_known() {
    for (const MrzField field : {MrzField::document_code, MrzField::issuer, MrzField::nationality})
      if (const auto fault = fault_in(zone_, field))
        return invalid(fault->code, fault->sentence, std::string(kMrzFields[static_cast<std::size_t>(field)]));
    // Cut to the field's room a longer code would pass for a shorter one.
    if (data_.document_code.size() > 2 || data_.issuer.size() > 3 || data_.nationality.size() > 3)
      return invalid("mrz_document_code", "A document's code has one or two letters, a state's one or three.",
                     "document_code");
    return {};
  }

  static bool allowed(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return fits(MrzAlphabet::any, c); });
  }

  const Mrz& data_;
  MrzZone zone_;
};

}  // namespace

Result<std::string> build_mrz(const Mrz& data) {
  return Builder(data).build();
}

}  // namespace muster::identifiers
