// One pass over files in blocks, by several threads, whose outcomes are taken in the order of the blocks. Inside.
#pragma once

#include "line_source.h"
#include "reconcile_state.h"
#include "spill.h"

#include <functional>
#include <memory>

#include <billing/reconcile.h>

namespace muster::billing {

// What a charge needs to be matched: 28 bytes.
struct ChargeRecord {
  std::uint64_t key = 0;
  std::int64_t at_ms = 0;
  std::uint32_t service = kNoService20;
  std::uint32_t file = 0;
  std::int64_t line = 0;
  std::int64_t amount = 0;
  std::string currency() const;
  std::uint32_t currency_code = 0;  // 15 bits
};
inline constexpr std::size_t kChargeRecordBytes = 28;
inline constexpr std::size_t kConfirmationRecordBytes = 16;
void append_record(std::string& out, const ChargeRecord& record);
ChargeRecord charge_record(const char* bytes);
std::uint32_t currency_code(std::string_view currency);

// What one block says.
struct BlockOutcome {
  std::array<std::string, kPartitions> records;
  std::string findings;                   // lines as FindingLine writes them
  std::vector<std::size_t> finding_ends;  // of each
  std::int64_t lines = 0, good = 0, bad = 0;
  std::vector<BadLine> first_bad;
  std::array<std::int64_t, kFindingKinds> found{};
  Totals totals;
  void clear();
};

std::string finding_line(const ChargeFinding& finding);
std::optional<ChargeFinding> parse_finding_line(std::string_view line);

using LineWork = std::function<void(std::string_view line, std::int64_t number, std::uint32_t file,
                                    const Columns& columns, BlockOutcome& out)>;
using HeaderReader = Result<Columns> (*)(std::string_view header);

struct PassParts {
  std::vector<SourceFile> files;
  HeaderReader header;
  LineWork work;
  unsigned threads;
  std::size_t block_bytes;
  Progress* progress;
  // In order of blocks, one at a time. The second: where reading stands behind it.
  std::function<Result<void>(BlockOutcome&, const SourcePlace&)> take;
};
// From `from` to the end. Errors: those of the source, the header, `take`; charges_cancelled, charges_suspended.
Result<void> run_pass(const PassParts& parts, const SourcePlace& from);

// The header of a file, for reading on in its middle.
Result<Columns> columns_of(const SourceFile& file, HeaderReader header);

Error stopped_error(const Progress& progress);

// The work of the two passes.
LineWork charge_work(const Tariff& tariff, const std::string& key, bool with_records);
LineWork confirmation_work(const std::string& key, std::uint32_t files_before);
std::uint64_t key_of(std::string_view transaction, const std::string& key);
inline std::size_t partition_of(std::uint64_t key) {
  return key >> 56;
}
static_assert(kPartitions == 256);

}  // namespace muster::billing
