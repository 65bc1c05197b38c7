#include <base/words.h>

#include <numeric>

#include <campaigns/campaign.h>

namespace muster::campaigns {
namespace {

constexpr std::array<const char*, kStateCount> kStates{"draft", "approved", "running", "paused", "ended"};
constexpr std::array<const char*, kEventCount> kEvents{"approve", "start", "pause", "resume", "end"};
constexpr std::array<const char*, kLineStateCount> kLineStates{
    "unverified", "invited", "warned", "one_way_barred", "barred", "disconnected", "re_registered", "exempt"};
constexpr std::array<const char*, kLineEventCount> kLineEvents{
    "invite", "warn", "bar_one_way", "bar", "disconnect", "re_register", "deny", "exempt", "resume", "extend", "gone"};

}  // namespace

const char* to_text(State state) {
  return kStates[static_cast<std::size_t>(state)];
}
std::optional<State> state(std::string_view text) {
  return find_word<State>(kStates, text);
}
const char* to_text(Event event) {
  return kEvents[static_cast<std::size_t>(event)];
}
std::optional<Event> event(std::string_view text) {
  return find_word<Event>(kEvents, text);
}
const char* to_text(LineState state) {
  return kLineStates[static_cast<std::size_t>(state)];
}
std::optional<LineState> line_state(std::string_view text) {
  return find_word<LineState>(kLineStates, text);
}
const char* to_text(LineEvent event) {
  return kLineEvents[static_cast<std::size_t>(event)];
}
std::int64_t sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace muster::campaigns
