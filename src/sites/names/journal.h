// The changes of an index on disk, in order: PATH.journal.
//   front: magic "MUSTRJRN", version u32, zero u32, lineage u64 of the index, checksum u64 of these
//   batch: bytes u32 | checksum u32 | number u64 of its first change | count u32 | changes
//   change: remove u8 | cover and exception u8 | payload u32 | length u8 | text
// The checksum counts the batch's number in, so that batches can't change places. A batch that the end of the file cuts
// off, or that is all zeros (space that was given before the bytes came), was never acknowledged: it is dropped. One
// that is wrong otherwise is damage, and is told. Inside of the names room.
#pragma once

#include <names/live_index.h>

namespace muster::names {

inline constexpr std::size_t kBatchBytesMax = 64 << 20;

struct Batch {
  std::uint64_t first = 0;
  std::vector<Change> changes;
};

std::string encode_journal_front(std::uint64_t lineage);
std::string encode_batch(std::uint64_t first, std::span<const Change> changes);

struct JournalRead {
  std::vector<Batch> batches;  // in order, numbers growing
  std::size_t good_bytes = 0;  // what is behind them is to be dropped
};
// Errors: journal_foreign, journal_damaged.
Result<JournalRead> read_journal(std::string_view file, std::uint64_t lineage);

}  // namespace muster::names
