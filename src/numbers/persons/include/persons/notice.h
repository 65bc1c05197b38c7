// What holders are told, of what happened to their lines and data. A row is written in the transaction of what it tells
// of; a channel (SMS, the person's own page) takes it from there and finds the words by `kind`. Holds ids and codes.
#pragma once

#include <ledger/recorder.h>
#include <persons/holder.h>
#include <store/database.h>

#include <vector>

namespace muster::persons {

// Kinds of notices. Of a line: its id stands in the notice.
namespace notice {
inline constexpr const char* kLineGivenAway = "line_given_away";  // to another holder, by the holder's consent
inline constexpr const char* kLineReceived = "line_received";
inline constexpr const char* kTransferAsked = "transfer_asked";  // the consent is awaited
inline constexpr const char* kDataCorrected = "data_corrected";
inline constexpr const char* kClosingAsked = "closing_asked";  // the line will be closed; it can be withdrawn
inline constexpr const char* kClosingWithdrawn = "closing_withdrawn";
inline constexpr const char* kLineClosed = "line_closed";
inline constexpr const char* kBeyondCap = "lines_beyond_cap";    // choose which to keep
inline constexpr const char* kDocumentEnds = "document_ends";    // renew it by its term
inline constexpr const char* kDocumentEnded = "document_ended";  // the line is barred
inline constexpr const char* kDocumentRenewed = "document_renewed";
inline constexpr const char* kOfAge = "came_of_age";  // take the lines over
}  // namespace notice

struct HolderNotice {
  std::string id, holder_id;
  std::string line_id;  // or ""
  std::string kind, record_kind, record_id;
  Instant at;
  std::optional<Instant> handed_at = {};  // when a channel took it
};

struct NewHolderNotice {
  std::string holder_id, line_id, kind, record_kind, record_id;
};
// Within the caller's transaction, whose event tells of what happened.
void tell(store::Transaction& tx, const ledger::Recorder& recorder, const NewHolderNotice& notice);
// The holder's own, newest first; before: the last id seen, or "".
std::vector<HolderNotice> notices_of(store::Transaction& tx, const std::string& holder_id, const std::string& before,
                                     int limit);
// Those that no channel has taken yet, oldest first, after `after`.
std::vector<HolderNotice> waiting_notices(store::Transaction& tx, const std::string& after, int limit);
void notice_handed(store::Transaction& tx, const std::string& id, Instant now);

// Hands waiting notices to the outbox of short messages, at most `limit`, as letters "holder_<kind>" to a line that
// the holder has in service (the notice's own, where it is still the holder's); who has none reads them elsewhere.
// Returns how many were looked at. A job calls it until 0. Errors: those of notices::queue_sms.
Result<int> hand_to_sms(store::Database& database, const ledger::Recorder& recorder, const std::string& language,
                        int limit = 500);

}  // namespace muster::persons
