// The golden set: sealed tests whose answer two persons gave without telling each other.
#include "review_store.h"
#include <base/text.h>
#include <content/bundle.h>
#include <content/scorer.h>
#include <testing/history.h>
#include <testing/testing.h>

#include <bundles/bundles.h>
#include <fmt/format.h>
#include <reviews/reviews.h>

namespace muster::reviews {
namespace {

constexpr int kDigitsMax = 6;  // more in a row may be a telephone's or a document's number

Error golden_unknown() {
  return not_found("golden_unknown", "There is no such item in the golden set.");
}
Error golden_stale() {
  return Error{Failure::stale, "stale", "The item was changed since you loaded it. Load it again.", ""};
}

// An address that may say who somebody is has no place in a collection that is kept.
bool may_name_a_person(std::string_view address) {
  int digits = 0;
  for (const char c : address) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > kDigitsMax) return true;
  }
  return address.find('@') != std::string_view::npos || to_lower_ascii(address).find("%40") != std::string::npos;
}

Result<void> check_reviewer(const std::string& person) {
  if (person.empty() || person.starts_with("system:"))
    return refused("needs_person", "Only a person may take this step.");
  return {};
}

}  // namespace

Result<GoldenItem> Service::propose(const std::string& run_id, const std::string& ground, const std::string& answer,
                                    const std::string& person) const {
  MUSTER_CHECK_OK(check_reviewer(person));
  if (!is_answer(answer, false)) return invalid("golden_answer", "Say what is right: violation or none.", "answer");
  if (!content::is_lexicon_ground(ground))
    return invalid("golden_ground", "The golden set is of grounds that a page can give a clue for.", "ground");
  MUSTER_TRY(const auto run, testing_.run(run_id));
  if (!run.error.empty())
    return invalid("test_failed", "This visit did not reach its page; there is nothing to judge.", "test_id");
  if (may_name_a_person(run.final_url))
    return refused("golden_personal", "The page's address may name a person; such a page is not kept as an example.",
                   "test_id");
  return database_.write([&](store::Transaction& tx) -> Result<GoldenItem> {
    GoldenItem item;
    item.id = recorder_.new_id();
    item.run_id = run_id;
    item.address = run.final_url;
    item.ground = ground;
    item.answer = answer;
    item.state = "proposed";
    item.entered_by = person;
    item.created_at = item.state_at = recorder_.clock().now();
    try {
      rows::insert(tx, item);
    } catch (const store::ConstraintViolation& violation) {
      if (!violation.unique) throw;
      return conflict("golden_known", "This test is in the golden set for that ground already.", "test_id");
    }
    // The answer isn't in the event: whoever confirms would read it there.
    recorder_.record(tx, kGoldenProposed, person, kGoldenRecord, item.id,
                     fmt::format(R"({{"test":"{}","ground":"{}"}})", item.run_id, item.ground));
    return item;
  });
}

Result<GoldenItem> Service::confirm(const std::string& id, const std::string& answer, const std::string& person) const {
  MUSTER_CHECK_OK(check_reviewer(person));
  if (!is_answer(answer, false)) return invalid("golden_answer", "Say what is right: violation or none.", "answer");
  return database_.write([&](store::Transaction& tx) -> Result<GoldenItem> {
    auto item = rows::golden(tx, id);
    if (!item) return golden_unknown();
    MUSTER_TRY(item->state, next_golden_state(item->state, GoldenEvent::confirm));
    if (person == item->entered_by)
      return refused("two_persons_needed", "Another person says the answer than the one who entered the item.");
    if (answer != item->answer)
      return conflict("golden_answers_differ",
                      "Your answer is not the one that was entered. What two persons see differently is no example; it "
                      "can be retired.",
                      "answer");
    item->confirmed_by = person;
    item->state_at = recorder_.clock().now();
    if (!rows::update(tx, *item)) return golden_stale();
    recorder_.record(tx, kGoldenConfirmed, person, kGoldenRecord, id, "{}");
    return *rows::golden(tx, id);
  });
}

Result<GoldenItem> Service::retire(const std::string& id, const std::string& person) const {
  MUSTER_CHECK_OK(check_reviewer(person));
  return database_.write([&](store::Transaction& tx) -> Result<GoldenItem> {
    auto item = rows::golden(tx, id);
    if (!item) return golden_unknown();
    MUSTER_TRY(item->state, next_golden_state(item->state, GoldenEvent::retire));
    item->retired_by = person;
    item->state_at = recorder_.clock().now();
    if (!rows::update(tx, *item)) return golden_stale();
    recorder_.record(tx, kGoldenRetired, person, kGoldenRecord, id, "{}");
    return *rows::golden(tx, id);
  });
}

Result<GoldenItem> Service::golden(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<GoldenItem> {
    auto item = rows::golden(tx, id);
    return item ? Result<GoldenItem>(std::move(*item)) : Result<GoldenItem>(golden_unknown());
  });
}

Result<std::vector<GoldenItem>> Service::golden_items(const GoldenFilter& filter) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<GoldenItem>> { return rows::golden_items(tx, filter); });
}

Result<std::vector<GoldenScore>> Service::score_golden() const {
  MUSTER_TRY(const auto scorer, bundles_.scorer());
  const double clue_from = static_cast<double>(policy_.number("testing.open_case_percent")) / 100;
  std::map<std::string, GoldenScore> grounds;
  GoldenFilter filter;
  filter.state = "confirmed";
  filter.limit = 500;
  for (bool more = true; more;) {
    MUSTER_TRY(const auto items, golden_items(filter));
    more = items.size() == static_cast<std::size_t>(filter.limit);
    for (const GoldenItem& item : items) {
      filter.after = item.id;
      GoldenScore& score = grounds[item.ground];
      score.ground = item.ground;
      const auto file = testing_.evidence(item.run_id);
      const auto page =
          file.ok() ? testing::page_of_evidence(*file) : Result<std::optional<content::Page>>(file.error());
      if (!page.ok() || !*page) {
        ++score.unreadable;
        continue;
      }
      MUSTER_TRY(const auto run, testing_.run(item.run_id));
      double probability = 0;
      for (const auto& each : scorer->score(**page, testing::picture_evidence(run.pictures)).grounds)
        if (each.ground == item.ground) probability = each.probability;
      const bool clue = probability >= clue_from, violation = item.answer == "violation";
      score.violations += violation;
      score.found += violation && clue;
      score.none += !violation;
      score.false_clues += !violation && clue;
    }
  }
  std::vector<GoldenScore> out;
  for (auto& [ground, score] : grounds) out.push_back(std::move(score));
  return out;
}

}  // namespace muster::reviews
