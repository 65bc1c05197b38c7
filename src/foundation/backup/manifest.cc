#include <base/text.h>

#include <backup/backup.h>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::backup {
namespace {

namespace json = boost::json;

constexpr const char* kBackupFormat = "muster-backup/1";

Error backup_form() {
  return invalid("backup_form", "This is no backup, or one of a newer Muster.");
}

}  // namespace

std::string manifest_text(const Manifest& m) {
  std::string keys;
  for (const auto& key : m.keys) keys += (keys.empty() ? "" : ",") + json_quote(key);
  return fmt::format(
      R"({{"format":"{}","program":{},"kind":{},"name":{},"origin":{},"at":"{}","database_sha256":{},"database_bytes":{},)"
      R"("files":{},"file_bytes":{},"erased":{},"keys":[{}],"checkpoint":{},"entries":{}}})",
      kBackupFormat, json_quote(m.program), json_quote(m.kind), json_quote(m.name), json_quote(m.origin),
      to_rfc3339(m.at), json_quote(m.database_sha256), m.database_bytes, m.files, m.file_bytes, m.erased, keys,
      json_quote(m.checkpoint), m.entries);
}

Result<Manifest> parse_manifest(std::string_view text) {
  json::error_code fault;
  const json::value root = json::parse(json::string_view(text.data(), text.size()), fault);
  if (fault || !root.is_object()) return backup_form();
  const json::object& o = root.as_object();
  bool whole = true;
  const auto word = [&](const char* name) -> std::string {
    const auto* value = o.if_contains(name);
    if (!value || !value->is_string()) return whole = false, "";
    return std::string(value->get_string());
  };
  const auto number = [&](const char* name) -> std::int64_t {
    const auto* value = o.if_contains(name);
    if (!value || !value->is_int64()) return whole = false, 0;
    return value->get_int64();
  };
  Manifest m;
  if (word("format") != kBackupFormat) return backup_form();
  m.program = word("program"), m.kind = word("kind"), m.name = word("name"), m.origin = word("origin");
  m.database_sha256 = word("database_sha256"), m.checkpoint = word("checkpoint");
  m.database_bytes = number("database_bytes"), m.files = number("files"), m.file_bytes = number("file_bytes");
  m.erased = number("erased"), m.entries = number("entries");
  const auto at = parse_rfc3339(word("at"));
  const auto* keys = o.if_contains("keys");
  if (!at.ok() || !keys || !keys->is_array() || !whole) return backup_form();
  m.at = *at;
  for (const auto& key : keys->get_array()) {
    if (!key.is_string()) return backup_form();
    m.keys.emplace_back(key.get_string());
  }
  return m;
}

}  // namespace muster::backup
