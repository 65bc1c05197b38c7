// The outbox of short messages: rows written with the change that asks for them, sent at least once, each with its own
// key by which a gateway tells a repetition. A row names a letter and its values, and an opaque recipient: neither the
// number nor the text stands here, nor in any log line. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <notices/sms.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <optional>

namespace muster::notices {

struct NewSms {
  std::string kind;           // a letter's name; its body is the text
  std::string recipient_ref;  // opaque: SmsOptions::resolve knows the number when it is sent
  std::string language = "en";
  std::map<std::string, std::string> values;  // for the placeholders; no personal data
  std::string record_kind, record_id;         // what it tells of
  bool urgent = false;                        // also in quiet hours: codes that somebody waits for
};

// Writes messages to the outbox in a few statements however many there are, within the caller's transaction. Errors:
// those of write_letter (each kind, language and set of values is tried once), sms_record, sms_recipient.
Result<void> queue_sms(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const NewSms> messages);

// No message but an urgent one is sent from `from` until `until`, minutes of the recipient's day; the same: never
// quiet.
struct QuietHours {
  int from = 21 * 60, until = 8 * 60;
};
// Whether it is quiet, and until when. Pure.
std::optional<Instant> quiet_until(const QuietHours& quiet, int utc_offset_minutes, Instant now);

struct SmsRecipient {
  std::string number;  // E.164 with the plus sign
  std::optional<int> utc_offset_minutes = {};
};

struct SmsOptions {
  // Outside of any transaction. An error with Failure::unavailable is tried again; any other ends the message.
  std::function<Result<SmsRecipient>(const std::string& recipient_ref)> resolve;
  QuietHours quiet;
  int utc_offset_minutes = 0;                       // of recipients that have none of their own
  int batch = 200;                                  // messages taken at once
  Duration lease = std::chrono::minutes(5);         // then another process may send them
  Duration retry_first = std::chrono::seconds(30);  // doubled with each attempt
  Duration retry_max = std::chrono::hours(6);
  int attempts_max = 12;
  Duration keep = std::chrono::hours(24 * 90);  // messages that came to an end
};

struct SmsCounts {
  std::int64_t queued = 0, sent = 0, delivered = 0, failed = 0;
};

// Of messages about one record.
SmsCounts sms_counts(store::Transaction& tx, const std::string& record_kind, const std::string& record_id);

class SmsOutbox {
 public:
  SmsOutbox(store::Database& database, const ledger::Recorder& recorder, SmsOptions options)
      : database_(database), recorder_(recorder), options_(std::move(options)) {}

  // Sends what is due, one batch; returns how many the gateway took. `more`: whether it is worth asking again at once.
  struct Delivered {
    int taken = 0, failed = 0, put_off = 0;
    bool more = false;
  };
  Result<Delivered> deliver(SmsGateway& gateway);
  Result<SmsCounts> counts(const std::string& record_kind, const std::string& record_id) const;
  // Removes what came to an end long ago, at most `limit`; returns how many.
  Result<int> sweep(int limit = 1'000);

 private:
  struct Due;
  Result<std::vector<Due>> take();
  Result<void> settle(const std::vector<Due>& due, Delivered& told);
  Result<void> note_receipts(SmsGateway& gateway);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  SmsOptions options_;
};

}  // namespace muster::notices
