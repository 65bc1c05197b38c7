#include "cdb.h"

#include <string>

namespace muster::zones {
namespace {

constexpr std::uint64_t kCdbHeader = 256 * 8, kCdbMost = UINT32_MAX;

Error cdb_full() {
  return unavailable("cdb_full", "A constant database holds four gigabytes at most.");
}

}  // namespace

std::uint32_t cdb_hash(std::string_view key) {
  std::uint32_t hash = 5381;
  for (const char c : key) hash = (hash * 33) ^ static_cast<unsigned char>(c);
  return hash;
}

CdbWriter::CdbWriter(std::ostream& out) : out_(out), at_(kCdbHeader) {
  out_ << std::string(kCdbHeader, '\0');
}

void CdbWriter::put(std::uint32_t number) {
  for (int i = 0; i < 4; ++i) out_.put(static_cast<char>(number >> (8 * i)));
}

Result<void> CdbWriter::add(std::string_view key, std::string_view value) {
  if (at_ + 8 + key.size() + value.size() > kCdbMost) return cdb_full();
  const std::uint32_t hash = cdb_hash(key);
  tables_[hash & 255].push_back({hash, static_cast<std::uint32_t>(at_)});
  put(static_cast<std::uint32_t>(key.size()));
  put(static_cast<std::uint32_t>(value.size()));
  out_ << key << value;
  at_ += 8 + key.size() + value.size();
  return {};
}

Result<void> CdbWriter::finish() {
  std::array<std::pair<std::uint32_t, std::uint32_t>, 256> heads{};
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto size = static_cast<std::uint32_t>(tables_[i].size() * 2);
    if (at_ + size * 8ull > kCdbMost) return cdb_full();
    heads[i] = {static_cast<std::uint32_t>(at_), size};
    std::vector<Slot> slots(size, Slot{0, 0});
    for (const Slot& slot : tables_[i]) {
      std::uint32_t place = (slot.hash >> 8) % size;
      while (slots[place].at != 0) place = (place + 1) % size;
      slots[place] = slot;
    }
    for (const Slot& slot : slots) {
      put(slot.hash);
      put(slot.at);
    }
    at_ += size * 8ull;
    std::vector<Slot>().swap(tables_[i]);
  }
  out_.seekp(0);
  for (const auto& [at, size] : heads) {
    put(at);
    put(size);
  }
  out_.seekp(0, std::ios::end);
  if (!out_) return unavailable("file_write", "The constant database could not be written.");
  return {};
}

}  // namespace muster::zones
