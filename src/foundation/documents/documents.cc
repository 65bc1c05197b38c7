#include "seal.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <documents/documents.h>

#include <filesystem>

#include <fmt/format.h>

namespace muster::documents {
namespace {

namespace fs = std::filesystem;
using store::Row;
using store::Sql;

constexpr const char* kRecordKind = "document";
constexpr const char* kKeyField = "file_key";
constexpr std::size_t kTitleMaxBytes = 300, kMediaTypeMaxBytes = 100, kSealOverhead = 64;

constexpr Sql kInsert{"document_insert",
                      "insert into document(id, sha256, media_type, size, title, record_kind, record_id, personal, "
                      "vault_record, created_by, created_at, retain_until) "
                      "values(:id, :sha256, :media_type, :size, :title, :record_kind, :record_id, :personal, "
                      ":vault_record, :actor, :now, :retain_until)"};
constexpr Sql kGet{"document_get", "select * from document where id = :id"};
constexpr Sql kOfRecord{"document_of_record",
                        "select * from document where record_kind = :record_kind and record_id = :record_id and id > "
                        ":after order by id limit :limit"};
constexpr Sql kHold{
    "document_hold",
    "update document set legal_hold = :hold where id = :id and legal_hold <> :hold and destroyed_at is null"};
constexpr Sql kDestroy{"document_destroy", "update document set destroyed_at = :now where id = :id"};
constexpr Sql kExtend{"document_extend", "update document set retain_until = :until where id = :id"};
constexpr Sql kInUse{"document_in_use",
                     "select 1 as yes from document where sha256 = :sha256 and destroyed_at is null limit 1"};
constexpr Sql kOver{"document_over",
                    "select id from document where destroyed_at is null and legal_hold = 0 and retain_until <= :now "
                    "order by retain_until limit :limit"};
constexpr Sql kAll{"document_all",
                   "select * from document where destroyed_at is null and id > :after order by id limit 500"};

Document document_of(const Row& row) {
  Document d;
  d.id = row.text("id");
  d.sha256 = row.text("sha256");
  d.media_type = row.text("media_type");
  d.size = row.integer("size");
  d.title = row.text("title");
  d.record_kind = row.text("record_kind");
  d.record_id = row.text("record_id");
  d.personal = row.flag("personal");
  d.created_by = row.text("created_by");
  d.created_at = row.instant("created_at");
  d.retain_until = row.instant("retain_until");
  d.legal_hold = row.flag("legal_hold");
  d.destroyed_at = row.maybe_instant("destroyed_at");
  return d;
}

bool is_media_type(std::string_view text) {
  const std::size_t slash = text.find('/');
  return text.size() <= kMediaTypeMaxBytes && slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789/.+-; =") == std::string_view::npos;
}

Result<void> check(const NewDocument& d, std::string_view content, const Options& options, Instant now) {
  if (static_cast<std::int64_t>(content.size()) > options.size_max)
    return invalid("document_too_large", fmt::format("A document is at most {} bytes.", options.size_max), "document");
  if (!is_media_type(d.media_type))
    return invalid("document_media_type", "Give a media type, as in application/pdf.", "media_type");
  if (trim(d.title).empty() || d.title.size() > kTitleMaxBytes || !is_valid_utf8(d.title))
    return invalid("document_title", "A title has 1 to 300 bytes.", "title");
  if (d.record_kind.empty() || d.record_id.empty())
    return invalid("document_record", "A document belongs to a record.", "record_id");
  if (d.retain_until <= now)
    return invalid("document_term", "The term of a document ends in the future.", "retain_until");
  return {};
}

Error document_not_found() {
  return not_found("document_not_found", "There is no such document.");
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
                 Options options)
    : database_(database), recorder_(recorder), vault_(vault), options_(std::move(options)) {}

std::string Service::path_of(const std::string& sha256) const {
  return options_.folder + "/" + sha256.substr(0, 2) + "/" + sha256;
}

Result<Document> Service::add(store::Transaction& tx, const std::string& actor, const NewDocument& d,
                              std::string_view content) {
  const Instant now = recorder_.clock().now();
  MUSTER_CHECK_OK(check(d, content, options_, now));
  const std::string id = recorder_.new_id();
  std::string sealed, key;
  if (d.personal) {
    key = new_key(recorder_.random());
    sealed = seal(content, key, id, recorder_.random());
    MUSTER_CHECK_OK(vault_.put(tx, id, kKeyField, to_base64(key)));
  }
  const std::string_view bytes = d.personal ? std::string_view(sealed) : content;
  const std::string hash = to_hex(sha256(bytes)), path = path_of(hash);
  std::error_code fault;
  fs::create_directories(fs::path(path).parent_path(), fault);
  if (fault) return unavailable("file_write", "The folder of documents can't be written; nothing was attached.");
  // A file that stands there already is made young again, so that no sweep takes it before this transaction commits.
  if (fs::exists(path, fault))
    fs::last_write_time(path, fs::file_time_type::clock::now(), fault);
  else
    MUSTER_CHECK_OK(replace_file(path, bytes, 0600));
  tx.run(kInsert, {{"id", id},
                   {"sha256", hash},
                   {"media_type", d.media_type},
                   {"size", content.size()},
                   {"title", trim(d.title)},
                   {"record_kind", d.record_kind},
                   {"record_id", d.record_id},
                   {"personal", d.personal},
                   {"vault_record", d.personal ? id : ""},
                   {"actor", actor},
                   {"now", now},
                   {"retain_until", d.retain_until}});
  recorder_.record(
      tx, kAdded, actor, kRecordKind, id,
      fmt::format(R"({{"sha256":{},"size":{},"media_type":{},"record_kind":{},"record_id":{}}})", json_quote(hash),
                  content.size(), json_quote(d.media_type), json_quote(d.record_kind), json_quote(d.record_id)));
  return *find(tx, id);
}

Result<Document> Service::add(const std::string& actor, const NewDocument& document, std::string_view content) {
  return database_.write([&](store::Transaction& tx) { return add(tx, actor, document, content); });
}

std::optional<Document> Service::find(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(document_of(*row)) : std::nullopt;
}

Result<Document> Service::find(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Document> {
    auto found = find(tx, id);
    if (!found) return document_not_found();
    return *found;
  });
}

Result<std::vector<Document>> Service::of_record(const std::string& record_kind, const std::string& record_id,
                                                 const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Document>> {
    std::vector<Document> out;
    for (const Row& row : tx.query(kOfRecord, {{"record_kind", record_kind},
                                               {"record_id", record_id},
                                               {"after", after},
                                               {"limit", std::clamp(limit, 1, 501)}}))
      out.push_back(document_of(row));
    return out;
  });
}

