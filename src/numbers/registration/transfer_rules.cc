#include <base/words.h>
#include <registration/transfer.h>

#include <array>

namespace muster::registration {
namespace {

constexpr std::array<const char*, kTransferStateCount> kTransferStates{"asked", "completed", "refused", "lapsed",
                                                                       "withdrawn"};
constexpr std::array<const char*, 2> kSides{"giver", "receiver"};
constexpr std::array<const char*, kGivenByCount> kGivenBy{"signature", "one_time_code", "letter"};
constexpr std::array<const char*, 3> kTransferMethods{"known", "authority", "manual"};

constexpr TransferTransition kTransferTable[] = {
    {TransferState::asked, TransferEvent::complete, TransferState::completed},
    {TransferState::asked, TransferEvent::refuse, TransferState::refused},
    {TransferState::asked, TransferEvent::lapse, TransferState::lapsed},
    {TransferState::asked, TransferEvent::withdraw, TransferState::withdrawn},
};

void judge_giver(std::vector<Error>& faults, const TransferFacts& facts) {
  if (!facts.ownership) {
    faults.push_back(conflict("line_without_holder", "Nobody holds this line; register it.", "msisdn"));
    return;
  }
  // Any record of the same person will do: who was linked shows whatever document is theirs.
  if (!facts.giver || facts.giver->counts_as() != facts.ownership->counted_under)
    faults.push_back(refused("giver_not_holder", "The document shown is not one of the holder of this line.", "giver"));
  else if (!facts.giver_verified)
    faults.push_back(
        conflict("giver_unverified", "The holder of this line is not verified yet; verify the holder first.", "giver"));
}

}  // namespace

const char* to_text(TransferState state) {
  return kTransferStates[static_cast<std::size_t>(state)];
}
const char* to_text(Side side) {
  return kSides[static_cast<std::size_t>(side)];
}
const char* to_text(GivenBy given_by) {
  return kGivenBy[static_cast<std::size_t>(given_by)];
}
const char* to_text(TransferMethod method) {
  return kTransferMethods[static_cast<std::size_t>(method)];
}
std::optional<TransferState> transfer_state(std::string_view text) {
  return find_word<TransferState>(kTransferStates, text);
}
std::optional<Side> side(std::string_view text) {
  return find_word<Side>(kSides, text);
}
std::optional<GivenBy> given_by(std::string_view text) {
  return find_word<GivenBy>(kGivenBy, text);
}
std::optional<TransferMethod> transfer_method(std::string_view text) {
  return find_word<TransferMethod>(kTransferMethods, text);
}

std::span<const TransferTransition> transfer_transitions() {
  return kTransferTable;
}
const TransferTransition* find_transition(TransferState from, TransferEvent event) {
  for (const TransferTransition& t : kTransferTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

std::vector<Error> judge_transfer(const Checked& receiver, const TransferFacts& facts, const policy::Policy& policy) {
  std::vector<Error> faults = receiver.faults;
  if (receiver.msisdn != 0) {
    if (!facts.line) {
      faults.push_back(not_found("line_unknown", "There is no line with this number."));
      faults.back().field = "msisdn";
    } else if (facts.line->state != lines::State::active && facts.line->state != lines::State::warned) {
      faults.push_back(conflict("line_state", "A line that is in service, and not barred, can pass on.", "msisdn"));
    } else {
      judge_giver(faults, facts);
    }
  }
  if (facts.receiver && facts.ownership && facts.receiver->counts_as() == facts.ownership->counted_under)
    faults.push_back(conflict("same_person", "The line is this person's already.", "document_number"));
  if (facts.transfer_open)
    faults.push_back(conflict("transfer_open", "Another transfer of this line waits already.", "msisdn"));
  if (facts.closing_wished)
    faults.push_back(conflict("line_closing", "The line is to be closed; withdraw that first.", "msisdn"));
  judge_people(faults, receiver, facts.people, policy);
  return faults;
}

}  // namespace muster::registration
