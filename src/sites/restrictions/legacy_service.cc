#include "legacy_store.h"
#include <base/text.h>
#include <restrictions/legacy_service.h>

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

constexpr int kListMax = 500;
constexpr const char* kClock = "system:restrictions";

Error unknown() {
  return not_found("legacy_unknown", "There is no such block of another system.");
}

// By the table of states; the rest of the record is filled in already.
Result<void> step(store::Transaction& tx, const ledger::Recorder& recorder, LegacyBlock& block, LegacyEvent event,
                  const events::Kind& kind, const std::string& actor, const std::string& more = "") {
  const auto* open = find_transition(block.state, event);
  if (!open)
    return conflict("legacy_state", fmt::format("This block is {}; that step is not open to it.", to_text(block.state)),
                    "event");
  block.state = open->to;
  block.state_at = recorder.clock().now();
  ++block.version;
  change_legacy(tx, block);
  recorder.record(tx, kind, actor, kLegacyRecord, block.id,
                  fmt::format(R"({{"import":{},"line":{}{}}})", json_quote(block.import_id), block.line, more));
  return {};
}

}  // namespace

Result<LegacyBlock> LegacyService::block(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<LegacyBlock> {
    auto found = find_legacy(tx, id);
    return found ? Result<LegacyBlock>(std::move(*found)) : unknown();
  });
}

Result<LegacyPage> LegacyService::list(const LegacyFilter& filter, const std::string& after, int limit) const {
  limit = std::clamp(limit, 1, kListMax);
  return database_.read([&](store::Transaction& tx) -> Result<LegacyPage> {
    LegacyPage page{list_legacy(tx, filter, after, limit), {}};
    if (static_cast<int>(page.items.size()) == limit) page.next = key_of(filter, page.items.back());
    return page;
  });
}

Result<LegacyCounts> LegacyService::counts() const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<LegacyCounts> { return count_legacy(tx, recorder_.clock().now()); });
}

Result<LegacyPage> LegacyService::removals(const std::string& after, int limit) const {
  limit = std::clamp(limit, 1, 5'000);
  return database_.read([&](store::Transaction& tx) -> Result<LegacyPage> {
    LegacyPage page{list_removals(tx, after, limit), {}};
    if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().name + " " + page.items.back().id;
    return page;
  });
}

Result<LegacyBlock> LegacyService::note_case(store::Transaction& tx, const std::string& id, const std::string& case_id,
                                             const std::string& actor) const {
  auto block = find_legacy(tx, id);
  if (!block) return unknown();
  block->case_ref = case_id;
  MUSTER_CHECK_OK(step(tx, recorder_, *block, LegacyEvent::open_case, kLegacyCaseOpened, actor,
                       fmt::format(R"(,"case":{})", json_quote(case_id))));
  return *block;
}

Result<int> LegacyService::redecide(store::Transaction& tx, const std::string& case_id, const std::string& order_id,
                                    const std::string& actor) const {
  int count = 0;
  for (LegacyBlock& block : legacy_of_case(tx, case_id)) {
    block.order_ref = order_id;
    MUSTER_CHECK_OK(step(tx, recorder_, block, LegacyEvent::redecide, kLegacyRedecided, actor,
                         fmt::format(R"(,"order":{})", json_quote(order_id))));
    ++count;
  }
  return count;
}

Result<LegacyBlock> LegacyService::withdraw(const std::string& id, const std::string& reason,
                                            const std::string& actor) const {
  const std::string why(trim(reason));
  if (why.empty()) return invalid("reason_missing", "Say in a sentence why the block is withdrawn.", "reasons");
  if (why.size() > kLegacyTextMax || !is_valid_utf8(why))
    return invalid("reason_too_long", "The reason has at most 500 bytes of UTF-8.", "reasons");
  return database_.write([&](store::Transaction& tx) -> Result<LegacyBlock> {
    auto block = find_legacy(tx, id);
    if (!block) return unknown();
    block->end_reason = why;
    MUSTER_CHECK_OK(step(tx, recorder_, *block, LegacyEvent::withdraw, kLegacyWithdrawn, actor));
    return *block;
  });
}

Result<int> LegacyService::lapse_due(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (LegacyBlock& block : due_legacy(tx, recorder_.clock().now(), limit)) {
      block.end_reason = "term_over";
      MUSTER_CHECK_OK(
          step(tx, recorder_, block, LegacyEvent::lapse, kLegacyLapsed, kClock, R"(,"reason":"term_over")"));
      ++count;
    }
    return count;
  });
}

}  // namespace muster::restrictions