Result<std::string> Service::read_checked(const Document& d) const {
  const auto bytes = read_file(path_of(d.sha256), static_cast<std::size_t>(options_.size_max) + kSealOverhead);
  if (!bytes.ok() && bytes.error().code == "file_missing")
    return internal_error("document_missing",
                          "The document's file is missing. Restore it from a backup; its hash is on record.");
  if (!bytes.ok()) return bytes.error();
  if (to_hex(sha256(*bytes)) != d.sha256)
    return internal_error("document_altered",
                          "The document's file is not the one that was attached. Restore it from a backup.");
  return *bytes;
}

Result<std::string> Service::content(const std::string& actor, const std::string& id, const std::string& purpose) {
  MUSTER_TRY(const Document d, find(id));
  if (d.destroyed_at)
    return Error{Failure::not_found, "document_destroyed", "This document was destroyed at the end of its term.", {}};
  MUSTER_TRY(std::string bytes, read_checked(d));
  if (!d.personal) return bytes;
  MUSTER_TRY(const std::string key, database_.write([&](store::Transaction& tx) -> Result<std::string> {
    return vault_.get(tx, id, kKeyField, purpose, actor);
  }));
  MUSTER_TRY(const std::string key_bytes, from_base64(key));
  return unseal(bytes, key_bytes, id);
}

Result<void> Service::hold(const std::string& actor, const std::string& id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!find(tx, id)) return document_not_found();
    if (tx.run(kHold, {{"id", id}, {"hold", 1}}) == 0)
      return conflict("document_held", "This document is under a legal hold already, or destroyed.");
    recorder_.record(tx, kHeld, actor, kRecordKind, id);
    return {};
  });
}

