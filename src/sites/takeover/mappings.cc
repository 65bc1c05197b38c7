#include <base/bytes.h>
#include <base/text.h>
#include <takeover/mappings.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::takeover {
namespace {

using store::Sql;

constexpr Sql kNewestMapping{"takeover_mapping_newest",
                             "select * from takeover_mapping where name = :name order by version desc limit 1"};
constexpr Sql kMappingVersion{"takeover_mapping_get",
                              "select * from takeover_mapping where name = :name and version = :version"};
constexpr Sql kAllMappings{
    "takeover_mapping_all",
    "select m.* from takeover_mapping m where m.version = (select max(n.version) from takeover_mapping n "
    "where n.name = m.name) order by m.name limit :limit"};
constexpr Sql kCountMappings{"takeover_mapping_count", "select count(*) as n from takeover_mapping where version = 1"};
constexpr Sql kInsertMapping{
    "takeover_mapping_insert",
    "insert into takeover_mapping(name, version, body, actor, saved_at) values(:name, :version, "
    ":body, :actor, :now)"};

KeptMapping kept_mapping_of(const store::Row& row) {
  return {row.text("name"), row.integer("version"), row.text("body"), row.text("actor"), row.instant("saved_at")};
}

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= kMappingNameMax && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '/'; });
}

}  // namespace

Result<KeptMapping> Mappings::save(const std::string& name, const std::string& text, const std::string& actor) const {
  const std::string word(trim(name));
  if (!is_name(word))
    return invalid("mapping_name", "A mapping's name has 1 to 60 bytes, without a slash or a line break.", "name");
  MUSTER_CHECK_OK(parse_mapping(text));
  return database_.write([&](store::Transaction& tx) -> Result<KeptMapping> {
    KeptMapping kept{word, 1, text, actor, recorder_.clock().now()};
    if (const auto row = tx.one(kNewestMapping, {{"name", word}})) {
      if (row->text("body") == text) return kept_mapping_of(*row);
      kept.version = row->integer("version") + 1;
    } else if (tx.one(kCountMappings)->integer("n") >= kMappingsMax) {
      return conflict("mapping_too_many", "There are 500 mappings already; give a new version to one of them.");
    }
    tx.run(kInsertMapping, {{"name", kept.name},
                            {"version", kept.version},
                            {"body", kept.text},
                            {"actor", kept.actor},
                            {"now", kept.saved_at}});
    recorder_.record(tx, kMappingSaved, actor, "takeover_mapping", kept.name,
                     fmt::format(R"({{"version":{},"sha256":"{}"}})", kept.version, to_hex(sha256(text))));
    return kept;
  });
}

Result<KeptMapping> Mappings::get(const std::string& name, std::int64_t version) const {
  return database_.read([&](store::Transaction& tx) -> Result<KeptMapping> {
    const auto row = version == 0 ? tx.one(kNewestMapping, {{"name", name}})
                                  : tx.one(kMappingVersion, {{"name", name}, {"version", version}});
    if (!row) return not_found("mapping_unknown", "There is no mapping of this name.");
    return kept_mapping_of(*row);
  });
}

Result<std::vector<KeptMapping>> Mappings::all() const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<KeptMapping>> {
    std::vector<KeptMapping> out;
    for (const auto& row : tx.query(kAllMappings, {{"limit", std::int64_t{kMappingsMax}}}))
      out.push_back(kept_mapping_of(row));
    return out;
  });
}

}  // namespace muster::takeover
