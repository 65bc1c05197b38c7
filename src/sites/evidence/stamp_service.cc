// Time stamps over the ledger's checkpoints.
#include "stamp_store.h"
#include <base/bytes.h>
#include <base/files.h>

#include <evidence/service.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

constexpr Duration kClockApart = std::chrono::hours(1);
constexpr int kStampsAtOnce = 500;

}  // namespace

Result<std::string> Service::certificates() const {
  if (options_.time_stamp_certificates.empty())
    return invalid("certificates_form", "No certificates are named for the time-stamp authority.");
  return read_file(options_.time_stamp_certificates, 1u << 20);
}

// The authority is asked outside of any transaction: it may take its time.
Result<std::optional<StoredTimeStamp>> Service::stamp() {
  if (!stamps()) return std::optional<StoredTimeStamp>();
  const auto latest = log_.latest_checkpoint();
  if (!latest.ok() && latest.error().code == "ledger_empty") return std::optional<StoredTimeStamp>();
  if (!latest.ok()) return latest.error();
  MUSTER_TRY(const std::int64_t last,
             database_.read([&](store::Transaction& tx) -> Result<std::int64_t> { return stamps::last_size(tx); }));
  // The entry of the last stamp alone is nothing new, or an idle ledger would be stamped for ever.
  MUSTER_TRY(const auto since, log_.entries(last - 1, 2));
  if (since.empty() || (since.size() == 1 && since[0].event.kind == kTimeStamped.name))
    return std::optional<StoredTimeStamp>();
  MUSTER_TRY(const auto note, ledger::parse_note(latest->note));
  MUSTER_TRY(const std::string trusted, certificates());
  StoredTimeStamp out;
  out.size = latest->size;
  out.imprint = sha256(note.text);
  const std::string query = time_stamp_query(out.imprint, recorder_.random());
  MUSTER_TRY(const std::string reply, options_.post(options_.time_stamp_url, query));
  MUSTER_TRY(TimeStamp stamp, check_time_stamp_reply(reply, query, trusted));
  out.received_at = recorder_.clock().now();
  const Duration apart = std::max(stamp.at, out.received_at) - std::min(stamp.at, out.received_at);
  if (apart > kClockApart)
    return refused("time_stamp_clock", "The authority's clock and ours are more than an hour apart.");
  out.at = stamp.at;
  out.serial = stamp.serial;
  out.authority = stamp.authority.empty() ? "unnamed" : stamp.authority;
  out.token = std::move(stamp.token);
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    if (stamps::exists(tx, out.size)) return {};  // by another process, a moment before
    stamps::insert(tx, out);
    recorder_.record(tx, kTimeStamped, "system:evidence", "ledger_checkpoint", fmt::format("{}", out.size),
                     fmt::format(R"({{"imprint":"{}","at":"{}","serial":"{}"}})", to_hex(out.imprint),
                                 to_rfc3339(out.at), out.serial));
    return {};
  }));
  return std::optional(std::move(out));
}

Result<std::int64_t> Service::verify_time_stamps() {
  std::int64_t after = 0, count = 0;
  std::string trusted;
  for (;;) {
    MUSTER_TRY(const auto some, database_.read([&](store::Transaction& tx) -> Result<std::vector<StoredTimeStamp>> {
      return stamps::list(tx, after, kStampsAtOnce);
    }));
    if (some.empty()) return count;
    if (trusted.empty()) {
      MUSTER_TRY(trusted, certificates());
    }
    for (const StoredTimeStamp& each : some) {
      MUSTER_TRY(const auto checkpoint, log_.checkpoint_at(each.size));
      const auto note = checkpoint ? ledger::parse_note(checkpoint->note) : Result<ledger::Note>(not_found("", ""));
      if (!note.ok() || sha256(note->text) != each.imprint)
        return refused("time_stamp_wrong",
                       fmt::format("The time stamp of checkpoint {} is over something else.", each.size));
      const auto right = check_time_stamp(each.token, each.imprint, trusted);
      if (!right.ok()) return right.error();
      if (right->at != each.at || right->serial != each.serial)
        return refused("time_stamp_wrong", fmt::format("The record of time stamp {} is not its token's.", each.size));
      after = each.size;
      ++count;
    }
  }
}

Result<Standing> Service::standing(const std::string& run_id) {
  MUSTER_CHECK_OK(testing_.run(run_id));
  std::optional<std::int64_t> size;
  MUSTER_TRY(Standing out, database_.read([&](store::Transaction& tx) -> Result<Standing> {
    Standing found;
    for (const auto& event : events::of_record(tx, "test", run_id))
      if (event.kind == testing::kEvidenceSealed.name) found.index = ledger::Log::index_of(tx, event.id).value_or(-1);
    if (found.index < 0) return found;
    found.time_stamp = stamps::covering(tx, found.index + 1);
    size = stamps::checkpoint_covering(tx, found.index + 1);
    return found;
  }));
  if (!size) return out;
  MUSTER_TRY(const auto checkpoint, log_.checkpoint_at(*size));
  if (checkpoint) out.checkpoint_at = checkpoint->at;
  return out;
}

}  // namespace muster::evidence
