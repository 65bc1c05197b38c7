// A line passes from its holder to another one: both shown by their documents, both verified, both agree. The interval
// of the one ends at the instant at which the other's begins, and the receiver's cap holds whoever comes at the same
// time. Thread-safe.
#pragma once

#include <registration/service.h>

namespace muster::registration {

struct Prepared;

enum class TransferState : std::uint8_t {
  asked,      // waits for consents, or for the receiver's verification
  completed,  // the line is the receiver's
  refused,    // the receiver was not verified
  lapsed,     // the term ended before both had agreed
  withdrawn,
};
inline constexpr int kTransferStateCount = 5;
const char* to_text(TransferState state);
std::optional<TransferState> transfer_state(std::string_view text);

enum class TransferEvent : std::uint8_t { complete, refuse, lapse, withdraw };
inline constexpr int kTransferEventCount = 4;

enum class Side : std::uint8_t { giver, receiver };
const char* to_text(Side side);
std::optional<Side> side(std::string_view text);

enum class GivenBy : std::uint8_t { signature, one_time_code, letter };
inline constexpr int kGivenByCount = 3;
const char* to_text(GivenBy given_by);
std::optional<GivenBy> given_by(std::string_view text);

// How the receiver becomes known. `known`: verified before, by the same document.
enum class TransferMethod : std::uint8_t { known, authority, manual };
const char* to_text(TransferMethod method);
std::optional<TransferMethod> transfer_method(std::string_view text);

struct NewTransfer {
  persons::Document giver;  // that the holder of the line shows
  Capture receiver;         // the receiver as in a registration, with the line's number and the terms agreed to
};

struct Consent {
  Side side = Side::giver;
  std::string consent;  // code of the text; the policy's transfer.consent
  GivenBy given_by = GivenBy::signature;
  std::string reference;  // a code: number of the form, of the message with the code, of the letter
  std::string taken_by = {};
  Instant at = {};
};

struct Transfer {
  std::string id;
  TransferState state = TransferState::asked;
  Instant state_since, due_at;
  std::string line_id;
  std::string giver_id, giver_document_id, giver_ownership_id;
  std::string receiver_id, receiver_document_id;
  std::string ownership_id;  // the receiver's, once completed
  persons::Category category = persons::Category::citizen;
  std::string organisation_kind, organisation_number;
  TransferMethod method = TransferMethod::known;
  std::optional<Instant> next_check_at;
  std::int64_t checks = 0;
  std::optional<Instant> verified_at;
  std::string dealer_id, place, device, consent, captured_by;
  Instant captured_at;
  std::vector<std::string> reasons;
  std::int64_t version = 1;
};

inline constexpr events::Kind kTransferAsked{"line_transfer.asked", 1, "A line is to pass to another holder."};
inline constexpr events::Kind kTransferAgreed{"line_transfer.agreed", 1, "A party agreed to a transfer."};
inline constexpr events::Kind kTransferVerified{"line_transfer.verified", 1, "The receiver of a line was verified."};
inline constexpr events::Kind kTransferCompleted{"line_transfer.completed", 1, "A line passed to another holder."};
inline constexpr events::Kind kTransferEnded{"line_transfer.ended", 1,
                                             "A transfer was refused, withdrawn, or lapsed; the line stays."};
inline constexpr const char* kTransferRecord = "line_transfer";

// --- rules, pure
struct TransferTransition {
  TransferState from;
  TransferEvent event;
  TransferState to;
};
std::span<const TransferTransition> transfer_transitions();
const TransferTransition* find_transition(TransferState from, TransferEvent event);

struct TransferFacts {
  const lines::Line* line = nullptr;
  const lines::Ownership* ownership = nullptr;  // open
  const persons::Holder* giver = nullptr;       // of the document shown as the holder's
  bool giver_verified = false;                  // by the registration on which the interval rests
  const persons::Holder* receiver = nullptr;    // nullptr: a new person
  Facts people;                                 // holder, guardian, identity and dealer as of a registration
  bool transfer_open = false, closing_wished = false;
};
// Errors: line_unknown, line_state (in service, not barred), giver_not_holder, giver_unverified, same_person,
// transfer_open, line_closing, and those about people as of a registration. Faults of the capture first.
std::vector<Error> judge_transfer(const Checked& receiver, const TransferFacts& facts, const policy::Policy& policy);

class Transfers {
 public:
  Transfers(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
            const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  struct Asked {
    Transfer transfer;
    bool replayed = false;
  };
  // `key`: as of a registration. Errors: idempotency_key_*, those of judge_transfer and of a capture, all at once;
  // cap_reached (as it stands now; it is asked again when the line passes).
  Result<Asked> ask(const std::string& actor, const std::string& key, const NewTransfer& asked);
  // When both have agreed and the receiver is verified the line passes at once. Errors: transfer_unknown,
  // transfer_state, consent_missing (another text), consent_given, reference_form, cap_reached, line_state.
  Result<Transfer> agree(const std::string& actor, const std::string& id, const Consent& consent);
  Result<Transfer> withdraw(const std::string& actor, const std::string& id, const std::string& reason);
  // One of two persons who look at the receiver's document, as of a registration. Errors: transfer_unknown,
  // transfer_state, check_by_capturer, check_twice.
  Result<Transfer> note_check(const std::string& person_id, const std::string& id, Outcome outcome);
  // Asks the authority about receivers that are due, at most `limit`; returns how many. A job calls it until 0.
  Result<int> verify_due(Authority& authority, int limit = 100);
  // Transfers whose term is over lapse; returns how many.
  Result<int> tick(int limit = 500);

  Result<Transfer> get(const std::string& id) const;  // transfer_unknown
  Result<std::vector<Consent>> consents(const std::string& id) const;
  Result<std::vector<Transfer>> of_line(const std::string& line_id) const;
  // Those that wait, oldest first; after: the last id seen, or "".
  Result<std::vector<Transfer>> waiting(const std::string& after, int limit) const;

 private:
  Result<Asked> ask_in(store::Transaction& tx, Prepared& prepared, const NewTransfer& asked) const;
  Result<void> complete_if_ready(store::Transaction& tx, Transfer& transfer, const std::string& actor) const;
  Result<void> complete(store::Transaction& tx, Transfer& transfer, const std::string& actor) const;
  Result<void> end(store::Transaction& tx, Transfer& transfer, TransferEvent event, const std::string& actor,
                   std::vector<std::string> reasons) const;
  Result<void> verified(store::Transaction& tx, Transfer& transfer, const std::string& actor) const;
  Result<void> settle(const Question& question, const Result<Answer>& answer) const;
  template <class F>
  Result<Transfer> with(const std::string& id, F&& body) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::registration
