// What can become of an item of the golden set and of a second review, as tables; the schema (0020_reviews.sql) holds
// the same pairs. And which closed suspicions are looked at twice. Pure.
#pragma once

#include <base/result.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::reviews {

// What a person says of a page on one ground.
inline constexpr const char* kAnswers[] = {"violation", "none", "unsure"};
bool is_answer(std::string_view text, bool unsure_too);

enum class GoldenEvent { confirm, retire };
std::optional<GoldenEvent> golden_event(std::string_view text);
const char* to_text(GoldenEvent event);
// Errors: golden_state, with what is possible.
Result<std::string> next_golden_state(std::string_view state, GoldenEvent event);
std::vector<std::string> possible_golden_events(std::string_view state);

enum class ReviewEvent { take, give_back, answer, lapse };
std::optional<ReviewEvent> review_event(std::string_view text);
const char* to_text(ReviewEvent event);
// Errors: review_state.
Result<std::string> next_review_state(std::string_view state, ReviewEvent event);

// Whether a closed suspicion is judged a second time: `keyed` is a keyed hash of its id in hexadecimal digits, so that
// nobody can foresee it and everybody who holds the key can tell again. `percent` of 0 to 100.
bool is_drawn(std::string_view keyed, std::int64_t percent);
// The ends of a month "2026-03": its first day and the next month. Errors: month_form.
struct Month {
  std::string name, next;
};
Result<Month> month_of(std::string_view text);
std::string month_before(const std::string& month);

}  // namespace muster::reviews
