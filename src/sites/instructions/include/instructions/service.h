// Orders' way to those who carry them out, and back: told on every way that a provider has, acknowledged, executed,
// verified by a re-test, put before people when late; and the same once more when the order stands no more.
//
// An instruction is told at least once on each way and known by its key, so that a receiver does it once. What is
// queued survives the program's end: messages are rows before they are sent. Thread-safe; cheap to make.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <instructions/instruction.h>
#include <instructions/rules.h>
#include <outbound/ask.h>

namespace muster::cases {
class Service;
struct Order;
}  // namespace muster::cases
namespace muster::notices {
class Service;
struct Attachment;
struct Notice;
}  // namespace muster::notices
namespace muster::policy {
class Policy;
}
namespace muster::testing {
class Service;
}

namespace muster::instructions {

// Who says that something was done. party_id "": a person of this house, for any provider.
struct Speaker {
  std::string actor, party_id, way;
};

struct Filter {
  std::string party_id = {};  // "": all
  std::string state = {};     // a state, open, late, escalated, or "": all
  std::string key = {};       // an order's number, or the whole key
  // What is open comes with the oldest first; the others with the newest.
  bool oldest_first() const;
};
struct Page {
  std::vector<Instruction> items;
  std::string next;  // id of the last one, "" at the end
};
struct View {
  Instruction instruction;
  std::vector<Delivery> deliveries;
  std::vector<Instruction> versions;  // of the same order, newest first
};
struct Counts {
  std::int64_t waiting = 0, acknowledged = 0, executed = 0, late = 0, escalated = 0;
};
struct ProviderRow {
  std::string party_id, name;
  Counts counts;
  std::string channel_state;  // of its webhook, "" none
  std::string channel_fault;
  std::int64_t queued = 0, failed = 0;  // messages
};
struct ProviderPage {
  std::vector<ProviderRow> items;
  std::string next;
};
struct MessagePage {
  std::vector<Message> items;
  std::string next;
};

// A record of an answer that counts for nothing, and why.
struct Fault {
  std::int64_t line = 0;  // of a file, from 1; 0 elsewhere
  std::string key, field, code, sentence;
};
struct Outcome {
  std::int64_t done = 0, already = 0;
  std::int64_t refused = 0;  // all of them; at most kFaultsKept are kept
  std::vector<Fault> faults;
};
inline constexpr std::size_t kFaultsKept = 1000;
inline constexpr std::size_t kFileMax = 8u << 20;

struct Saying {
  std::string key;
  std::string event;  // acknowledge, execute, object
  std::string note;   // of an objection
  std::int64_t line = 0;
};

// The outside, as it comes in by the program's composition.
using Sign = std::function<std::string(std::string_view kind, std::string_view text, Instant at)>;
struct Letter {
  std::string url, body;
  bool public_only = true;  // to globally reachable addresses alone
};
using Post = std::function<Result<outbound::Answer>(const Letter&)>;
// In their order; without a test_id what was not looked at.
using Look = std::function<Result<std::vector<Seen>>(const std::vector<std::string>& urls)>;
using Stop = std::function<bool()>;  // asked between messages and visits; nothing: never

Result<outbound::Answer> post_by_http(const Letter& letter);
Look look_by(testing::Service& testing, const Stop& stop = {});  // visits that leave evidence

struct Escalation {
  std::int64_t late = 0, letters = 0;
};
struct Sent {
  std::int64_t messages = 0, items = 0, failed = 0;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const cases::Service& cases, notices::Service& notices)
      : database_(database), recorder_(recorder), policy_(policy), cases_(cases), notices_(notices) {}

  // --- orders become instructions. In the transaction of events::drain; whatever is handed twice is followed once.
  Result<void> follow(store::Transaction& tx, const events::Event& event) const;

  // --- reading. party_id "": whoever's. Errors: instruction_unknown.
  Result<Page> list(const Filter& filter, const std::string& after, int limit) const;
  Result<View> find(const std::string& id_or_key, const std::string& party_id) const;
  Result<Counts> counts(const std::string& party_id) const;
  Result<ProviderPage> providers(const std::string& after, int limit) const;
  Result<MessagePage> messages(const std::string& party_id, const std::string& state, const std::string& after,
                               int limit) const;

