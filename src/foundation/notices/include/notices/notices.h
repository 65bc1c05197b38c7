// Letters to parties and people, from templates in English and Chinese (notices/letters/<name>.<language>.txt,
// embedded). A notice is written in the transaction of what it tells of; it is in the app at once and travels by e-mail
// afterwards (a maildir sink: <data>/mail). Other rooms reference notice.id, e.g. as a decision's prior notice.
// Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::notices {

// Body: {"kind":"…","record_kind":"…","record_id":"…"}
inline constexpr events::Kind kWritten{"notice.written", 1, "A notice was written."};
inline constexpr events::Kind kSent{"notice.sent", 1, "A notice was handed to a channel that reaches its recipient."};
// Body: {"kind":"…","code":"…"}, of a letter that came back with "status" too.
inline constexpr events::Kind kFailed{"notice.failed", 1, "A notice could not be delivered."};

// Names of letters (template files). `values` must fill exactly the placeholders that letter_placeholders() lists.
namespace letters {
inline constexpr const char* kUnfiled = "unfiled";  // site, domain, days_left, due, filing_url
// To a provider: count, names, day, due; of the standings unfiled, cancelled, provider_differs, address_differs.
inline constexpr const char* kCensusSites = "census_sites";
inline constexpr const char* kPriorNotice = "prior_notice";
inline constexpr const char* kDecision = "decision";
inline constexpr const char* kOrder = "order";
inline constexpr const char* kNeighbour = "neighbour";
inline constexpr const char* kRestored = "restored";
inline constexpr const char* kAppealReceived = "appeal_received";
inline constexpr const char* kAppealDecided = "appeal_decided";
inline constexpr const char* kAppealLapsed = "appeal_lapsed";
inline constexpr const char* kReferral = "referral";
inline constexpr const char* kFilingReturned = "filing_returned";
inline constexpr const char* kFilingAccepted = "filing_accepted";
inline constexpr const char* kDefect = "defect";
// To a provider: number, site, kind, approval, until.
inline constexpr const char* kPreApprovalEnding = "pre_approval_ending";
inline constexpr const char* kPreApprovalEnded = "pre_approval_ended";
inline constexpr const char* kKeyEnrolled = "key_enrolled";
}  // namespace letters

struct NewNotice {
  std::string kind;  // a letter's name
  // Exactly one of these. recipient_ref: opaque, resolved to an address by Options::resolve when it is sent.
  std::string party_id, person_id, recipient_ref;
  std::string record_kind, record_id;
  std::string language = "en";
  std::map<std::string, std::string> values;  // for the placeholders; no personal data
  bool in_app = false;                        // not by e-mail: another letter tells it there
};

struct Notice {
  std::string id, kind, party_id, person_id, recipient_ref, record_kind, record_id, language, subject, body, created_by;
  Instant created_at;
  std::optional<Instant> sent_at, read_at;  // read_at: by the person who asks
  std::string state;                        // queued, sent, delivered, failed
};

// A file that goes with a letter by e-mail. In the app it is read where its record is.
struct Attachment {
  std::string file_name;   // ASCII without spaces
  std::string media_type;  // "text/csv"
  std::string bytes;
};

struct Options {
  std::string mail_folder = {};  // maildir that a mail server picks up; empty: no e-mail, but by SMTP
  // "smtp://host:port" or "smtps://…": letters go there instead. Outside of this machine with TLS alone.
  std::string smtp_url = {};
  std::string from = "muster@localhost";
  std::string from_name = "Muster";
  // The e-mail address behind a recipient_ref, read from the vault by the room that knows it.
  std::function<Result<std::string>(const std::string& recipient_ref)> resolve;
  // What goes with a letter, made out of its record each time that it is sent; nothing for most letters.
  std::function<Result<std::optional<Attachment>>(const Notice&)> attach = {};
  // The instance runs beside another system: letters are written for the record and go nowhere, in the app neither.
  // They do not go out later.
  bool shadow = false;
  int attempts_max = 8;
  Duration retry_first = std::chrono::minutes(1);  // doubled each time
};

// {placeholder} names of a letter, sorted. Errors: letter_unknown.
Result<std::vector<std::string>> letter_placeholders(const std::string& kind);
std::vector<std::string> letter_kinds();
struct Letter {
  std::string subject, body;
};
// Errors: letter_unknown, letter_language, letter_value_missing, letter_value_unknown, letter_value_too_long.
Result<Letter> write_letter(const std::string& kind, const std::string& language,
                            const std::map<std::string, std::string>& values);

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, Options options = {});

  // Writes the notice, its in-app copy and its e-mail to the queue. Returns the notice's id.
  // Errors: notice_recipient, notice_record, and write_letter's.
  Result<std::string> send(store::Transaction& tx, const std::string& actor, const NewNotice& notice);
  Result<std::string> send(const std::string& actor, const NewNotice& notice);

  Result<Notice> find(const std::string& id) const;
  static std::optional<Notice> find(store::Transaction& tx, const std::string& id);
  Result<std::vector<Notice>> of_record(const std::string& record_kind, const std::string& record_id,
                                        int limit = 100) const;
  // The person's own and their party's, newest first.
  Result<std::vector<Notice>> inbox(const std::string& person_id, bool unread_only, const std::string& after,
                                    int limit) const;
  Result<std::int64_t> unread(const std::string& person_id, std::int64_t count_max = 100) const;
  Result<void> mark_read(const std::string& person_id, const std::string& notice_id);

  // A letter came back: its e-mail has failed, with the code "bounced". `status`: RFC 3463. False: it is no news, or
  // nobody's letter.
  Result<bool> bounced(const std::string& notice_id, const std::string& status);

  // Hands due e-mails to the sink, at most `limit`. Called by a job every few seconds. Returns how many were sent.
  Result<int> deliver(int limit = 100);

 private:
  Result<std::string> address_of(const Notice& notice) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  Options options_;
};

}  // namespace muster::notices
