// Items: who answers for them, what was shown, and how they move on.
#include "service_parts.h"
#include <base/text.h>
#include <events/event.h>
#include <parties/parties.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr int kItemPageMax = 500;
constexpr std::array<std::string_view, 4> kEvidenceKinds{"record", "link", "hash", "note"};
constexpr std::array<std::string_view, 4> kStandings{"not_begun", "under_way", "done", "not_applicable"};

Result<Item> need_item(Transaction& tx, const std::string& id, const Actor& actor) {
  auto item = select_item(tx, id);
  if (!item) return item_unknown();
  item->deputies = select_deputies(tx, id);
  if (sees(*item, actor)) return std::move(*item);
  // Whose party reports into the programme knows what there is to report on, and not how others do it.
  if (!reports_into(tx, item->programme_id, actor)) return item_unknown();
  mask(*item);
  return std::move(*item);
}

Result<void> need_answerable(const Item& item, const Actor& actor) {
  if (actor.supervisor || answers_for(item, actor.id)) return {};
  return refused("role_missing", "This step is for the item's owner, its deputies and supervisors.");
}

Result<void> check_days(const Item& item) {
  if (!is_day(item.starts_on)) return invalid("programme_day", "Write the day as 2026-03-01.", "starts_on");
  if (!is_day(item.due_on)) return invalid("programme_day", "Write the day as 2026-03-01.", "due_on");
  if (item.due_on < item.starts_on) return invalid("programme_days", "It is due before it begins.", "due_on");
  return {};
}

Result<void> check_people(Transaction& tx, const Item& item, const std::vector<std::string>& deputies) {
  if (!item.owner_id.empty()) MUSTER_CHECK_OK(need_person(tx, item.owner_id, "owner_id"));
  if (deputies.size() > kDeputiesMax) return invalid("deputies_max", "An item has at most 5 deputies.", "deputies");
  for (std::size_t i = 0; i < deputies.size(); ++i) {
    MUSTER_CHECK_OK(need_person(tx, deputies[i], "deputies"));
    if (deputies[i] == item.owner_id || std::count(deputies.begin(), deputies.end(), deputies[i]) > 1)
      return invalid("deputy_twice", "Nobody answers for an item twice.", "deputies");
  }
  return {};
}

std::string changed_body(const Item& item) {
  return fmt::format(R"({{"code":{},"owner":{},"starts_on":"{}","due_on":"{}","metric":{}}})", json_quote(item.code),
                     json_quote(item.owner_id), item.starts_on, item.due_on, json_quote(item.metric));
}

bool in_filter(const ItemFilter& filter, const Item& item, const std::vector<Watch>& watched) {
  if (!filter.area.empty() && item.area_code != filter.area) return false;
  if (!filter.state.empty() && item.state != filter.state) return false;
  if (!filter.party.empty() && item.owner_party != filter.party) return false;
  return filter.watched.empty() ||
         std::any_of(watched.begin(), watched.end(), [&](const Watch& w) { return w.cause == filter.watched; });
}

}  // namespace

Result<ItemPage> Service::items(const std::string& programme_id, const ItemFilter& filter, const std::string& after,
                                int limit, const Actor& actor) const {
  MUSTER_TRY(const auto all, database_.read([&](Transaction& tx) -> Result<std::vector<Item>> {
    MUSTER_CHECK_OK(need_programme(tx, programme_id));
    return seen_items(tx, programme_id, actor);
  }));
  MUSTER_TRY(const Standing standing, standing(all));
  const auto wanted = static_cast<std::size_t>(std::clamp(limit, 1, kItemPageMax));
  ItemPage page;
  for (const Item& item : all) {
    if (!after.empty() && item.code <= after) continue;
    auto watched = standing.of(item);
    if (!in_filter(filter, item, watched)) continue;
    if (page.items.size() == wanted) {
      page.next = page.items.back().item.code;
      break;
    }
    page.items.push_back({item, std::move(watched)});
  }
  return page;
}

