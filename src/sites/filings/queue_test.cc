// First come, first served: positions, turns, and what nobody can do about them.
#include "test_support.h"
#include <filings/rules.h>

namespace muster::filings {
namespace {

class ReviewQueue : public Register {
 protected:
  Filing under_review(const std::string& domain) {
    Filing made = through(draft(domain), {Event::preverify, Event::verify_in_person, Event::sign, Event::submit});
    clock_.advance(std::chrono::minutes(1));
    return made;
  }
  std::int64_t position(const Filing& filing) { return (*service_->queue_place(filing.id))->position; }
  std::int64_t place(const Filing& filing) { return (*service_->queue_place(filing.id))->place; }
  Result<Filing> decide(const Filing& filing, Event event, const Actor& who) {
    const std::int64_t version = service_->get(filing.id)->version;
    return service_->apply(filing.id, version, {event, {"A reason."}}, who);
  }
  const Actor second_{"person-s", "party-r", true}, third_{"person-t", "party-r", true};
};
MUSTER_ON_BOTH_BACKENDS(ReviewQueue);

TEST_P(ReviewQueue, ThePositionIsThatOfEntering) {
  const Filing one = under_review("one.example.com"), two = under_review("two.example.com"),
               three = under_review("three.example.com");
  EXPECT_EQ(position(one), 1);
  EXPECT_EQ(position(two), 2);
  EXPECT_EQ(position(three), 3);
  EXPECT_EQ(*service_->queue_place(draft("draft.example.com").id), std::nullopt);
  ASSERT_TRUE(decide(one, Event::accept, registrar_).ok());
  EXPECT_EQ(position(two), 1);
  EXPECT_EQ(*service_->queue_place(one.id), std::nullopt);
  ASSERT_TRUE(decide(two, Event::withdraw, a_).ok()) << "giving up needs no turn";
  EXPECT_EQ(position(three), 1);
}

TEST_P(ReviewQueue, NobodyDecidesOutOfTurn) {
  const Filing one = under_review("one.example.com"), two = under_review("two.example.com"),
               three = under_review("three.example.com");
  EXPECT_EQ(decide(two, Event::accept, registrar_).error().code, "not_next_in_queue");
  EXPECT_EQ(decide(three, Event::return_, registrar_).error().code, "not_next_in_queue");
  EXPECT_EQ(service_->get(two.id)->state, State::under_review);
  // Several review side by side, each what it has taken.
  EXPECT_EQ(service_->take_next(registrar_)->id, one.id);
  EXPECT_EQ(service_->take_next(registrar_)->id, one.id) << "one at a time";
  EXPECT_EQ(service_->take_next(second_)->id, two.id);
  EXPECT_EQ(position(one), 0);
  EXPECT_EQ(position(three), 1);
  EXPECT_EQ(decide(one, Event::accept, second_).error().code, "review_taken");
  EXPECT_EQ(decide(three, Event::accept, second_).error().code, "review_one_at_a_time");
  EXPECT_TRUE(decide(two, Event::accept, second_).ok()) << "before the one that a colleague still reviews";
  EXPECT_EQ(service_->take_next(third_)->id, three.id);
  EXPECT_EQ(service_->take_next(second_).error().code, "queue_empty");
  EXPECT_EQ(service_->take_next(a_).error().code, "filing_not_yours");
  EXPECT_EQ(number("select count(*) as n from event where kind = 'filing.review_taken'"), 3);
}

TEST_P(ReviewQueue, WhatIsNotDecidedInItsTermWaitsAtItsOwnPlace) {
  const Filing one = under_review("one.example.com"), two = under_review("two.example.com");
  const std::int64_t was = place(one);
  ASSERT_EQ(service_->take_next(registrar_)->id, one.id);
  const Instant until = *(*service_->queue_place(one.id))->taken_until;
  EXPECT_EQ(until, policy::Policy::standard().due("filing.review_turn", clock_.now()));
  EXPECT_EQ(position(two), 1);
  clock_.advance(until - clock_.now());
  EXPECT_EQ(place(one), was);
  EXPECT_EQ(position(one), 1);
  EXPECT_EQ(position(two), 2);
  EXPECT_EQ(decide(two, Event::accept, second_).error().code, "not_next_in_queue");
  EXPECT_EQ(service_->take_next(second_)->id, one.id);
  EXPECT_EQ(decide(one, Event::accept, registrar_).error().code, "review_taken") << "its hour has passed";
  EXPECT_TRUE(decide(one, Event::accept, second_).ok());
}

TEST_P(ReviewQueue, AReturnedOneComesBackAtTheEnd) {
  const Filing one = under_review("one.example.com"), two = under_review("two.example.com");
  ASSERT_TRUE(decide(one, Event::return_, registrar_).ok());
  through(*service_->get(one.id),
          {Event::revise, Event::preverify, Event::verify_in_person, Event::sign, Event::submit});
  EXPECT_EQ(position(two), 1);
  EXPECT_EQ(position(one), 2);
}

TEST_P(ReviewQueue, NoStepMovesAnything) {
  const Filing one = under_review("one.example.com"), two = under_review("two.example.com"),
               three = under_review("three.example.com");
  const std::vector<std::int64_t> before{place(one), place(two), place(three)};
  for (int e = 0; e < kEventCount; ++e) {
    const auto event = static_cast<Event>(e);
    if (event == Event::withdraw) continue;
    for (const Actor& who : {a_, b_, registrar_})
      EXPECT_FALSE(decide(three, event, who).ok()) << to_text(event) << " by " << who.id;
    EXPECT_EQ((std::vector{place(one), place(two), place(three)}), before) << to_text(event);
    EXPECT_EQ(position(three), 3);
  }
}

TEST_P(ReviewQueue, TheSchemaRefusesEveryOtherOrder) {
  under_review("one.example.com");
  under_review("two.example.com");
  draft("three.example.com");
  for (const char* text :
       {"update filing_queue set place = 9 where place = 2", "update filing_queue set place = place + 10",
        "update filing_queue set place = 3 - place", "update filing_queue set entered_at = 1 where place = 2",
        "update filing_queue set site_id = (select site_id from filing_queue where place = 1) where place = 2",
        "update filing_queue set left_at = 1", "delete from filing_queue",
        "insert into filing_queue(place, site_id, entered_at) select 7, id, 1 from filing where state = 'draft'",
        "insert into filing_queue(place, site_id, entered_at, taken_by, taken_at, taken_until) select 8, site_id, 1, "
        "'x', 1, 2 from filing_queue where place = 2"})
    EXPECT_NE(sql(text), "done") << text;
  EXPECT_EQ(
      sql("insert into filing_queue(place, site_id, entered_at) select 7, id, 1 from filing where state = 'draft'"),
      "queue_place_immutable");
  EXPECT_EQ(sql("update filing_queue set place = 9 where place = 2"), "queue_place_immutable");
  EXPECT_EQ(sql("delete from filing_queue"), "queue_place_immutable");
  EXPECT_EQ(sql("update filing_queue set taken_by = 'x', taken_at = 5, taken_until = 6 where place = 2"),
            "not_next_in_queue");
  EXPECT_EQ(sql("update filing set state = 'filed', filed_at = 1 where state = 'under_review'"), "not_next_in_queue");
  EXPECT_EQ(sql("update filing set state = 'returned' where state = 'under_review'"), "not_next_in_queue");
  // In its turn it goes, once; what has left stays as it was.
  EXPECT_EQ(sql("update filing_queue set taken_by = 'x', taken_at = 5, taken_until = 6 where place = 1"), "done");
  EXPECT_EQ(sql("update filing_queue set taken_by = 'x', taken_at = 5, taken_until = 9 where place = 1"),
            "not_next_in_queue");
  EXPECT_EQ(sql("update filing_queue set taken_by = 'x', taken_at = 5, taken_until = 9 where place = 2"),
            "review_one_at_a_time");
  EXPECT_EQ(sql("update filing_queue set taken_by = '', taken_at = null, taken_until = null where place = 1"),
            "not_next_in_queue");
  EXPECT_EQ(sql("update filing set state = 'withdrawn' where state = 'under_review'"), "done");
  EXPECT_EQ(number("select count(*) as n from filing_queue where left_at is null"), 0);
  EXPECT_EQ(sql("update filing_queue set left_at = null"), "queue_place_immutable");
  if (GetParam() == store::Backend::sqlite)
    EXPECT_EQ(sql("insert or replace into filing_queue select * from filing_queue"), "queue_place_immutable");
}

TEST_P(ReviewQueue, TheListIsInTheQueuesOrder) {
  std::vector<std::string> in_order;
  for (int i = 0; i < 7; ++i) in_order.push_back(under_review("q" + std::to_string(i) + ".example.com").id);
  ASSERT_EQ(service_->take_next(second_)->id, in_order[0]);
  std::vector<std::string> seen;
  std::vector<std::int64_t> positions;
  std::string after;
  do {
    const auto page = service_->list({.queue = true}, after, 3);
    ASSERT_TRUE(page.ok());
    for (const auto& row : page->items) {
      seen.push_back(row.id);
      positions.push_back(*row.position);
    }
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen, in_order);
  EXPECT_EQ(positions, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(service_->list({.provider_id = "provider-b", .queue = true}, "", 9)->items.size(), 0u);
  EXPECT_EQ(service_->list({.provider_id = "provider-a", .queue = true}, "", 9)->items.size(), 7u);
}

TEST(ReviewTurns, AStepSaysWhyItIsNotItsTurn) {
  Filing filing;
  filing.state = State::under_review;
  const Actor me{"me", "party", true};
  const auto why = [&](const QueuePlace& place) {
    std::map<Event, std::string> out;
    for (const auto& next : next_events(filing, me, {1}, place))
      out[next.event] = next.why_not ? next.why_not->code : "";
    return out;
  };
  EXPECT_EQ(why({5, 1, {}, "", {}}),
            (std::map<Event, std::string>{{Event::accept, ""}, {Event::return_, ""}, {Event::withdraw, ""}}));
  EXPECT_EQ(why({5, 3, {}, "", {}}),
            (std::map<Event, std::string>{
                {Event::accept, "not_next_in_queue"}, {Event::return_, "not_next_in_queue"}, {Event::withdraw, ""}}));
  EXPECT_EQ(why({5, 0, {}, "you", Instant{9}})[Event::accept], "review_taken");
  EXPECT_EQ(why({5, 0, {}, "me", Instant{9}})[Event::accept], "");
}

}  // namespace
}  // namespace muster::filings