Result<void> Service::release(const std::string& actor, const std::string& id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!find(tx, id)) return document_not_found();
    if (tx.run(kHold, {{"id", id}, {"hold", 0}}) == 0)
      return conflict("document_not_held", "This document is under no legal hold.");
    recorder_.record(tx, kReleased, actor, kRecordKind, id);
    return {};
  });
}

Result<Document> Service::destroy_or_extend(store::Transaction& tx, const std::string& actor,
                                            const std::string& id) const {
  auto found = find(tx, id);
  if (!found) return document_not_found();
  if (found->destroyed_at) return conflict("document_destroyed", "This document was destroyed already.");
  const Instant now = recorder_.clock().now();
  const bool over = !found->legal_hold && found->retain_until <= now;
  if (const auto later = over && options_.later ? options_.later(tx, *found) : std::nullopt; later && *later > now) {
    tx.run(kExtend, {{"id", id}, {"until", *later}});
    recorder_.record(tx, kExtended, actor, kRecordKind, id, fmt::format(R"({{"until":"{}"}})", to_rfc3339(*later)));
    return *found;
  }
  tx.run(kDestroy, {{"id", id}, {"now", now}});  // the schema refuses it too early or under a hold
  if (found->personal) MUSTER_CHECK_OK(vault_.destroy(tx, id, "document_term_ended", actor));
  recorder_.record(tx, kDestroyed, actor, kRecordKind, id,
                   fmt::format(R"({{"sha256":{}}})", json_quote(found->sha256)));
  found->destroyed_at = now;
  return *found;
}

Result<void> Service::destroy(const std::string& actor, const std::string& id) {
  MUSTER_TRY(const Document d,
             database_.write([&](store::Transaction& tx) { return destroy_or_extend(tx, actor, id); }));
  if (!d.destroyed_at)
    return refused("document_retained", "The document's record lives on; the document's term was extended with it.");
  return remove_file_if_unused(d.sha256);
}

// A crash before this leaves a file without a row, which sweep() finds.
Result<void> Service::remove_file_if_unused(const std::string& sha256) {
  MUSTER_TRY(const bool used, database_.read([&](store::Transaction& tx) -> Result<bool> {
    return tx.one(kInUse, {{"sha256", sha256}}).has_value();
  }));
  std::error_code fault;
  if (!used) fs::remove(path_of(sha256), fault);
  if (fault) return unavailable("file_write", "A document's file could not be removed; it will be tried again.");
  return {};
}

Result<int> Service::sweep(const std::string& actor, int limit) {
  MUSTER_TRY(const auto over, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    for (const Row& row : tx.query(kOver, {{"now", recorder_.clock().now()}, {"limit", limit}}))
      ids.push_back(row.text("id"));
    return ids;
  }));
  int removed = 0;
  for (const std::string& id : over) {
    // One that was put under a hold meanwhile stays.
    if (destroy(actor, id).ok()) ++removed;
  }
  std::error_code fault;
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(24);
  for (fs::recursive_directory_iterator at(options_.folder, fault), end; !fault && at != end; at.increment(fault)) {
    if (!at->is_regular_file(fault) || fs::last_write_time(at->path(), fault) > old) continue;
    const std::string name = at->path().filename().string();
    if (name.size() != 64) continue;
    const auto used = database_.read([&](store::Transaction& tx) -> Result<bool> {
      return tx.one(kInUse, {{"sha256", name}}).has_value();
    });
    if (!used.ok()) return used.error();
    if (!*used && fs::remove(at->path(), fault)) ++removed;
  }
  return removed;
}

Result<std::int64_t> Service::verify(const std::function<void(const Document&, const Error&)>& report) const {
  std::int64_t checked = 0;
  for (std::string after;;) {
    MUSTER_TRY(const auto page, database_.read([&](store::Transaction& tx) -> Result<std::vector<Document>> {
      std::vector<Document> out;
      for (const Row& row : tx.query(kAll, {{"after", after}})) out.push_back(document_of(row));
      return out;
    }));
    for (const Document& d : page) {
      if (const auto bytes = read_checked(d); !bytes.ok()) report(d, bytes.error());
      ++checked;
    }
    if (page.empty()) return checked;
    after = page.back().id;
  }
}

}  // namespace muster::documents
