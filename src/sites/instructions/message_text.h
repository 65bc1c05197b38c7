// What goes between this house and a provider's machine, both ways as statement files (ledger/statement.h): a JSON
// document and the note that signs it. docs/formats.md has the fields. Pure; inside of the room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <instructions/service.h>

namespace muster::instructions {

inline constexpr const char* kTold = "muster-instructions/1";             // to the provider
inline constexpr const char* kAnswered = "muster-instructions-answer/1";  // from it
inline constexpr const char* kAsked = "muster-webhook-challenge/1";
inline constexpr const char* kShown = "muster-webhook-challenge-answer/1";

// `address`: where everybody reads orders, "" nowhere. What a sealed ground is about is told in the portal alone.
std::string told_text(const Message& message, const Channel& channel, const std::vector<Instruction>& items,
                      const std::string& address, Instant at);
std::string challenge_text(const Channel& channel, Instant at);

struct Answer {
  std::string message, channel;  // which of them it answers
  std::string challenge;         // of an answer to one
  bool all_acknowledged = false;
  std::vector<Saying> sayings;
};
// What the key of the channel signed, of this kind. Errors: answer_form, answer_forged, answer_old (signed more than
// ten minutes before or after `now`).
Result<Answer> read_answer(std::string_view file, std::string_view kind, const Channel& channel, Instant now);
// Whose answer it says that it is, before anything was verified; "" where it says nothing.
std::string claimed_channel(std::string_view file);

}  // namespace muster::instructions
