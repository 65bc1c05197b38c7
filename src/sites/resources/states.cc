#include <base/words.h>
#include <resources/states.h>

#include <array>

namespace muster::resources {
namespace {

constexpr std::array<const char*, kBlockStateCount> kBlockStates{"recorded", "held", "assigned", "split", "returned"};
constexpr std::array<const char*, kBlockEventCount> kBlockEvents{"record_source", "assign", "unassign", "split",
                                                                 "return"};
constexpr std::array<const char*, kLeaseStateCount> kLeaseStates{
    "proposed", "licence_check", "active", "mismatch", "explain", "cured", "revoked", "refused", "ended"};
constexpr std::array<const char*, kLeaseEventCount> kLeaseEvents{
    "check_licence", "activate", "refuse", "find_mismatch", "ask_explanation", "cure", "revoke", "end"};

constexpr bool kReasons = true;
constexpr bool kTerm = true;

using B = BlockState;
using BE = BlockEvent;
constexpr BlockTransition kBlock[] = {
    {B::recorded, BE::record_source, B::held, By::registrar, false},
    {B::held, BE::assign, B::assigned, By::holder, false},
    {B::assigned, BE::unassign, B::held, By::holder, false},
    {B::held, BE::split, B::split, By::holder, false},
    {B::recorded, BE::return_, B::returned, By::holder, kReasons},
    {B::held, BE::return_, B::returned, By::holder, kReasons},
    {B::assigned, BE::return_, B::returned, By::holder, kReasons},
};

using L = LeaseState;
using LE = LeaseEvent;
constexpr LeaseTransition kLease[] = {
    {L::proposed, LE::check_licence, L::licence_check, By::holder, false, false},
    {L::proposed, LE::end, L::ended, By::holder, kReasons, false},
    {L::licence_check, LE::activate, L::active, By::registrar, false, false},
    {L::licence_check, LE::refuse, L::refused, By::registrar, kReasons, false},
    {L::active, LE::find_mismatch, L::mismatch, By::registrar, kReasons, false},
    {L::active, LE::end, L::ended, By::holder, kReasons, false},
    {L::mismatch, LE::ask_explanation, L::explain, By::registrar, false, kTerm},
    {L::mismatch, LE::cure, L::cured, By::registrar, kReasons, false},
    {L::explain, LE::cure, L::cured, By::registrar, kReasons, false},
    {L::explain, LE::revoke, L::revoked, By::registrar, kReasons, false},
    {L::cured, LE::find_mismatch, L::mismatch, By::registrar, kReasons, false},
    {L::cured, LE::end, L::ended, By::holder, kReasons, false},
};

}  // namespace

const char* to_text(BlockState state) {
  return kBlockStates[static_cast<std::size_t>(state)];
}
const char* to_text(BlockEvent event) {
  return kBlockEvents[static_cast<std::size_t>(event)];
}
const char* to_text(LeaseState state) {
  return kLeaseStates[static_cast<std::size_t>(state)];
}
const char* to_text(LeaseEvent event) {
  return kLeaseEvents[static_cast<std::size_t>(event)];
}
std::optional<BlockState> block_state(std::string_view text) {
  return find_word<BlockState>(kBlockStates, text);
}
std::optional<BlockEvent> block_event(std::string_view text) {
  return find_word<BlockEvent>(kBlockEvents, text);
}
std::optional<LeaseState> lease_state(std::string_view text) {
  return find_word<LeaseState>(kLeaseStates, text);
}
std::optional<LeaseEvent> lease_event(std::string_view text) {
  return find_word<LeaseEvent>(kLeaseEvents, text);
}

bool is_live(BlockState state) {
  return state != B::split && state != B::returned;
}
bool is_live(LeaseState state) {
  return state != L::revoked && state != L::refused && state != L::ended;
}
bool is_in_force(LeaseState state) {
  return state == L::active || state == L::mismatch || state == L::explain || state == L::cured;
}

std::span<const BlockTransition> block_transitions() {
  return kBlock;
}
std::span<const LeaseTransition> lease_transitions() {
  return kLease;
}
const BlockTransition* find_transition(BlockState from, BlockEvent event) {
  for (const BlockTransition& t : kBlock)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}
const LeaseTransition* find_transition(LeaseState from, LeaseEvent event) {
  for (const LeaseTransition& t : kLease)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

}  // namespace muster::resources
