#include "seal.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <vault/key_ring.h>

#include <charconv>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace muster::vault {
namespace {

Key random_key(Random& random) {
  Key key;
  random.fill(key);
  return key;
}

std::string_view view(const Key& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

std::string new_key_id(Random& random) {
  std::array<std::uint8_t, 8> bytes;
  random.fill(bytes);
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Error damaged(const std::string& path) {
  return internal_error(
      "keyring_damaged",
      "The key ring " + path + " is damaged. Put back a copy; without it protected fields can't be read.");
}

std::optional<Key> key_of(std::string_view hex) {
  const auto hash = hash_from_hex(hex);
  if (!hash.ok()) return std::nullopt;
  return *hash;
}

}  // namespace

Result<KeyRing> KeyRing::create(const std::string& path, const Clock& clock, Random& random) {
  KeyRing ring;
  ring.path_ = path;
  ring.index_[1] = random_key(random);
  ring.active_ = new_key_id(random);
  ring.keys_[ring.active_] = {clock.now(), random_key(random)};
  const auto written = create_file(path, ring.to_text(), 0600);
  if (!written.ok() && written.error().code == "file_exists")
    return conflict("keyring_exists", "There is a key ring already at " + path + "; it was kept.");
  MUSTER_CHECK_OK(written);
  return ring;
}

Result<KeyRing> KeyRing::open(const std::string& path) {
  const auto text = read_private_file(path);
  if (!text.ok() && text.error().code == "file_missing")
    return not_found(
        "keyring_missing",
        "The key ring " + path + " is missing. Put back its copy; without it protected fields can't be read.");
  if (!text.ok() && text.error().code == "file_permissions") {
    Error error = text.error();
    error.code = "keyring_permissions";
    return error;
  }
  MUSTER_CHECK_OK(text);
  return parse(path, *text);
}

Result<KeyRing> KeyRing::parse(const std::string& path, std::string_view text) {
  KeyRing ring;
  ring.path_ = path;
  const auto lines = split(text, '\n');
  if (lines.empty() || lines[0] != "muster-keyring/1" || !lines.back().empty()) return damaged(path);
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const auto words = split(lines[i], ' ');
    if ((words.size() == 2 || words.size() == 3) && words[0] == "index") {
      std::int64_t generation = 1;
      const std::string_view number = words.size() == 3 ? std::string_view(words[1]) : std::string_view("1");
      const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), generation);
      const auto key = key_of(words.back());
      if (!key || fault != std::errc{} || end != number.data() + number.size() || generation < 1) return damaged(path);
      ring.index_[generation] = *key;
    } else if (words.size() == 3 && words[0] == "purpose") {
      const auto key = key_of(words[2]);
      if (!key) return damaged(path);
      ring.purposes_[std::string(words[1])] = *key;
    } else if (words.size() == 4 && words[0] == "key") {
      std::int64_t micros = 0;
      const auto [end, fault] = std::from_chars(words[2].data(), words[2].data() + words[2].size(), micros);
      const auto key = key_of(words[3]);
      if (!key || fault != std::errc{} || end != words[2].data() + words[2].size()) return damaged(path);
      ring.keys_[std::string(words[1])] = {{micros}, *key};
    } else if (words.size() == 2 && words[0] == "active") {
      ring.active_ = words[1];
    } else {
      return damaged(path);
    }
  }
  if (ring.index_.empty() || !ring.keys_.contains(ring.active_) || ring.keys_.size() > kKeysMax) return damaged(path);
  return ring;
}

std::string KeyRing::to_text() const {
  std::string out = "muster-keyring/1\n";
  // As it always was, until a first rotation.
  for (const auto& [generation, key] : index_)
    out += generation == 1 ? fmt::format("index {}\n", to_hex(view(key)))
                           : fmt::format("index {} {}\n", generation, to_hex(view(key)));
  for (const auto& [purpose, key] : purposes_) out += fmt::format("purpose {} {}\n", purpose, to_hex(view(key)));
  for (const auto& [id, entry] : keys_)
    out += fmt::format("key {} {} {}\n", id, entry.made_at.micros, to_hex(view(entry.key)));
  return out + fmt::format("active {}\n", active_);
}

// body: Result<void>(KeyRing&), on what the file holds now.
template <class F>
Result<void> KeyRing::change(F&& body) {
  const int lock = ::open((path_ + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX) != 0) {
    if (lock >= 0) ::close(lock);
    return unavailable("keyring_lock", "The key ring can't be locked for changing. Check the folder of " + path_ + ".");
  }
  const auto changed = [&]() -> Result<void> {
    MUSTER_TRY(KeyRing next, open(path_));
    MUSTER_CHECK_OK(body(next));
    MUSTER_CHECK_OK(replace_file(path_, next.to_text(), 0600));
    *this = std::move(next);
    return {};
  }();
  ::close(lock);
  return changed;
}

Result<std::string> KeyRing::add(const Clock& clock, Random& random) {
  MUSTER_CHECK_OK(change([&](KeyRing& ring) -> Result<void> {
    if (ring.keys_.size() >= kKeysMax) return refused("keyring_full", "The key ring holds as many keys as it may.");
    ring.active_ = new_key_id(random);
    ring.keys_[ring.active_] = {clock.now(), random_key(random)};
    return {};
  }));
  return active_;
}

Result<void> KeyRing::remove(const std::string& id) {
  return change([&](KeyRing& ring) -> Result<void> {
    if (id == ring.active_) return refused("keyring_active", "The active key can't be removed; add a new one first.");
    if (ring.keys_.erase(id) == 0) return not_found("keyring_unknown", "The key ring has no such key.");
    return {};
  });
}

Result<void> KeyRing::add_index(std::int64_t generation, const std::vector<std::string>& kept, Random& random) {
  return change([&](KeyRing& ring) -> Result<void> {
    const Key& former = ring.index_.begin()->second;
    for (const std::string& purpose : kept) ring.purposes_.try_emplace(purpose, key_of_purpose(purpose, former));
    if (!ring.index_.contains(generation)) ring.index_[generation] = random_key(random);
    return {};
  });
}

Result<void> KeyRing::keep_index(std::int64_t generation) {
  return change([&](KeyRing& ring) -> Result<void> {
    if (!ring.index_.contains(generation))
      return not_found("keyring_unknown", "The key ring has no index key of this generation.");
    std::erase_if(ring.index_, [&](const auto& entry) { return entry.first != generation; });
    return {};
  });
}

const Key* KeyRing::index_key(std::int64_t generation) const {
  const auto at = index_.find(generation);
  return at == index_.end() ? nullptr : &at->second;
}

std::vector<std::int64_t> KeyRing::index_generations() const {
  std::vector<std::int64_t> out;
  for (const auto& [generation, key] : index_) out.push_back(generation);
  return out;
}

const Key* KeyRing::purpose_key(std::string_view purpose) const {
  const auto at = purposes_.find(purpose);
  return at == purposes_.end() ? nullptr : &at->second;
}

std::vector<std::string> KeyRing::ids() const {
  std::vector<std::string> out;
  for (const auto& [id, entry] : keys_) out.push_back(id);
  return out;
}

std::optional<Instant> KeyRing::made_at(std::string_view id) const {
  const auto at = keys_.find(id);
  return at == keys_.end() ? std::nullopt : std::optional(at->second.made_at);
}

const Key* KeyRing::find(std::string_view id) const {
  const auto at = keys_.find(id);
  return at == keys_.end() ? nullptr : &at->second.key;
}

}  // namespace muster::vault