  // --- what providers say. Each saying counts by itself; a wrong one is told and costs itself alone. 500 of them are
  // one transaction. Faults' codes: instruction_unknown (also another provider's), instruction_superseded,
  // instruction_state, instruction_event, note_missing, note_too_long.
  Result<Outcome> say(const Speaker& who, const std::vector<Saying>& sayings) const;
  // The same of all that wait (acknowledge) or are not executed (execute), as far as they were there at `until`.
  Result<Outcome> say_of_all(const Speaker& who, const std::string& event, Instant until) const;
  // A file of JSON lines or CSV with the columns instruction, event, note; lines that can't be read are faults.
  // Errors: instruction_file (neither of them, or no such columns), text_is_utf16, text_is_binary.
  Result<Outcome> say_file(const Speaker& who, std::string_view file) const;

  // --- people of the house. Errors: instruction_unknown, instruction_state, note_missing, instruction_not_escalated,
  // message_unknown, message_state.
  Result<Instruction> verify_by_hand(const std::string& id_or_key, const std::string& note,
                                     const std::string& person) const;
  Result<Instruction> settle(const std::string& id_or_key, const std::string& note, const std::string& person) const;
  Result<Message> retry(const std::string& message_id, const std::string& person) const;

  // --- channels. Errors: webhook_url, webhook_key, party_unknown, webhook_filed (there is one), webhook_unknown,
  // contact_email, contact_language.
  Result<Channel> file_webhook(const Speaker& who, const std::string& party_id, const std::string& url,
                               const std::string& vkey) const;
  Result<void> end_webhook(const Speaker& who, const std::string& channel_id) const;
  Result<std::optional<Channel>> webhook(const std::string& party_id) const;
  Result<std::optional<Contact>> contact(const std::string& party_id) const;
  Result<void> set_second_contact(const Speaker& who, const std::string& party_id, const Contact& contact) const;
  // Asks whoever answers at a channel's address to sign the challenge with the filed key. Errors: webhook_unknown,
  // webhook_state, webhook_unreachable, webhook_forged (also of an old or another answer).
  Result<Channel> prove(const std::string& channel_id, const Sign& sign, const Post& post) const;
  // What a provider's machine says, as a statement file that the key of its proven channel signed (docs/formats.md).
  // Errors: answer_form, answer_forged, answer_old.
  Result<Outcome> take_answer(std::string_view file) const;

  // --- work in the background
  // What waits becomes messages; messages that are due are sent. Errors: the database's.
  Result<Sent> deliver(const Sign& sign, const Post& post, const Stop& stop = {}) const;
  Result<int> prove_due(const Sign& sign, const Post& post, const Stop& stop = {}) const;
  Result<Escalation> escalate() const;
  // Looks at what providers say they did, at most so many; says how many it looked at.
  Result<int> retest(const Look& look, int limit = 200) const;

 private:
  struct Step;
  friend struct Step;
  Result<void> make_messages() const;
  Result<void> send_mail(const std::string& message_id) const;
  Result<bool> send_webhook(const std::string& message_id, const Sign& sign, const Post& post) const;
  Result<void> take_reply(const Message& m, const Channel& c, const outbound::Answer& reply) const;
  Result<void> note_look(const std::string& id, const Seen& seen) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const cases::Service& cases_;
  notices::Service& notices_;
};

// For notices as they leave: the list that goes with a digest, nothing for other letters; a second contact's address.
Result<std::optional<notices::Attachment>> attachment_of(store::Database& database, const notices::Notice& notice);
Result<std::string> second_address(store::Database& database, const std::string& recipient_ref);

// What of a list of instructions a provider reads in a file: "instruction,order,version,do,…" and lines of CSV. What a
// sealed ground is about is in no file.
std::string csv_header();
std::string csv_lines(const std::vector<Instruction>& items);

}  // namespace muster::instructions
