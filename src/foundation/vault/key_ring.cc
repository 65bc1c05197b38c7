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
  ring.index_ = random_key(random);
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
  bool has_index = false;
  const auto lines = split(text, '\n');
  if (lines.empty() || lines[0] != "muster-keyring/1" || !lines.back().empty()) return damaged(path);
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const auto words = split(lines[i], ' ');
    if (words.size() == 2 && words[0] == "index") {
      const auto key = key_of(words[1]);
      if (!key) return damaged(path);
      ring.index_ = *key;
      has_index = true;
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
  if (!has_index || !ring.keys_.contains(ring.active_) || ring.keys_.size() > kKeysMax) return damaged(path);
  return ring;
}

std::string KeyRing::to_text() const {
  std::string out = fmt::format("muster-keyring/1\nindex {}\n", to_hex(view(index_)));
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
