// Charges against registered services and against what subscribers confirmed: files of any length in bounded memory.
//
// How. One pass over the charges, in blocks, by several threads: each line is parsed where it lies, compared with the
// tariff, and what its confirmation needs (a keyed hash of its transaction id, its time, its place) goes onto the disk,
// into one of kPartitions by that hash. One pass over the confirmations does the same. Then partition by partition the
// two are matched in memory; lines that lack a confirmation are looked up once more for their ids. Blocks are taken in
// their order, so that the outcome does not depend on the number of threads.
//
// Memory: kMemoryMax, whatever the files' length (docs/decisions/0035). Disk: 28 bytes a charge and 16 a confirmation,
// in the given folder alone; nothing in it says whose charge it was. After a crash the same call goes on from the last
// checkpoint.
//
// A charge is confirmed when two confirmations of its transaction at two different times precede it (or meet it).
#pragma once

#include <base/random.h>
#include <base/result.h>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <billing/charge_line.h>
#include <billing/tariff.h>

namespace muster::billing {

enum class FindingKind : std::uint8_t {
  unknown_code,             // no service is registered under it, or was at that time
  price_differs,            // from what was registered at that time
  charged_while_suspended,  // the service or its partner was
  no_confirmation,          // fewer than two before the charge
  partner_differs,          // the line names another partner than the register
};
inline constexpr std::size_t kFindingKinds = 5;
const char* to_text(FindingKind kind);
std::optional<FindingKind> finding_kind(std::string_view text);

inline constexpr std::size_t kPartitions = 256;
inline constexpr std::size_t kMemoryMax = 256u << 20;    // bytes, beside the tariff
inline constexpr std::size_t kFilesMax = 1024;           // of each kind
inline constexpr std::size_t kChunkCharges = 1'000'000;  // of a partition matched at once
inline constexpr std::size_t kBadLinesKept = 100;        // all are counted
inline constexpr std::size_t kTotalsMax = 100'000;       // kinds by service and currency; further codes are one
inline constexpr std::int64_t kFindingsKept = 500'000;   // one by one: so many without confirmation, and so many others

struct ReconcileOptions {
  std::vector<std::string> charges;        // files, plain, gzip (RFC 1952) or Zstandard (RFC 8878)
  std::vector<std::string> confirmations;  // none: confirmations are not looked at
  std::string folder;                      // of its own; made when missing. The caller removes it.
  unsigned threads = 2;
  std::int64_t findings_kept_max = kFindingsKept;
  std::size_t block_bytes = 2u << 20;
  std::uint64_t checkpoint_bytes = 1u << 30;  // of unpacked input between two checkpoints
};

// Shared with whoever watches; thread-safe.
struct Progress {
  std::atomic<std::uint64_t> bytes_done{0}, bytes_total{0};
  std::atomic<const char*> phase{"charges"};  // charges, confirmations, matching, storing
  std::atomic<bool> cancel{false}, suspend{false};
  bool stopped() const { return cancel || suspend; }
};

struct BadLine {
  std::uint32_t file = 0;  // in charges, or behind them in confirmations
  std::int64_t line = 0;
  LineFault fault = LineFault::none;
};

// Of one kind, service and currency.
struct FindingTotal {
  FindingKind kind = FindingKind::unknown_code;
  std::uint32_t service = Tariff::kNone;
  std::string code;  // of a service that is not registered, "" when it could be somebody's number
  std::string currency;
  std::int64_t lines = 0, amount = 0;
};

struct Outcome {
  std::int64_t lines = 0, charges = 0, bad_lines = 0;  // of the charges' files, headers and empty lines aside
  std::int64_t confirmations = 0, bad_confirmations = 0;
  std::array<std::int64_t, kFindingKinds> found{};
  std::vector<BadLine> first_bad;
  std::vector<FindingTotal> totals;
  bool confirmations_checked = false;
  std::int64_t checkpoints = 0;
  bool resumed = false;
};

struct ChargeFinding {
  FindingKind kind = FindingKind::unknown_code;
  std::uint32_t file = 0;
  std::int64_t line = 0;
  std::uint32_t service = Tariff::kNone;
  std::string code, currency;
  std::int64_t at_ms = 0, amount = 0;
  std::int64_t expected = -1;  // -1: nothing was to be charged, or it is not about the price
  std::string expected_currency, transaction_id, usage_id, partner;
};

// Thread-safe but for the two calls, which follow one another on one thread.
class Reconciliation {
 public:
  Reconciliation(ReconcileOptions options, const Tariff& tariff, Random& random);
  ~Reconciliation();
  // Errors: charges_files, charges_file (missing or unreadable), charges_compression, text_is_utf16, those of the
  // headers, charges_folder, disk_full, charges_cancelled, charges_suspended.
  Result<Outcome> run(Progress* progress = nullptr);
  // After run(): the findings that are kept, in order of file and line, until `visit` returns false. Errors:
  // charges_changed (a file is shorter than it was), and those of reading.
  Result<void> each_finding(const std::function<bool(const ChargeFinding&)>& visit, Progress* progress = nullptr);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::billing
