// What a reconciliation knows at a checkpoint, as text in its folder. Inside of the room.
#pragma once

#include "line_source.h"
#include <base/result.h>

#include <array>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <billing/reconcile.h>

namespace muster::billing {

inline constexpr std::uint32_t kNoService20 = 0xfffff;  // Tariff::kNone in 20 bits

using TotalKey = std::tuple<FindingKind, std::uint32_t, std::string, std::string>;  // kind, service, code, currency
struct TotalSum {
  std::int64_t lines = 0, amount = 0;
};
using Totals = std::map<TotalKey, TotalSum>;

enum class Phase : std::uint8_t { charges, confirmations, matching };

struct State {
  std::string fingerprint;  // of the files, the tariff and the options that have an effect
  std::string key;          // 16 bytes, of the hash of transaction ids
  Phase phase = Phase::charges;
  SourcePlace place;
  std::int64_t lines = 0, charges = 0, bad_lines = 0, confirmations = 0, bad_confirmations = 0, checkpoints = 0;
  std::array<std::int64_t, kFindingKinds> found{};
  std::int64_t findings = 0;  // kept
  std::uint64_t findings_length = 0, charges_length = 0, confirmations_length = 0;
  std::vector<BadLine> bad;
  Totals totals;
};
std::string to_text(const State& state);
std::optional<State> parse_state(std::string_view text);  // nothing: it is none

void add(Totals& totals, const TotalKey& key, const TotalSum& sum);

}  // namespace muster::billing
