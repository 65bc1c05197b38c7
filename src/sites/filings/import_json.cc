// A record as one line of JSON: an object with the columns' names; lists may be arrays.
#include "text_source.h"
#include <base/text.h>

#include <boost/json.hpp>

namespace muster::filings {
namespace json = boost::json;
namespace {

constexpr std::size_t kDepthMax = 4;

bool is_list(Column column) {
  return column == Column::domains || column == Column::service_types || column == Column::address_ranges ||
         column == Column::pre_approvals;
}

// A list as the columns of CSV write it. A separator inside of an element would split it: refused.
Result<std::string> joined(const json::array& array, std::string_view column) {
  std::string out;
  for (const auto& element : array) {
    const auto* text = element.if_string();
    if (!text || text->find(';') != json::string::npos)
      return invalid("json_type", "The list holds something else than plain texts.", std::string(column));
    if (!out.empty()) out += ';';
    out += std::string_view(*text);
  }
  return out;
}

}  // namespace

Result<void> read_json(std::string_view text, RawRow& row) {
  json::parse_options options;
  options.max_depth = kDepthMax;
  unsigned char buffer[8192];
  json::monotonic_resource memory(buffer, sizeof buffer);
  boost::system::error_code error;
  const json::value value = json::parse(text, error, &memory, options);
  if (error) return invalid("json_syntax", "The line is not JSON; it was left out.");
  const auto* object = value.if_object();
  if (!object) return invalid("json_type", "The line is not a JSON object; it was left out.");
  for (const auto& [key, member] : *object) {
    const auto column = column_of(key);
    if (!column)
      return invalid("json_key_unknown", "The line has a key that is not known.",
                     std::string(std::string_view(key).substr(0, 60)));
    if (const auto* string = member.if_string())
      row.at(*column) = trim(std::string_view(*string));
    else if (const auto* array = member.if_array(); array && is_list(*column)) {
      MUSTER_TRY(row.at(*column), joined(*array, key));
    } else if (!member.is_null()) {
      return invalid("json_type", "The value is neither a text nor, for lists, an array of texts.", std::string(key));
    }
  }
  return {};
}

}  // namespace muster::filings
