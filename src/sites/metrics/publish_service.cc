// Months that are over are published; what changes in them afterwards is published again, beside what was said first.
#include "metric_store.h"
#include <base/bytes.h>
#include <base/text.h>

#include <fmt/format.h>

namespace muster::metrics {
namespace {

using store::Transaction;

// What an edition says, for its hash in the ledger: a line a cell and class, in order.
std::string text_of(const Edition& e) {
  std::string out = fmt::format("{} {} {}\n", e.metric, e.month, e.number);
  for (const auto& [cell, sum] : e.cells) {
    out += fmt::format("{} {} {}", cell, sum.n, sum.micros);
    for (const auto& [time_class, n] : sum.classes) out += fmt::format(" {}:{}", time_class, n);
    out += '\n';
  }
  return out;
}

}  // namespace

std::string Service::current_month() const {
  return month_of(recorder_.clock().now(), options_.utc_offset_minutes);
}

Result<int> Service::publish_month(std::int64_t generation, const std::string& month) const {
  return database_.write([&](Transaction& tx) -> Result<int> {
    const auto still = select_generation(tx, generation);
    if (!still || still->state != "active") return 0;
    const auto numbers = select_edition_numbers(tx, month);
    int written = 0;
    std::string text;
    for (const Definition& d : definitions_.items) {
      const auto number = numbers.find(d.name);
      const bool changed = take_changed(tx, generation, d.name, month);
      if (number != numbers.end() && !changed) continue;
      Edition e{d.name, month, 1, recorder_.clock().now(), {}};
      if (auto now = select_figures(tx, generation, d.name, month, month); !now.empty())
        e.cells = std::move(now.begin()->second);
      if (number != numbers.end()) {
        e.number = number->second + 1;
        const auto before = select_editions(tx, d.name, month, month);
        if (!before.empty() && before.back().cells == e.cells) continue;
      }
      insert_edition(tx, e, definitions_.sha256);
      text += text_of(e);
      ++written;
    }
    if (written > 0)
      recorder_.record(tx, kPublished, "system:metrics", kMonthRecord, month,
                       fmt::format(R"({{"month":{},"editions":{},"sha256":"{}"}})", json_quote(month), written,
                                   to_hex(sha256(text))));
    return written;
  });
}

Result<int> Service::publish_due() const {
  MUSTER_TRY(const std::int64_t generation, active_generation());
  MUSTER_TRY(const bool old, outdated());
  if (old) return 0;
  MUSTER_TRY(std::string month, database_.read([&](Transaction& tx) -> Result<std::string> {
    return select_first_month(tx, generation);
  }));
  if (month.empty()) return 0;
  const Instant now = recorder_.clock().now();
  const Duration wait = std::chrono::hours(24) * definitions_.publish_after_days;
  int written = 0;
  for (; end_of_month(month, options_.utc_offset_minutes) + wait <= now; month = next_month(month)) {
    MUSTER_TRY(const int some, publish_month(generation, month));
    written += some;
  }
  return written;
}

}  // namespace muster::metrics
