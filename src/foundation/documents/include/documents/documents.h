// Attachments and sealed evidence, by content: <folder>/aa/<sha256>, written beside, synced and renamed. A personal
// document is encrypted (XChaCha20-Poly1305) before it is written; its key is a field of the
// vault, so that reading it is an event and destroying the key destroys every copy. A document's hash is in the ledger.
// Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>
#include <vault/vault.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::documents {

// Bodies: {"sha256":"…","size":n,"media_type":"…","record_kind":"…","record_id":"…"}
inline constexpr events::Kind kAdded{"document.added", 1, "A document was attached to a record."};
inline constexpr events::Kind kHeld{"document.held", 1, "A document was put under a legal hold."};
inline constexpr events::Kind kReleased{"document.released", 1, "A document's legal hold was lifted."};
inline constexpr events::Kind kExtended{"document.extended", 1, "A document's term was extended with its record's."};
inline constexpr events::Kind kDestroyed{"document.destroyed", 1, "A document was destroyed at the end of its term."};

struct Document {
  std::string id;
  std::string sha256;  // hex, of the bytes in the file; for a personal document those are ciphertext
  std::string media_type;
  std::int64_t size = 0;  // of the content
  std::string title;
  std::string record_kind, record_id;
  bool personal = false;
  std::string created_by;
  Instant created_at, retain_until;
  bool legal_hold = false;
  std::optional<Instant> destroyed_at;
};

struct NewDocument {
  std::string media_type;  // "application/pdf"
  std::string title;       // no personal data
  std::string record_kind, record_id;
  bool personal = false;
  Instant retain_until;
};

struct Options {
  std::string folder;  // <data>/documents
  std::int64_t size_max = 64ll << 20;
  // Asked, inside of the transaction, before a document whose term is over is destroyed: a later end, because its
  // record lives on. Nothing, or an end that has passed: it goes.
  std::function<std::optional<Instant>(store::Transaction&, const Document&)> later = {};
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault, Options options);

  // The file is written first, the row in the caller's transaction: a rollback leaves at most a file without a row,
  // which sweep() removes. Errors: document_too_large, document_media_type, document_title, document_term, disk_full,
  // file_write.
  Result<Document> add(store::Transaction& tx, const std::string& actor, const NewDocument& document,
                       std::string_view content);
  Result<Document> add(const std::string& actor, const NewDocument& document, std::string_view content);

  Result<Document> find(const std::string& id) const;
  static std::optional<Document> find(store::Transaction& tx, const std::string& id);
  Result<std::vector<Document>> of_record(const std::string& record_kind, const std::string& record_id,
                                          const std::string& after = {}, int limit = 100) const;
  // The content, checked against its hash. Reading a personal one is an event with `purpose` (snake_case).
  // Errors: document_not_found, document_destroyed, document_missing (no file), document_altered (another hash).
  Result<std::string> content(const std::string& actor, const std::string& id, const std::string& purpose);

  Result<void> hold(const std::string& actor, const std::string& id);
  Result<void> release(const std::string& actor, const std::string& id);
  // Only after its term and without a hold; where its record lives on (Options::later) the term is extended instead.
  // Errors: document_retained, document_not_found.
  Result<void> destroy(const std::string& actor, const std::string& id);
  // Destroys what is over its term (at most `limit`), and removes files without a row older than a day. Returns how
  // many.
  Result<int> sweep(const std::string& actor, int limit = 1000);
  // Re-hashes every file; calls `report` for each that is missing or altered. Returns how many were checked.
  Result<std::int64_t> verify(const std::function<void(const Document&, const Error&)>& report) const;

 private:
  std::string path_of(const std::string& sha256) const;
  // The bytes of the file, checked against its name.
  Result<std::string> read_checked(const Document& document) const;
  Result<Document> destroy_or_extend(store::Transaction& tx, const std::string& actor, const std::string& id) const;
  Result<void> remove_file_if_unused(const std::string& sha256);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  Options options_;
};

}  // namespace muster::documents
