#include <base/words.h>

#include <dealers/dealer.h>
#include <dealers/packet.h>
#include <dealers/signals.h>

namespace muster::dealers {
namespace {

constexpr const char* kStateWords[] = {"applied", "active", "suspended", "ended"};
constexpr const char* kEventWords[] = {"activate", "suspend", "reinstate", "end"};
constexpr const char* kPacketWords[] = {"receiving", "received", "accepted", "refused", "corrected", "expired"};
constexpr const char* kSignalWords[] = {"burst",         "night_hours",  "many_failures",
                                        "same_document", "same_picture", "far_apart"};

}  // namespace

const char* to_text(State state) {
  return kStateWords[static_cast<int>(state)];
}
std::optional<State> state(std::string_view text) {
  return find_word<State>(kStateWords, text);
}
const char* to_text(Event event) {
  return kEventWords[static_cast<int>(event)];
}
std::optional<Event> event(std::string_view text) {
  return find_word<Event>(kEventWords, text);
}
const char* to_text(PacketState state) {
  return kPacketWords[static_cast<int>(state)];
}
std::optional<PacketState> packet_state(std::string_view text) {
  return find_word<PacketState>(kPacketWords, text);
}
const char* to_text(SignalCode code) {
  return kSignalWords[static_cast<int>(code)];
}
std::optional<SignalCode> signal_code(std::string_view text) {
  return find_word<SignalCode>(kSignalWords, text);
}

}  // namespace muster::dealers
