#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <reviews/review_rules.h>

namespace muster::reviews {
namespace {

template <class Event>
struct Step {
  const char* from;
  Event event;
  const char* to;
};
constexpr Step<GoldenEvent> kGoldenSteps[] = {{"proposed", GoldenEvent::confirm, "confirmed"},
                                              {"proposed", GoldenEvent::retire, "retired"},
                                              {"confirmed", GoldenEvent::retire, "retired"}};
constexpr Step<ReviewEvent> kReviewSteps[] = {
    {"waiting", ReviewEvent::take, "taken"},    {"taken", ReviewEvent::give_back, "waiting"},
    {"taken", ReviewEvent::answer, "answered"}, {"waiting", ReviewEvent::lapse, "lapsed"},
    {"taken", ReviewEvent::lapse, "lapsed"},
};
constexpr std::pair<GoldenEvent, const char*> kGoldenEvents[] = {{GoldenEvent::confirm, "confirm"},
                                                                 {GoldenEvent::retire, "retire"}};
constexpr std::pair<ReviewEvent, const char*> kReviewEvents[] = {{ReviewEvent::take, "take"},
                                                                 {ReviewEvent::give_back, "give_back"},
                                                                 {ReviewEvent::answer, "answer"},
                                                                 {ReviewEvent::lapse, "lapse"}};

template <class Event, std::size_t N>
std::optional<Event> event_of(const std::pair<Event, const char*> (&names)[N], std::string_view text) {
  for (const auto& [event, name] : names)
    if (text == name) return event;
  return {};
}
template <class Event, std::size_t N>
const char* name_of(const std::pair<Event, const char*> (&names)[N], Event event) {
  for (const auto& [each, name] : names)
    if (each == event) return name;
  return "";
}
template <class Event, std::size_t N>
std::optional<std::string> to_state(const Step<Event> (&steps)[N], std::string_view from, Event event) {
  for (const auto& step : steps)
    if (from == step.from && event == step.event) return std::string(step.to);
  return {};
}

}  // namespace

bool is_answer(std::string_view text, bool unsure_too) {
  return std::find(std::begin(kAnswers), std::end(kAnswers), text) != std::end(kAnswers) &&
         (unsure_too || text != "unsure");
}

std::optional<GoldenEvent> golden_event(std::string_view text) {
  return event_of(kGoldenEvents, text);
}
const char* to_text(GoldenEvent event) {
  return name_of(kGoldenEvents, event);
}
std::vector<std::string> possible_golden_events(std::string_view state) {
  std::vector<std::string> out;
  for (const auto& step : kGoldenSteps)
    if (state == step.from) out.emplace_back(to_text(step.event));
  return out;
}
Result<std::string> next_golden_state(std::string_view state, GoldenEvent event) {
  if (auto to = to_state(kGoldenSteps, state, event)) return *to;
  const auto possible = possible_golden_events(state);
  return conflict("golden_state",
                  possible.empty() ? "This item is retired."
                                   : fmt::format("An item that is {} can't be followed by {}; possible: {}.", state,
                                                 to_text(event), fmt::join(possible, ", ")),
                  "event");
}

std::optional<ReviewEvent> review_event(std::string_view text) {
  return event_of(kReviewEvents, text);
}
const char* to_text(ReviewEvent event) {
  return name_of(kReviewEvents, event);
}
Result<std::string> next_review_state(std::string_view state, ReviewEvent event) {
  if (auto to = to_state(kReviewSteps, state, event)) return *to;
  return conflict("review_state",
                  fmt::format("A second review that is {} can't be followed by {}.", state, to_text(event)), "event");
}

bool is_drawn(std::string_view keyed, std::int64_t percent) {
  std::uint64_t number = 0;
  for (const char c : keyed.substr(0, 12))
    number = number * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
  return keyed.size() >= 12 && number % 10'000 < static_cast<std::uint64_t>(percent) * 100;
}

Result<Month> month_of(std::string_view text) {
  const auto bad = invalid("month_form", "Give the month as YYYY-MM.", "month");
  if (text.size() != 7 || text[4] != '-') return bad;
  for (const std::size_t at : {0, 1, 2, 3, 5, 6})
    if (text[at] < '0' || text[at] > '9') return bad;
  const int year = std::stoi(std::string(text.substr(0, 4))), month = std::stoi(std::string(text.substr(5, 2)));
  if (month < 1 || month > 12 || year < 1970) return bad;
  return Month{std::string(text), fmt::format("{:04}-{:02}", month == 12 ? year + 1 : year, month % 12 + 1)};
}

std::string month_before(const std::string& month) {
  const int year = std::stoi(month.substr(0, 4)), number = std::stoi(month.substr(5, 2));
  return fmt::format("{:04}-{:02}", number == 1 ? year - 1 : year, number == 1 ? 12 : number - 1);
}

}  // namespace muster::reviews
