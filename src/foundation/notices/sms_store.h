// SQL of the outbox of short messages. Inside of the room.
#pragma once

#include <notices/sms_outbox.h>

#include <set>

namespace muster::notices {

struct StoredSms {
  std::string id, kind, recipient_ref, language, filled, record_kind, record_id;
  bool urgent = false;
  std::int64_t attempts = 0;  // before this one
};

void insert_all(store::Transaction& tx, std::span<const StoredSms> messages, Instant now);
std::vector<StoredSms> due_messages(store::Transaction& tx, bool urgent, Instant now, int limit);
// Lends it to this process; counts the attempt.
void lend(store::Transaction& tx, const std::string& id, Instant until);
// Each of these changes nothing, and says so, where the message is not queued any more.
bool put_off(store::Transaction& tx, const std::string& id, Instant next, const std::string& code, bool uncount,
             Instant now);
bool end_message(store::Transaction& tx, const std::string& id, const char* state, const std::string& reference,
                 const std::string& code, Instant now);
// By the gateway's reference; gives the record that it tells of. Nothing: no message that was sent has it.
std::optional<std::pair<std::string, std::string>> note_receipt(store::Transaction& tx, const std::string& reference,
                                                                const char* state, const std::string& code,
                                                                Instant now);

// How many messages of a record are in which state; moved with them.
class Tally {
 public:
  void add(const std::string& record_kind, const std::string& record_id, const char* state, std::int64_t n) {
    changes_[{record_kind, record_id, state}] += n;
  }
  void write(store::Transaction& tx) const;

 private:
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> changes_;
};
int remove_ended(store::Transaction& tx, Instant before, int limit);

}  // namespace muster::notices
