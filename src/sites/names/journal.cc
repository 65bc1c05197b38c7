#include "journal.h"

#include "index_format.h"

namespace muster::names {
namespace {

constexpr char kJournalMagic[8] = {'M', 'U', 'S', 'T', 'R', 'J', 'R', 'N'};
constexpr std::uint32_t kJournalVersion = 1;
constexpr std::size_t kFrontBytes = 32, kBatchFront = 8, kChangeFront = 7;

template <class T>
void put(std::string& to, T value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}
// Takes a value off the front; the caller knows that it is there.
template <class T>
T take(std::string_view& from) {
  T value;
  std::memcpy(&value, from.data(), sizeof value);
  from.remove_prefix(sizeof value);
  return value;
}

Error damaged_journal() {
  return invalid(
      "journal_damaged",
      "The journal of the index's changes is damaged_journal. The index is whole, changes since it was built may be "
      "lost: build it again, or move the journal away to go on without them.");
}

bool read_changes(std::string_view body, Batch& batch) {
  if (body.size() < 12) return false;
  batch.first = take<std::uint64_t>(body);
  const auto count = take<std::uint32_t>(body);
  if (count == 0 || count > body.size() / kChangeFront) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (body.size() < kChangeFront) return false;
    Change change;
    const auto remove = take<std::uint8_t>(body);
    const auto kind = take<std::uint8_t>(body);
    change.rule.payload = take<std::uint32_t>(body);
    const std::size_t length = take<std::uint8_t>(body);
    if (remove > 1 || kind > 7 || (kind & kCoverMask) == 0 || length == 0 || length > kTextMax || length > body.size())
      return false;
    change.remove = remove == 1;
    change.rule.cover = static_cast<Cover>(kind & kCoverMask);
    change.rule.exception = (kind & kExceptionBit) != 0;
    change.rule.name = body.substr(0, length);
    body.remove_prefix(length);
    batch.changes.push_back(std::move(change));
  }
  return body.empty();
}

}  // namespace

std::string encode_journal_front(std::uint64_t lineage) {
  std::string front(kJournalMagic, sizeof kJournalMagic);
  put(front, kJournalVersion);
  put(front, std::uint32_t{0});
  put(front, lineage);
  put(front, checksum(front));
  return front;
}

std::string encode_batch(std::uint64_t first, std::span<const Change> changes) {
  std::string body;
  put(body, first);
  put(body, static_cast<std::uint32_t>(changes.size()));
  for (const Change& change : changes) {
    put(body, static_cast<std::uint8_t>(change.remove));
    put(body, static_cast<std::uint8_t>(static_cast<unsigned>(change.rule.cover) |
                                        (change.rule.exception ? kExceptionBit : 0u)));
    put(body, change.rule.payload);
    put(body, static_cast<std::uint8_t>(change.rule.name.size()));
    body += change.rule.name;
  }
  std::string batch;
  put(batch, static_cast<std::uint32_t>(body.size()));
  put(batch, static_cast<std::uint32_t>(checksum(body, kHash0)));
  return batch + body;
}

Result<JournalRead> read_journal(std::string_view file, std::uint64_t lineage) {
  JournalRead out;
  const auto zeros = [](std::string_view bytes) { return bytes.find_first_not_of('\0') == std::string_view::npos; };
  const std::string front = encode_journal_front(lineage);
  if (file.size() < kFrontBytes) return front.starts_with(file) || zeros(file) ? Result(out) : damaged_journal();
  if (!file.starts_with(front)) {
    std::string_view said = file.substr(16);
    if (file.starts_with(front.substr(0, 16)) && file.starts_with(encode_journal_front(take<std::uint64_t>(said))))
      return conflict("journal_foreign",
                      "The journal beside the index belongs to another list of names. Move it away, or put the index "
                      "back that it belongs to.");
    return zeros(file) ? Result(out) : damaged_journal();
  }
  out.good_bytes = kFrontBytes;
  for (std::string_view rest = file.substr(kFrontBytes); rest.size() >= kBatchFront;) {
    std::string_view body = rest;
    const std::size_t bytes = take<std::uint32_t>(body);
    const auto sum = take<std::uint32_t>(body);
    if (bytes > body.size() && bytes <= kBatchBytesMax) break;  // cut off
    if (bytes > body.size() || bytes == 0 ||
        static_cast<std::uint32_t>(checksum(body.substr(0, bytes), kHash0)) != sum) {
      if (zeros(rest) || zeros(body)) break;
      return damaged_journal();
    }
    Batch batch;
    if (!read_changes(body.substr(0, bytes), batch)) return damaged_journal();
    if (!out.batches.empty() && batch.first < out.batches.back().first + out.batches.back().changes.size())
      return damaged_journal();
    out.batches.push_back(std::move(batch));
    rest.remove_prefix(kBatchFront + bytes);
    out.good_bytes += kBatchFront + bytes;
  }
  return out;
}

}  // namespace muster::names
