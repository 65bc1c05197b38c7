// Notices on their way to a telephone.
#include <lines/records.h>
#include <notices/sms_outbox.h>
#include <persons/notice.h>

namespace muster::persons {
namespace {

// A line on which the holder can be reached: the notice's own, or the oldest one in service. A line that went to
// somebody else is never told of its former holder's matters.
std::string line_to_reach(store::Transaction& tx, const HolderNotice& notice) {
  std::string out;
  for (const lines::Ownership& o : lines::ownerships_of_holder(tx, notice.holder_id)) {
    if (o.until) continue;
    const auto line = lines::find_line(tx, o.line_id);
    if (!line || !lines::in_service(line->state)) continue;
    if (line->id == notice.line_id) return line->id;
    if (out.empty()) out = line->id;
  }
  return out;
}

}  // namespace

Result<int> hand_to_sms(store::Database& database, const ledger::Recorder& recorder, const std::string& language,
                        int limit) {
  return database.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder.clock().now();
    const auto waiting = waiting_notices(tx, {}, limit);
    std::vector<notices::NewSms> messages;
    for (const HolderNotice& n : waiting) {
      notice_handed(tx, n.id, now);
      const std::string line = line_to_reach(tx, n);
      if (line.empty()) continue;
      messages.push_back({"holder_" + n.kind, "line:" + line, language, {}, n.record_kind, n.record_id});
    }
    MUSTER_CHECK_OK(notices::queue_sms(tx, recorder, messages));
    return static_cast<int>(waiting.size());
  });
}

}  // namespace muster::persons