Result<ItemPage> Service::own_items(const Actor& actor, const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kItemPageMax);
  const std::size_t blank = after.find(' ');
  const std::string due = after.substr(0, blank), id = blank == std::string::npos ? "" : after.substr(blank + 1);
  MUSTER_TRY(auto all, database_.read([&](Transaction& tx) -> Result<std::vector<Item>> {
    return select_own_items(tx, actor.id, due, id, wanted + 1);
  }));
  ItemPage page;
  if (static_cast<int>(all.size()) > wanted) {
    all.pop_back();
    page.next = all.back().due_on + " " + all.back().id;
  }
  MUSTER_TRY(const Standing standing, standing(all));
  for (Item& item : all) {
    auto watched = standing.of(item);
    page.items.push_back({std::move(item), std::move(watched)});
  }
  return page;
}

Result<WholeItem> Service::whole_item(Transaction& tx, const std::string& id, const Actor& actor) const {
  WholeItem out;
  MUSTER_TRY(out.item, need_item(tx, id, actor));
  out.steps = select_steps(tx, id);
  out.returns = select_returns(tx, id);
  if (actor.own_party_only) std::erase_if(out.returns, [&](const Return& r) { return r.party_id != actor.party_id; });
  const auto whole = select_item(tx, id);
  if (!whole || !(sees(*whole, actor) || answers_for(out.item, actor.id))) return out;
  out.evidence = select_evidence(tx, id);
  out.history = events::of_record(tx, kItemRecord, id);
  return out;
}

Result<WholeItem> Service::with_watch(Result<WholeItem> found) const {
  if (!found.ok()) return found;
  MUSTER_TRY(Standing standing, standing({found->item}));
  found->watched = standing.of(found->item);
  if (const auto trend = standing.trends.find(found->item.metric); trend != standing.trends.end())
    found->trend = std::move(trend->second);
  return found;
}

Result<WholeItem> Service::item(const std::string& id, const Actor& actor) const {
  return with_watch(database_.read([&](Transaction& tx) -> Result<WholeItem> { return whole_item(tx, id, actor); }));
}

Result<WholeItem> Service::add_item(const std::string& programme_id, const NewItem& what, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  return with_watch(database_.write([&](Transaction& tx) -> Result<WholeItem> {
    MUSTER_CHECK_OK(need_running(tx, programme_id));
    Item item;
    for (const Area& area : select_areas(tx, programme_id))
      if (area.code == what.area) item.area_id = area.id;
    if (item.area_id.empty()) return invalid("area_unknown", "There is no area with this code.", "area");
    if (what.code.empty() || what.code.size() > kCodeMax || !is_valid_utf8(what.code))
      return invalid("item_code", "A code has 1 to 20 bytes.", "code");
    if (select_item_by_code(tx, programme_id, what.code))
      return conflict("item_code_taken", "There is an item with this code.", "code");
    if (count_items(tx, programme_id) >= static_cast<std::int64_t>(kItemsMax))
      return conflict("items_max", "A programme has at most 5,000 items.");
    item.id = recorder_.new_id();
    item.programme_id = programme_id;
    item.code = what.code;
    item.title = what.title;
    item.evidence = what.evidence;
    item.metric = what.metric;
    item.towards = what.towards;
    item.owner_id = what.owner_id;
    item.starts_on = what.starts_on;
    item.due_on = what.due_on;
    item.state_by = actor.id;
    MUSTER_CHECK_OK(check_texts(item.title, kTitleMax, true, "title"));
    MUSTER_CHECK_OK(check_texts(item.evidence, kTitleMax, false, "evidence"));
    MUSTER_CHECK_OK(check_binding(item.metric, item.towards, metrics_.definitions()));
    MUSTER_CHECK_OK(check_days(item));
    MUSTER_CHECK_OK(check_people(tx, item, what.deputies));
    if (what.steps.size() > kStepsMax) return invalid("steps_max", "An item has at most 50 steps.", "steps");
    insert_item(tx, item, recorder_.clock().now());
    replace_deputies(tx, item.id, what.deputies);
    std::int64_t seq = 0;
    for (const Both& step : what.steps) {
      MUSTER_CHECK_OK(check_texts(step, kTitleMax, true, "steps"));
      insert_step(tx, item.id, ++seq, step);
    }
    recorder_.record(tx, kItemChanged, actor.id, kItemRecord, item.id, changed_body(item));
    return whole_item(tx, item.id, actor);
  }));
}

