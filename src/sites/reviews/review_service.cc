// Second reviews: drawn from what was closed, given to another person, answered blind.
#include "review_store.h"
#include <content/bundle.h>
#include <events/outbox.h>
#include <testing/testing.h>
#include <vault/vault.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <reviews/reviews.h>

namespace muster::reviews {
namespace json = boost::json;
namespace {

constexpr const char* kReviewsActor = "system:reviews";
constexpr int kDrainedAtOnce = 500;
constexpr int kLapsedAtOnce = 500;

Error review_unknown() {
  return not_found("review_unknown", "There is no such second review of yours.");
}
std::string month_name(Instant at) {
  return to_day(at).substr(0, 7);
}

// "violation" or "none" where the event closes a suspicion; "" otherwise.
std::string answer_in(const events::Event& event) {
  boost::system::error_code error;
  const json::value body = json::parse(event.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* step = object ? object->if_contains("event") : nullptr;
  if (!step || !step->is_string()) return {};
  return step->as_string() == "dismiss" ? "none" : step->as_string() == "refer" ? "violation" : "";
}

}  // namespace

Result<int> Service::draw_closed() const {
  const std::int64_t percent = policy_.number("testing.second_review_percent");
  int drawn = 0;
  for (int handed = 1; handed > 0;) {
    MUSTER_TRY(handed, events::drain(database_, "reviews", kDrainedAtOnce,
                                     [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                                       if (event.kind != testing::kSuspicionMoved.name) return {};
                                       const std::string answer = answer_in(event);
                                       if (answer.empty()) return {};
                                       const auto suspicion = testing::Service::find(tx, event.record_id);
                                       // Without a sealed test there is nothing to judge; and what is on a list of
                                       // child abuse material nobody looks at twice.
                                       if (!suspicion || suspicion->test_run_id.empty() ||
                                           !content::is_lexicon_ground(suspicion->ground))
                                         return {};
                                       if (!is_drawn(vault_.blind_index("second_review", suspicion->id), percent) ||
                                           rows::has_review(tx, suspicion->id))
                                         return {};
                                       Review r;
                                       r.id = recorder_.new_id();
                                       r.suspicion_id = suspicion->id;
                                       r.run_id = suspicion->test_run_id;
                                       r.ground = suspicion->ground;
                                       r.month = month_name(event.at);
                                       r.first_answer = answer;
                                       r.first_by = event.actor;
                                       r.also_by = suspicion->screened_by;
                                       r.state = "waiting";
                                       r.created_at = recorder_.clock().now();
                                       r.due_at = policy_.due("testing.second_review_within", r.created_at);
                                       rows::insert(tx, r);
                                       recorder_.record(tx, kReviewDrawn, kReviewsActor, kReviewRecord, r.id,
                                                        fmt::format(R"({{"ground":"{}"}})", r.ground));
                                       ++drawn;
                                       return {};
                                     }));
  }
  return drawn;
}

// Once a month, as soon as there is something to draw from.
Result<int> Service::draw_golden() const {
  const Instant now = recorder_.clock().now();
  const std::string month = month_name(now);
  const auto most = static_cast<std::size_t>(policy_.number("testing.golden_reviews_a_month"));
  if (most == 0) return 0;
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    if (rows::golden_drawn(tx, month) > 0) return 0;
    std::vector<std::pair<std::string, GoldenItem>> keyed;
    GoldenFilter filter;
    filter.state = "confirmed";
    filter.limit = 500;
    for (bool more = true; more;) {
      auto items = rows::golden_items(tx, filter);
      more = items.size() == static_cast<std::size_t>(filter.limit);
      if (more) filter.after = items.back().id;
      for (GoldenItem& item : items) {
        std::string key = vault_.blind_index("golden_review", month + item.id);
        keyed.emplace_back(std::move(key), std::move(item));
      }
    }
    std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (keyed.size() > most) keyed.resize(most);
    for (const auto& [key, item] : keyed) {
      Review r;
      r.id = recorder_.new_id();
      r.golden_id = item.id;
      r.run_id = item.run_id;
      r.ground = item.ground;
      r.month = month;
      r.first_answer = item.answer;
      r.first_by = item.entered_by;
      r.also_by = item.confirmed_by;
      r.state = "waiting";
      r.created_at = now;
      r.due_at = policy_.due("testing.second_review_within", now);
      rows::insert(tx, r);
      recorder_.record(tx, kReviewDrawn, kReviewsActor, kReviewRecord, r.id,
                       fmt::format(R"({{"ground":"{}"}})", r.ground));
    }
    return static_cast<int>(keyed.size());
  });
}

