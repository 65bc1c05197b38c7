// The file of key-encryption keys: <data>/vault.keys, mode 0600, made once when an instance is made. Whoever has this
// file and the database can read personal data; whoever has one of them alone can not.
// Text, one line each: "muster-keyring/1", "index <hex>" (of generation 1) or "index <generation> <hex>" …, "purpose
// <name> <hex>" …, "key <id> <micros> <hex>" …, "active <id>".
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::vault {

using Key = std::array<std::uint8_t, 32>;

// A plain value: what the file held when it was read. Changing the file is serialized between processes by a lock
// beside it, and starts from what the file holds by then.
class KeyRing {
 public:
  static constexpr std::size_t kKeysMax = 1000;

  // Makes the file with one key and the index key. Errors: keyring_exists, disk_full, file_write.
  static Result<KeyRing> create(const std::string& path, const Clock& clock, Random& random);
  // Errors: keyring_missing, keyring_permissions (group or others may read it), keyring_damaged.
  static Result<KeyRing> open(const std::string& path);

  // Adds a key, makes it the active one and replaces the file (atomically). Returns its id.
  Result<std::string> add(const Clock& clock, Random& random);
  // Removes a key that wraps nothing any more: then copies of what it wrapped (backups, WAL) are unreadable for ever.
  // Errors: keyring_active, keyring_unknown.
  Result<void> remove(const std::string& id);

  const std::string& active() const { return active_; }
  const Key* find(std::string_view id) const;
  std::vector<std::string> ids() const;
  std::optional<Instant> made_at(std::string_view id) const;
  // For blind indexes: by generation; two while a rotation is under way (index_rotation.h), one otherwise.
  const Key* index_key(std::int64_t generation) const;
  std::int64_t index_generation() const { return index_.rbegin()->first; }  // the newest
  std::vector<std::int64_t> index_generations() const;
  // The key of one purpose alone that outlives the index key it was derived from; nullptr: there is none.
  const Key* purpose_key(std::string_view purpose) const;
  // Adds the index key of a new generation; of `kept` purposes the keys that they have now stay for good. Again:
  // nothing.
  Result<void> add_index(std::int64_t generation, const std::vector<std::string>& kept, Random& random);
  // The keys of former generations leave the ring. Errors: keyring_unknown (it has none of this generation).
  Result<void> keep_index(std::int64_t generation);
  std::size_t size() const { return keys_.size(); }
  const std::string& path() const { return path_; }

 private:
  struct Entry {
    Instant made_at;
    Key key;
  };
  static Result<KeyRing> parse(const std::string& path, std::string_view text);
  std::string to_text() const;
  template <class F>
  Result<void> change(F&& body);

  std::string path_;
  std::map<std::int64_t, Key> index_;
  std::map<std::string, Key, std::less<>> purposes_;
  std::map<std::string, Entry, std::less<>> keys_;
  std::string active_;
};

}  // namespace muster::vault
