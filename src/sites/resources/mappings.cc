// Which column of somebody's file is which of ours, under a name.
#include <base/text.h>
#include <resources/import.h>

#include <boost/json.hpp>

namespace muster::resources {
namespace json = boost::json;
namespace {

constexpr store::Sql kSave{
    "address_mapping_save",
    "insert into address_mapping(name, body, actor, saved_at) values(:name, :body, :actor, :now) "
    "on conflict(name) do update set body = excluded.body, actor = excluded.actor, saved_at = "
    "excluded.saved_at"};
constexpr store::Sql kGetMapping{"address_mapping_get", "select body from address_mapping where name = :name"};
constexpr store::Sql kAll{"address_mapping_all", "select name, body from address_mapping order by name limit 500"};

Mapping mapping_of(const std::string& body) {
  Mapping out;
  const json::value value = json::parse(body);
  for (const auto& [field, column] : value.as_object()) out[std::string(field)] = column.as_string();
  return out;
}

}  // namespace

Result<void> Importer::save_mapping(const std::string& name, const Mapping& mapping, const std::string& actor) const {
  if (trim(name).empty() || name.size() > 60 || !is_valid_utf8(name))
    return invalid("mapping_name", "A mapping's name has 1 to 60 bytes.", "name");
  MUSTER_CHECK_OK(check_mapping(mapping));
  json::object body;
  for (const auto& [field, column] : mapping) body[field] = column;
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kSave, {{"name", std::string(trim(name))},
                   {"body", json::serialize(body)},
                   {"actor", actor},
                   {"now", recorder_.clock().now()}});
    recorder_.record(tx, kMappingSaved, actor, "address_mapping", std::string(trim(name)), json::serialize(body));
    return {};
  });
}

Result<Mapping> Importer::mapping(const std::string& name) const {
  return database_.read([&](store::Transaction& tx) -> Result<Mapping> {
    const auto row = tx.one(kGetMapping, {{"name", name}});
    if (!row) return not_found("mapping_unknown", "There is no mapping of this name.");
    return mapping_of(row->text("body"));
  });
}

Result<std::vector<std::pair<std::string, Mapping>>> Importer::mappings() const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<std::pair<std::string, Mapping>>> {
    std::vector<std::pair<std::string, Mapping>> out;
    for (const auto& row : tx.query(kAll)) out.emplace_back(row.text("name"), mapping_of(row.text("body")));
    return out;
  });
}

}  // namespace muster::resources
