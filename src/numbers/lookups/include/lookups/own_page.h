// What a person sees and does about the lines in their own name: recognised by a one-time code to one of their numbers.
// A number stands in no URL, log line or error; codes and sessions are kept as hashes. Whether a number exists, and has
// a holder, shows in no answer. Thread-safe.
#pragma once

#include <http/rate_limit.h>
#include <ledger/recorder.h>
#include <lines/records.h>
#include <persons/reading.h>
#include <policy/policy.h>
#include <vault/vault.h>

#include <functional>
#include <memory>

#include <lookups/disputes.h>

namespace muster::lookups {

inline constexpr int kCodeAttemptsMax = 5;  // of one code; the schema has the same
inline constexpr int kCodeDigits = 6;

struct CodeMessage {
  std::string line_id;
  std::int64_t msisdn = 0;
  std::string code;
  std::string language;      // "en", "zh"
  std::int64_t minutes = 0;  // that it is good for
};

// The way of a code to its phone. Called within the transaction that keeps the code, which may run again: what it
// writes goes through `tx`, or does no harm twice. Never logs.
class CodeSender {
 public:
  virtual ~CodeSender() = default;
  virtual Result<void> send(store::Transaction& tx, const CodeMessage& message) = 0;
};
// For demonstrations and training: appends "<time> <masked number> <code>" to a file of mode 0600.
std::unique_ptr<CodeSender> make_code_file(std::string path, const Clock& clock);

struct OwnSession {
  std::string token_hash;
  std::string holder_id;             // the record that counts for the person
  std::vector<std::string> records;  // all that are this person; the first is holder_id
  std::string ownership_id;          // the line by which they were recognised
  Instant expires_at;
  std::string actor() const { return "holder:" + holder_id; }
};

struct OwnLine {
  lines::Ownership ownership;
  std::string masked;  // "+861*******000"
  lines::State state = lines::State::registered;
  std::string operator_name, dealer, place;  // who sold it, and where
  bool sim_locked = false;
  bool recognised = false;         // the code went to it
  std::optional<Dispute> dispute;  // the newest
};

// Codes and values, so that the page and the file say the same. Personal.
struct ExportSection {
  std::string code;  // "identity", "documents", "lines", …
  std::vector<std::vector<std::pair<std::string, std::string>>> records;
};
struct Export {
  Instant made_at;
  std::vector<ExportSection> sections;
};
std::string to_json(const Export& exported);

struct OwnPageParts {
  store::Database& database;
  const ledger::Recorder& recorder;
  const vault::Vault& vault;
  const policy::Policy& policy;
  const Disputes& disputes;
  CodeSender& sender;
  // Name of a client of the identity interfaces, by its id; "" without.
  std::function<std::string(store::Transaction&, const std::string&)> client_name = {};
  // What other rooms hold of a person (consents to clients …), for the export.
  std::vector<std::function<Result<ExportSection>(store::Transaction&, const std::vector<std::string>& records)>> more =
      {};
};

class OwnPage {
 public:
  explicit OwnPage(OwnPageParts parts);
  ~OwnPage();

  // Sends a code where the number is somebody's and in service, and not held back (too many codes in an hour, a new
  // SIM). Returns the token that the browser keeps, always. Errors: phone_*; too_many (this client).
  Result<std::string> request_code(const std::string& msisdn, const std::string& client_key,
                                   const std::string& language);
  // Returns the session's token. Errors: code_wrong (wrong, used, too old, tried too often: one answer); too_many.
  Result<std::string> begin(const std::string& code_token, const std::string& code, const std::string& client_key);
  // Nothing: unknown, over, or the line is somebody else's by now.
  Result<std::optional<OwnSession>> session(const std::string& token) const;
  Result<void> end(const OwnSession& session) const;

  Result<std::vector<OwnLine>> numbers(const OwnSession& session) const;  // held now, oldest first
  // Newest first; before: key_of the last one seen, or "".
  struct ReadingRow {
    persons::Reading reading;
    std::string who;  // an organisation's name; "" where there is none to name
  };
  Result<std::vector<ReadingRow>> readings(const OwnSession& session, const std::string& before, int limit) const;
  Result<bool> is_frozen(const OwnSession& session) const;
  Result<void> set_frozen(const OwnSession& session, bool frozen) const;
  // Errors: ownership_unknown.
  Result<void> set_sim_lock(const OwnSession& session, const std::string& ownership_id, bool locked) const;
  Result<Dispute> dispute_line(const OwnSession& session, const std::string& ownership_id,
                               const std::string& words) const;  // Disputes::open_not_mine's errors
  Result<Dispute> dispute_data(const OwnSession& session, const std::vector<std::string>& fields,
                               const std::string& words) const;
  Result<std::vector<Dispute>> disputes(const OwnSession& session) const;
  // Everything that is held about the person: a reading, in the ledger.
  Result<Export> export_all(const OwnSession& session) const;

  // Removes codes and sessions that ended a day ago. Returns how many.
  Result<std::int64_t> sweep() const;
  const Clock& clock() const { return parts_.recorder.clock(); }
  const policy::Policy& policy() const { return parts_.policy; }

 private:
  OwnPageParts parts_;
  std::unique_ptr<http::RateLimiter> clients_, tries_;
};

}  // namespace muster::lookups
