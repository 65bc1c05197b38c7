#include "import_row.h"
#include <base/text.h>
#include <filings/mapping.h>

#include <algorithm>
#include <functional>
#include <set>

#include <boost/json.hpp>

namespace muster::filings {
namespace json = boost::json;
namespace {

constexpr std::size_t kNameMax = 60, kColumnMax = 200, kSourceMax = 200;
constexpr store::Sql kSave{
    "filing_mapping_save",
    "insert into filing_mapping(name, body, actor, saved_at) values(:name, :body, :actor, :now) on conflict(name) do "
    "update set body = excluded.body, actor = excluded.actor, saved_at = excluded.saved_at"};
constexpr store::Sql kGet{"filing_mapping_get", "select body from filing_mapping where name = :name"};
constexpr store::Sql kAll{"filing_mapping_all", "select name, body from filing_mapping order by name limit 500"};
constexpr store::Sql kRemember{
    "filing_mapping_remember",
    "insert into filing_mapping_source(source, mapping, used_at) values(:source, :name, :now) on conflict(source) do "
    "update set mapping = excluded.mapping, used_at = excluded.used_at"};
constexpr store::Sql kRemembered{"filing_mapping_of_source",
                                 "select mapping from filing_mapping_source where source = :source"};

Mapping mapping_of(const std::string& body) {
  Mapping out;
  const json::value value = json::parse(body);
  for (const auto& [field, column] : value.as_object()) out[std::string(field)] = column.as_string();
  return out;
}

Error unknown_mapping() {
  return not_found("mapping_unknown", "There is no mapping of this name.");
}

}  // namespace

namespace {

Result<void> check_columns(const Mapping& mapping, const std::function<bool(const std::string&)>& is_field) {
  if (mapping.empty()) return invalid("mapping_empty", "A mapping names at least one column.", "columns");
  std::set<std::string> seen;
  for (const auto& [field, column] : mapping) {
    if (!is_field(field))
      return invalid("mapping_field", "There is no column of this name; docs/formats.md lists them.",
                     "columns." + field.substr(0, 60));
    const std::string word = to_lower_ascii(trim(column));
    if (word.empty() || word.size() > kColumnMax || !is_valid_utf8(word) || !seen.insert(word).second)
      return invalid("mapping_column", "The file's column has 1 to 200 bytes and is mapped once.", "columns." + field);
  }
  return {};
}

}  // namespace

Result<void> check_mapping(const Mapping& mapping) {
  return check_columns(mapping, [](const std::string& field) { return column_of(field).has_value(); });
}

Result<void> check_mapping(const Mapping& mapping, const std::vector<std::string>& fields) {
  return check_columns(mapping, [&](const std::string& field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  });
}

std::string source_key(std::string_view file_name) {
  if (const auto slash = file_name.find_last_of("/\\"); slash != std::string_view::npos)
    file_name.remove_prefix(slash + 1);
  std::string out;
  for (const char c : to_lower_ascii(trim(file_name))) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit || out.empty() || out.back() != '#') out += digit ? '#' : c;
    if (out.size() == kSourceMax) break;
  }
  return out;
}

Result<void> Mappings::save(const std::string& name, const Mapping& mapping, const std::string& actor) const {
  const std::string word(trim(name));
  if (word.empty() || word.size() > kNameMax || !is_valid_utf8(word) || word.find(": ") != std::string::npos)
    return invalid("mapping_name", "A mapping's name has 1 to 60 bytes.", "name");
  MUSTER_CHECK_OK(fields_.empty() ? check_mapping(mapping) : check_mapping(mapping, fields_));
  json::object body;
  for (const auto& [field, column] : mapping) body[field] = column;
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kSave, {{"name", prefix_ + word},
                   {"body", json::serialize(body)},
                   {"actor", actor},
                   {"now", recorder_.clock().now()}});
    recorder_.record(tx, kMappingSaved, actor, "filing_mapping", prefix_ + word, json::serialize(body));
    return {};
  });
}

Result<Mapping> Mappings::get(const std::string& name) const {
  return database_.read([&](store::Transaction& tx) -> Result<Mapping> {
    const auto row = tx.one(kGet, {{"name", prefix_ + name}});
    return row ? Result<Mapping>(mapping_of(row->text("body"))) : unknown_mapping();
  });
}

Result<std::vector<std::pair<std::string, Mapping>>> Mappings::all() const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<std::pair<std::string, Mapping>>> {
    std::vector<std::pair<std::string, Mapping>> out;
    for (const auto& row : tx.query(kAll)) {
      const std::string name = row.text("name");
      // Names of a kind hold ": ", which ours of filings never do (save).
      const auto colon = name.find(": ");
      if (prefix_.empty() ? colon != std::string::npos : !name.starts_with(prefix_)) continue;
      out.emplace_back(name.substr(prefix_.size()), mapping_of(row.text("body")));
    }
    return out;
  });
}

Result<void> Mappings::remember(const std::string& file_name, const std::string& name) const {
  const std::string source = prefix_ + source_key(file_name);
  if (source == prefix_ || !is_valid_utf8(source)) return {};
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!tx.one(kGet, {{"name", prefix_ + name}})) return unknown_mapping();
    tx.run(kRemember, {{"source", source}, {"name", prefix_ + name}, {"now", recorder_.clock().now()}});
    return {};
  });
}

Result<std::string> Mappings::remembered(const std::string& file_name) const {
  const std::string source = prefix_ + source_key(file_name);
  if (!is_valid_utf8(source)) return std::string();
  return database_.read([&](store::Transaction& tx) -> Result<std::string> {
    const auto row = tx.one(kRemembered, {{"source", source}});
    return row ? row->text("mapping").substr(prefix_.size()) : std::string();
  });
}

}  // namespace muster::filings
