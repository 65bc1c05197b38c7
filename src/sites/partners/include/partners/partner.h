// Partners: those who promote services, charge for them or sell on, under a licence and an agreement of their own. A
// partner is a party of the foundation in one kind of business; a party in two has two records. Plain values.
// Source: 2-domain, Partners (M9, M11); the checklist and its terms are the policy's ([partners]).
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::partners {

enum class Kind : std::uint8_t { promotion, billing, resale };
inline constexpr int kKindCount = 3;
const char* to_text(Kind kind);
std::optional<Kind> partner_kind(std::string_view text);

// As the table in states.h has them.
enum class State : std::uint8_t { applied, documents, tested, agreement, active, suspended, retested, ended, barred };
inline constexpr int kStateCount = 9;
const char* to_text(State state);
std::optional<State> partner_state(std::string_view text);

struct NewPartner {
  std::string party_id;
  Kind kind = Kind::promotion;
  std::string licence_number;  // of this business; "": the party's
};

struct Agreement {
  std::string number;
  std::optional<Instant> from, until;  // both set with the number
};

struct Partner : NewPartner {
  std::string id;
  std::string number;      // P-2026-000001
  std::string party_name;  // as the party is called now
  State state = State::applied;
  Instant state_at;
  std::string applied_by;
  Instant applied_at;
  std::string test_ref;  // what the test before the agreement rests on: a test's id, or a sentence
  Agreement agreement;
  std::string agreed_by, activated_by;
  std::int64_t round = 1;                  // of the qualification that is under way, or was done last
  std::optional<Instant> qualified_until;  // nothing: never qualified
  std::string suspended_order_id;          // the order by which it stands suspended, or stood last
  // A bar: proposed with a notice, decided by another person after the time to answer.
  std::string bar_reason, bar_law, bar_proposed_by, bar_notice_id, barred_by;
  std::optional<Instant> bar_answer_by, barred_until;
  std::string end_reason;
  std::int64_t version = 1;
};

// What the policy asks for before a partner may work. `what`: document (on record and unexpired), commitment (given),
// check (a person looked).
enum class ItemType : std::uint8_t { document, commitment, check };
const char* to_text(ItemType type);
struct Item {
  std::string code;
  ItemType type = ItemType::check;
  std::string en, zh, law;
};

struct Document {
  std::string id, partner_id;
  std::string item;         // of the checklist
  std::string document_id;  // of the room `documents`; "": the paper is kept elsewhere, under `number`
  std::string number, issued_by;
  std::optional<Instant> valid_until;  // nothing: it has no end
  std::string recorded_by;
  Instant recorded_at;
  std::optional<Instant> replaced_at;  // by a newer one for the same item
};

struct Check {
  std::string id;
  std::int64_t round = 1;
  std::string item;
  bool passed = false;
  std::string note;  // why not, or what was looked at
  std::string checked_by;
  Instant checked_at;
};

enum class Function : std::uint8_t { head, content, charging, contact };
const char* to_text(Function function);
std::optional<Function> partner_function(std::string_view text);
struct Responsible {
  std::string person_id;
  Function function = Function::contact;
  Instant from;
};

// One line of the checklist as it stands for a partner.
struct ItemState {
  Item item;
  bool met = false;
  std::string why_not;              // code: missing, expired, not_checked, failed
  std::optional<Document> paper;    // the current one
  std::optional<Check> last_check;  // of this round
};

// Bodies: {"number":…,"kind":…,"party":…,"from":…,"to":…,"event":…} and what the step set; never who a responsible
// person is.
inline constexpr events::Kind kApplied{"partner.applied", 1, "A partner applied."};
inline constexpr events::Kind kMoved{"partner.moved", 1, "A partner moved on."};
inline constexpr events::Kind kSuspended{"partner.suspended", 1, "A partner was suspended by an order."};
inline constexpr events::Kind kRestored{"partner.restored", 1, "A partner's suspension ended."};
inline constexpr events::Kind kEnded{"partner.ended", 1, "A partner's contract ended."};
inline constexpr events::Kind kBarProposed{"partner.bar_proposed", 1, "A bar of a partner was proposed."};
inline constexpr events::Kind kBarred{"partner.barred", 1, "A partner was barred."};
inline constexpr events::Kind kPaper{"partner.document_recorded", 1, "A paper of a partner came on record."};
inline constexpr events::Kind kChecked{"partner.item_checked", 1, "A person checked an item of a partner."};
inline constexpr events::Kind kResponsible{"partner.responsible_named", 1,
                                           "A responsible person of a partner was named."};
inline constexpr events::Kind kResponsibleLeft{"partner.responsible_left", 1,
                                               "A person answers for a partner no longer."};
inline constexpr events::Kind kWarned{"partner.warned", 1, "A partner was warned that a paper of its ends."};
inline constexpr const char* kRecord = "partner";
// Letters: number, what, until, days; and number, reason, law, answer_by; and number, reason, law, until.
inline constexpr const char* kEndingLetter = "partner_paper_ending";
inline constexpr const char* kBarLetter = "partner_bar_hearing";
inline constexpr const char* kBarredLetter = "partner_barred";

}  // namespace muster::partners