Result<WholeItem> Service::change_item(const std::string& id, std::int64_t version, const ItemChange& change,
                                       const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  return with_watch(database_.write([&](Transaction& tx) -> Result<WholeItem> {
    MUSTER_TRY(Item item, need_item(tx, id, actor));
    MUSTER_CHECK_OK(need_running(tx, item.programme_id));
    if (item.version != version) return stale_record();
    item.title = change.title.value_or(item.title);
    item.evidence = change.evidence.value_or(item.evidence);
    item.owner_id = change.owner_id.value_or(item.owner_id);
    item.starts_on = change.starts_on.value_or(item.starts_on);
    item.due_on = change.due_on.value_or(item.due_on);
    item.metric = change.metric.value_or(item.metric);
    item.towards = change.towards.value_or(item.towards);
    const auto deputies = change.deputies.value_or(item.deputies);
    MUSTER_CHECK_OK(check_texts(item.title, kTitleMax, true, "title"));
    MUSTER_CHECK_OK(check_texts(item.evidence, kTitleMax, false, "evidence"));
    MUSTER_CHECK_OK(check_binding(item.metric, item.towards, metrics_.definitions()));
    MUSTER_CHECK_OK(check_days(item));
    MUSTER_CHECK_OK(check_people(tx, item, deputies));
    if (!update_item(tx, item)) return stale_record();
    if (deputies != item.deputies) replace_deputies(tx, id, deputies);
    recorder_.record(tx, kItemChanged, actor.id, kItemRecord, id, changed_body(item));
    return whole_item(tx, id, actor);
  }));
}

Result<WholeItem> Service::move(const std::string& id, std::int64_t version, const std::string& event,
                                const std::string& reason, const Actor& actor) const {
  return with_watch(database_.write([&](Transaction& tx) -> Result<WholeItem> {
    MUSTER_TRY(const Item item, need_item(tx, id, actor));
    MUSTER_CHECK_OK(need_running(tx, item.programme_id));
    MUSTER_TRY(const Transition step, step_from(item.state, event));
    if (step.by_supervisor) {
      MUSTER_CHECK_OK(need_supervisor(actor));
    } else {
      MUSTER_CHECK_OK(need_answerable(item, actor));
    }
    if (item.version != version) return stale_record();
    if (step.needs_reason && trim(reason).empty()) return invalid("reason_missing", "Say why.", "reason");
    if (reason.size() > kNoteMax || !is_valid_utf8(reason))
      return invalid("reason_too_long", "A reason has 2,000 bytes at most.", "reason");
    if (event == "begin" && item.owner_id.empty())
      return conflict("item_without_owner", "Nobody answers for this item yet. Name its owner first.", "owner_id");
    if (event == "submit" && item.steps_done < item.steps)
      return conflict("item_steps_open", "Steps of this item are not done yet.", "event");
    if (event == "submit" && !item.evidence.empty() && item.evidences == 0)
      return conflict("programme_item_evidence", "An item is handed in with its evidence.", "event");
    if (event == "accept" && item.state_by == actor.id)
      return refused("programme_item_second", "Who handed an item in can't accept it.");
    if (!update_item_state(tx, item, std::string(step.to), reason, actor.id, recorder_.clock().now()))
      return stale_record();
    recorder_.record(tx, kItemMoved, actor.id, kItemRecord, id,
                     fmt::format(R"({{"code":{},"from":"{}","to":"{}","event":"{}"}})", json_quote(item.code),
                                 item.state, step.to, event));
    return whole_item(tx, id, actor);
  }));
}

