// What a partner has to show before each step. Pure: no clock, no I/O. Every fault at once (Error::all).
#pragma once

#include <base/result.h>
#include <parties/parties.h>
#include <partners/states.h>

#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}

namespace muster::partners {

inline constexpr std::size_t kReasonMax = 2000, kNumberMax = 100, kIssuerMax = 200, kNoteMax = 2000, kLawMax = 500;

// The policy's list for that kind of partner, in its order.
std::vector<Item> checklist(const policy::Policy& policy, Kind kind);

// Errors: partner_party (not a partner by kind of party, or there is none), partner_licence (neither its own nor the
// party's), partner_barred (a bar of that party and kind is not over yet).
Result<void> check_application(const NewPartner& asked, const std::optional<parties::Party>& party,
                               std::optional<Instant> barred_until, Instant now);

// Errors: partner_item (no document of the checklist), document_number, document_issuer, document_expired.
Result<void> check_paper(const std::vector<Item>& items, const Document& paper, Instant now);

// The checklist as it stands: papers are the current ones, checks those of the round.
std::vector<ItemState> item_states(const std::vector<Item>& items, const std::vector<Document>& papers,
                                   const std::vector<Check>& checks, Instant now);

struct StepFacts {
  std::vector<ItemState> items;
  std::vector<Responsible> responsible;
  std::optional<Instant> licence_until;  // of the party
  std::string person;
  std::string reasons;
  Agreement agreement;
  std::optional<Instant> until;  // of a bar
  Duration bar_max;
};
// What a person's step needs, given that the table has it. Errors: reason_missing; item_unmet (one for each that is
// missing; of documents alone before the test); agreement_number, agreement_term; responsible_missing (nobody is named
// as head); licence_expired; partner_same_person (who agreed does not activate; who proposed a bar does not decide it);
// bar_unproposed, bar_hearing (its time to answer runs), bar_term.
Result<void> check_step(const Partner& partner, const Transition& step, const StepFacts& facts, Instant now);
// Errors: bar_reason, bar_law, partner_state (nothing but a suspended or retested partner can be barred), bar_open.
Result<void> check_bar_proposal(const Partner& partner, std::string_view reason, std::string_view law);

}  // namespace muster::partners
