// Deadlines for calendars: tokens of their own, and the file.
#include "service_parts.h"
#include <base/bytes.h>
#include <base/random.h>
#include <parties/parties.h>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr Duration kTokenValid = std::chrono::hours(24 * 400);
constexpr std::size_t kTokensMax = 20;  // of one person
constexpr int kDeadlinesMax = 2000;

Error calendar_token_unknown() {
  return not_found("calendar_token_unknown", "This calendar is not valid, or no more.");
}

std::string state_word(const std::string& state, bool zh) {
  if (state == "planned") return zh ? "未启动" : "planned";
  if (state == "under_way") return zh ? "进行中" : "under way";
  return zh ? "已提交" : "handed in";
}

}  // namespace

Result<CalendarToken> Service::give_calendar(const std::string& programme_id, const Actor& actor) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<CalendarToken> {
    if (!programme_id.empty()) MUSTER_CHECK_OK(need_programme(tx, programme_id));
    if (!programme_id.empty() && actor.own_party_only)
      return refused("role_missing", "A partner's calendar holds its person's own items.");
    MUSTER_CHECK_OK(need_person(tx, actor.id, "person_id"));
    if (select_calendars(tx, actor.id, now).size() >= kTokensMax)
      return conflict("calendar_tokens_max", "You have 20 calendars. Revoke one first.");
    CalendarToken token{recorder_.new_id(), programme_id, random_token(recorder_.random()), now, now + kTokenValid};
    insert_calendar(tx, token, actor.id, to_hex(sha256(token.token)));
    recorder_.record(tx, kCalendarGiven, actor.id, "calendar_token", token.id);
    return token;
  });
}

Result<std::vector<CalendarToken>> Service::calendars(const Actor& actor) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<CalendarToken>> {
    return select_calendars(tx, actor.id, recorder_.clock().now());
  });
}

Result<void> Service::revoke_calendar(const std::string& id, const Actor& actor) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (!revoke_calendar_row(tx, id, actor.id, recorder_.clock().now())) return calendar_token_unknown();
    recorder_.record(tx, kCalendarRevoked, actor.id, "calendar_token", id);
    return {};
  });
}

Result<std::string> Service::calendar(const std::string& token) const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<std::string> {
    const auto owner = select_calendar_owner(tx, to_hex(sha256(token)), now);
    const auto person = owner ? parties::find_person(tx, owner->person_id) : std::nullopt;
    if (!person || person->state != "active") return calendar_token_unknown();
    const bool zh = person->language == "zh";
    std::string name = zh ? "我的任务" : "My items";
    std::vector<Item> items;
    if (owner->programme_id.empty()) {
      items = select_own_items(tx, owner->person_id, "", "", kDeadlinesMax);
    } else {
      MUSTER_TRY(const Programme programme, need_programme(tx, owner->programme_id));
      name = programme.title.in(person->language);
      for (Item& item : select_items(tx, owner->programme_id, ""))
        if (item.open()) items.push_back(std::move(item));
    }
    std::vector<Deadline> deadlines;
    for (const Item& item : items)
      deadlines.push_back({item.id + "@muster", item.code + " " + item.title.in(person->language),
                           state_word(item.state, zh), item.due_on, "/programme/items/" + item.id, item.version,
                           item.state_at});
    return to_icalendar(name, deadlines);
  });
}

}  // namespace muster::programme