Result<WholeItem> Service::do_step(const std::string& id, std::int64_t seq, const Actor& actor) const {
  return with_watch(database_.write([&](Transaction& tx) -> Result<WholeItem> {
    MUSTER_TRY(const Item item, need_item(tx, id, actor));
    MUSTER_CHECK_OK(need_running(tx, item.programme_id));
    MUSTER_CHECK_OK(need_answerable(item, actor));
    if (item.state != "under_way")
      return conflict("programme_item_state", "Steps are done while an item is under way.");
    if (!update_step_done(tx, id, seq, actor.id, recorder_.clock().now()))
      return conflict("step_done", "There is no such step, or it is done already.");
    recorder_.record(tx, kStepDone, actor.id, kItemRecord, id,
                     fmt::format(R"({{"code":{},"step":{}}})", json_quote(item.code), seq));
    return whole_item(tx, id, actor);
  }));
}

Result<WholeItem> Service::show_evidence(const std::string& id, const Evidence& what, const Actor& actor) const {
  if (std::find(kEvidenceKinds.begin(), kEvidenceKinds.end(), what.kind) == kEvidenceKinds.end())
    return invalid("evidence_kind", "Evidence is a record, a link, a hash or a note.", "kind");
  if (what.ref.size() > kRefMax || !is_valid_utf8(what.ref) || (what.kind != "note" && trim(what.ref).empty()))
    return invalid("evidence_ref", "Name what it is, in at most 500 bytes.", "ref");
  if (what.note.size() > kNoteMax || !is_valid_utf8(what.note) || (what.kind == "note" && trim(what.note).empty()))
    return invalid("evidence_note", "A note has 1 to 2,000 bytes.", "note");
  if (what.kind == "link" && !what.ref.starts_with("https://"))
    return invalid("evidence_ref", "A link begins with https://.", "ref");
  return with_watch(database_.write([&](Transaction& tx) -> Result<WholeItem> {
    MUSTER_TRY(const Item item, need_item(tx, id, actor));
    MUSTER_CHECK_OK(need_running(tx, item.programme_id));
    MUSTER_CHECK_OK(need_answerable(item, actor));
    if (item.state != "planned" && item.state != "under_way")
      return conflict("programme_item_state", "Evidence is shown while an item is planned or under way.");
    Evidence e = what;
    e.added_by = actor.id;
    e.added_at = recorder_.clock().now();
    insert_evidence(tx, id, e);
    recorder_.record(tx, kEvidenceShown, actor.id, kItemRecord, id,
                     fmt::format(R"({{"code":{},"kind":"{}"}})", json_quote(item.code), e.kind));
    return whole_item(tx, id, actor);
  }));
}

Result<WholeItem> Service::report(const std::string& id, const Return& what, const Actor& actor) const {
  if (std::find(kStandings.begin(), kStandings.end(), what.standing) == kStandings.end())
    return invalid("standing", "Say not_begun, under_way, done or not_applicable.", "standing");
  if (what.note.size() > kNoteMax || !is_valid_utf8(what.note))
    return invalid("note_too_long", "A note has 2,000 bytes at most.", "note");
  return with_watch(database_.write([&](Transaction& tx) -> Result<WholeItem> {
    auto item = select_item(tx, id);
    if (!item) return item_unknown();
    MUSTER_CHECK_OK(need_running(tx, item->programme_id));
    const auto reporting = select_parties(tx, item->programme_id);
    const std::string party = what.party_id.empty() ? actor.party_id : what.party_id;
    if (party != actor.party_id && !actor.supervisor)
      return refused("role_missing", "Each operator speaks for itself; a supervisor may enter what one said.");
    if (std::none_of(reporting.begin(), reporting.end(), [&](const auto& p) { return p.first == party; }))
      return refused("party_not_reporting", "This party does not report into the programme.", "party_id");
    insert_return(tx, id, {party, "", what.standing, what.note, actor.id, recorder_.clock().now()});
    recorder_.record(tx, kReturned, actor.id, kItemRecord, id,
                     fmt::format(R"({{"code":{},"party":{},"standing":"{}"}})", json_quote(item->code),
                                 json_quote(party), what.standing));
    return whole_item(tx, id, actor);
  }));
}

}  // namespace muster::programme