Result<void> Service::lapse() const {
  for (bool more = true; more;) {
    MUSTER_TRY(more, database_.write([&](store::Transaction& tx) -> Result<bool> {
      const auto late = rows::overdue(tx, recorder_.clock().now(), kLapsedAtOnce);
      for (Review r : late) {
        MUSTER_TRY(r.state, next_review_state(r.state, ReviewEvent::lapse));
        (void)rows::update(tx, r);
      }
      return static_cast<int>(late.size()) == kLapsedAtOnce;
    }));
  }
  return {};
}

Result<int> Service::tick() const {
  MUSTER_CHECK_OK(lapse());
  MUSTER_TRY(const int closed, draw_closed());
  MUSTER_TRY(const int golden, draw_golden());
  return closed + golden;
}

Result<Review> Service::take(const std::string& person) const {
  if (person.empty() || person.starts_with("system:"))
    return refused("needs_person", "Only a person may take this step.");
  return database_.write([&](store::Transaction& tx) -> Result<Review> {
    if (!rows::taken_by(tx, person).empty())
      return conflict("review_open",
                      "Answer the review that you have taken, or give it back, before you take another.");
    auto r = rows::next_for(tx, person, recorder_.clock().now());
    if (!r) return not_found("review_none", "No second review waits for you.");
    MUSTER_TRY(r->state, next_review_state(r->state, ReviewEvent::take));
    r->taken_by = person;
    r->taken_at = recorder_.clock().now();
    if (!rows::update(tx, *r)) return conflict("review_taken", "Somebody else was faster. Ask again.");
    return *rows::review(tx, r->id);
  });
}

Result<Review> Service::step(const std::string& id, ReviewEvent event, const std::string& answer,
                             const std::string& person) const {
  return database_.write([&](store::Transaction& tx) -> Result<Review> {
    auto r = rows::review(tx, id);
    if (!r || r->taken_by != person) return review_unknown();
    MUSTER_TRY(r->state, next_review_state(r->state, event));
    if (event == ReviewEvent::answer) {
      r->answer = answer;
      r->answered_at = recorder_.clock().now();
    } else {
      r->taken_by.clear();
      r->taken_at.reset();
    }
    if (!rows::update(tx, *r))
      return Error{Failure::stale, "stale", "The review was changed since you loaded it. Load it again.", ""};
    // Neither what was said nor whether it agrees: the ledger ranks nobody.
    if (event == ReviewEvent::answer) recorder_.record(tx, kReviewAnswered, person, kReviewRecord, id, "{}");
    return *rows::review(tx, id);
  });
}

Result<Review> Service::answer(const std::string& id, const std::string& answer, const std::string& person) const {
  if (!is_answer(answer, true))
    return invalid("review_answer", "Say what you see: violation, none or unsure.", "answer");
  return step(id, ReviewEvent::answer, answer, person);
}
Result<Review> Service::give_back(const std::string& id, const std::string& person) const {
  return step(id, ReviewEvent::give_back, "", person);
}

Result<Review> Service::review(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Review> {
    auto r = rows::review(tx, id);
    return r ? Result<Review>(std::move(*r)) : Result<Review>(review_unknown());
  });
}
Result<std::vector<Review>> Service::taken_by(const std::string& person) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Review>> { return rows::taken_by(tx, person); });
}
Result<std::int64_t> Service::waiting_for(const std::string& person) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    return rows::waiting_for(tx, person, recorder_.clock().now());
  });
}
Result<bool> Service::is_blind(const std::string& suspicion_id, const std::string& person) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<bool> { return rows::is_blind(tx, suspicion_id, person); });
}

}  // namespace muster::reviews
