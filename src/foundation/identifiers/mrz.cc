// From text to lines, from lines to a report.
#include "digits.h"
#include "mrz_zone.h"
#include <base/text.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

std::string capitals(std::string_view line) {
  std::string out(line);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view raw : split(text, '\n'))
    if (const std::string_view line = trim(raw); !line.empty()) lines.push_back(capitals(line));
  if (lines.size() != 1) return lines;
  const std::size_t size = lines[0].size();
  const std::size_t columns = size == 90 ? 30 : size == 72 ? 36 : size == 88 ? 44 : size;
  std::vector<std::string> cut;
  for (std::size_t at = 0; at < size; at += columns) cut.push_back(lines[0].substr(at, columns));
  return cut;
}

// Which line breaks the shape: the first that is longer or shorter than any has.
MrzFault shape_fault(const std::vector<std::string>& lines) {
  MrzFault fault{"mrz_shape",
                 "A machine-readable zone has 3 lines of 30, 2 lines of 36 or 2 lines of 44 characters.",
                 MrzField::zone,
                 0,
                 0,
                 0};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t size = lines[i].size();
    if (size == 30 || size == 36 || size == 44) continue;
    fault.line = static_cast<int>(i) + 1;
    fault.first_column = 1;
    fault.last_column = static_cast<int>(size);
    fault.sentence += " Line " + std::to_string(i + 1) + " has " + std::to_string(size) + ".";
    break;
  }
  return fault;
}

std::string optional_in(const MrzZone& zone, MrzField field) {
  const MrzPlace* place = zone.place(field);
  if (!place) return "";
  std::string_view text = zone.text(*place);
  if (field == MrzField::optional) text.remove_prefix(number_in(zone).overflow);
  return std::string(without_fillers(text));
}

Mrz data_in(const MrzZone& zone) {
  const auto word = [&](MrzField field) { return std::string(without_fillers(zone.text(*zone.place(field)))); };
  Mrz data;
  data.format = zone.layout->format;
  data.document_code = word(MrzField::document_code);
  data.issuer = word(MrzField::issuer);
  data.nationality = word(MrzField::nationality);
  data.document_number = number_in(zone).text;
  data.birth_date = birth_date_in(zone.text(*zone.place(MrzField::birth_date)), zone.today).value_or(MrzDate{});
  data.expiry_date = expiry_date_in(zone.text(*zone.place(MrzField::expiry_date)), zone.today).value_or(MrzDate{});
  const std::string sex = word(MrzField::sex);
  data.sex = sex == "F" ? MrzSex::female : sex == "M" ? MrzSex::male : MrzSex::unspecified;
  data.optional = optional_in(zone, MrzField::optional);
  data.optional_2 = optional_in(zone, MrzField::optional_2);
  data.name = name_in(zone.text(*zone.place(MrzField::name)));
  return data;
}

}  // namespace

MrzReport read_mrz(std::string_view text, const MrzOptions& options) {
  MrzReport report;
  if (text.size() > kMrzBytesMax) {
    report.faults.push_back(
        {"mrz_too_long", "This is longer than any machine-readable zone.", MrzField::zone, 0, 0, 0});
    return report;
  }
  MrzZone zone;
  zone.lines = lines_of(text);
  zone.today = options.today;
  report.format = format_of(zone.lines);
  if (!report.format) {
    report.faults.push_back(shape_fault(zone.lines));
    return report;
  }
  zone.layout = &layout_of(*report.format);
  const int readings_max = std::clamp(options.readings_max, 0, kMrzReadingsMax);
  for (const MrzPlace& place : zone.layout->places)
    if (auto fault = fault_in(zone, place.field)) {
      fault->readings = readings_of(zone, place.field, readings_max);
      report.faults.push_back(std::move(*fault));
    }
  if (auto fault = fault_in(zone, MrzField::composite)) {
    // With another field at fault the composite digit says nothing new: its own misreading is looked for alone.
    if (report.faults.empty()) fault->readings = readings_of(zone, MrzField::composite, readings_max);
    report.faults.push_back(std::move(*fault));
  }
  report.data = data_in(zone);
  return report;
}

Result<Mrz> parse_mrz(std::string_view text, const MrzOptions& options) {
  MrzReport report = read_mrz(text, {.today = options.today, .readings_max = 0});
  if (report.ok()) return std::move(report.data);
  std::vector<Error> all;
  for (const MrzFault& fault : report.faults) {
    std::string sentence = fault.sentence;
    if (fault.line)
      sentence += " (line " + std::to_string(fault.line) + ", columns " + std::to_string(fault.first_column) + " to " +
                  std::to_string(fault.last_column) + ")";
    all.push_back(invalid(fault.code, sentence, std::string(kMrzFields[static_cast<std::size_t>(fault.field)])));
  }
  Error error = all.front();
  error.all = std::move(all);
  return error;
}

}  // namespace muster::identifiers
