#include "holder_store.h"
#include "majority_store.h"
#include <persons/notice.h>
#include <persons/rules.h>

#include <chrono>

#include <fmt/format.h>

namespace muster::persons {
namespace {

constexpr const char* kClockActor = "system:clock";
constexpr int kLookBackDays = 3 * 366;

// Whose day it is: born so many years ago. Who was born on 29 February is of age on 1 March of a year without one.
std::vector<std::string> birth_days(std::chrono::year_month_day day, int years) {
  const auto text = [](std::chrono::year y, std::chrono::month m, std::chrono::day d) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(y), static_cast<unsigned>(m), static_cast<unsigned>(d));
  };
  using namespace std::chrono;
  std::vector<std::string> out;
  const year then = day.year() - std::chrono::years(years);
  if (year_month_day(then, day.month(), day.day()).ok()) out.push_back(text(then, day.month(), day.day()));
  if (day.month() == March && day.day() == std::chrono::day(1) && !day.year().is_leap() && then.is_leap())
    out.push_back(text(then, February, std::chrono::day(29)));
  return out;
}

std::chrono::sys_days day_of(Instant now) {
  return std::chrono::sys_days(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(now.micros))));
}

}  // namespace

Result<int> Majorities::index_some(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const auto ids = minors_without_index(tx, limit);
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    for (const std::string& id : ids) {
      MUSTER_TRY(const auto fields,
                 vault_.get(tx, id, std::vector<std::string>{kBirthField}, "index_birth_day", kClockActor));
      const auto found = fields.find(kBirthField);
      put_minor(tx, id, birth_index(keys, found == fields.end() ? std::string("unknown") : found->second).value);
    }
    return static_cast<int>(ids.size());
  });
}

Result<int> Majorities::tick(int limit) const {
  MUSTER_TRY(const int indexed, index_some(limit));
  if (indexed > 0) return indexed;
  const Instant now = recorder_.clock().now();
  const int years = static_cast<int>(policy_.number("registration.adult_age"));
  std::vector<std::string> days;
  for (int back = 0; back < kLookBackDays; ++back)
    for (const std::string& born : birth_days(day_of(now) - std::chrono::days(back), years)) days.push_back(born);
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    int count = 0;
    for (const std::string& born : days) {
      for (const std::string& id : minors_born(tx, birth_index(keys, born), limit - count)) {
        forget_minor(tx, id);
        insert_majority(tx, id, now, policy_.due("registration.majority_within", now));
        tell(tx, recorder_, {id, {}, notice::kOfAge, kHolderRecord, id});
        recorder_.record(tx, kCameOfAge, kClockActor, kHolderRecord, id);
        ++count;
      }
      if (count >= limit) break;
    }
    return count;
  });
}

Result<std::vector<Majority>> Majorities::waiting(const std::optional<Majority>& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Majority>> {
    return waiting_majorities(tx, after ? after->due_at : Instant{0}, after ? after->holder_id : std::string(),
                              std::clamp(limit, 1, 501));
  });
}

Result<Holder> Majorities::adopt(const std::string& actor, const std::string& holder_id, Category category,
                                 const Document& shown, const std::string& consent) const {
  if (category != Category::citizen && category != Category::foreigner)
    return invalid("category_unknown", "Who comes of age is a citizen or a foreigner from then on.", "category");
  if (consent != policy_.text("registration.consent"))
    return invalid("consent_missing", "The person agrees to the text that is in force now.", "consent");
  const Instant now = recorder_.clock().now();
  auto document = check_document(shown, category, now);
  if (!document.faults.empty()) {
    Error error = document.faults.front();
    error.all = std::move(document.faults);
    return error;
  }
  return database_.write([&](store::Transaction& tx) -> Result<Holder> {
    const auto holder = find_holder(tx, holder_id);
    if (!holder) return not_found("holder_unknown", "There is no such holder.");
    if (holder->category != Category::minor)
      return conflict("holder_not_minor", "This holder is on record as no minor.");
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    const auto found = find_by_documents(tx, {document_index(keys, document.document)});
    if (found.empty() || found.begin()->second.holder.id != holder_id)
      return conflict("document_unknown", "This document is not on record as this holder's; add it first.",
                      "document_number");
    MUSTER_TRY(const std::string born, vault_.get(tx, holder_id, kBirthField, "come_of_age", actor));
    if (age_on(born, now) < policy_.number("registration.adult_age"))
      return refused("category_age", "The person is not of age yet.", "category");
    set_adult(tx, holder_id, category);
    forget_minor(tx, holder_id);
    if (!find_majority(tx, holder_id))
      insert_majority(tx, holder_id, now, policy_.due("registration.majority_within", now));
    adopted(tx, holder_id, found.begin()->second.document_id, consent, actor, now);
    recorder_.record(tx, kAdopted, actor, kHolderRecord, holder_id,
                     fmt::format(R"({{"category":"{}"}})", to_text(category)));
    return *find_holder(tx, holder_id);
  });
}

}  // namespace muster::persons
