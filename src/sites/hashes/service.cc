#include "list_store.h"
#include <base/text.h>
#include <hashes/service.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::hashes {
namespace {

constexpr int kListPageMax = 200;
constexpr const char* kFloodActor = "system:hashes";

Error list_unknown() {
  return not_found("list_unknown", "There is no such list of known pictures.");
}
Result<void> check_person(const std::string& person) {
  if (trim(person).empty() || person.starts_with("system:"))
    return refused("list_person", "A list of known pictures is proposed and enabled by persons.", "person");
  return {};
}

// Without repeats, in order.
std::vector<ListedHash> distinct(std::span<const ListedHash> hashes) {
  std::vector<ListedHash> out(hashes.begin(), hashes.end());
  std::sort(out.begin(), out.end(), [](const ListedHash& a, const ListedHash& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.quality > b.quality;
  });
  out.erase(
      std::unique(out.begin(), out.end(), [](const ListedHash& a, const ListedHash& b) { return a.hash == b.hash; }),
      out.end());
  return out;
}

Error list_of_bundle() {
  return conflict("list_of_bundle", "This list came in a signed bundle, and moves with it: take the step there.", "id");
}

struct Entries {
  std::vector<Pdq> on, off, aside;
};
Entries entries_since(store::Transaction& tx, const std::string& list_id, std::int64_t version) {
  Entries out;
  each_entry(tx, list_id, version, [&](const StoredEntry& e) {
    (e.on_list ? out.on : out.off).push_back(e.hash);
    if (e.put_aside) out.aside.push_back(e.hash);
  });
  return out;
}

Result<std::vector<ListedHash>> checked_entries(const NewList& list, std::span<const ListedHash> hashes,
                                                const std::string& person) {
  MUSTER_CHECK_OK(check_list(list));
  MUSTER_CHECK_OK(check_person(person));
  auto entries = distinct(hashes);
  if (entries.empty()) return invalid("list_empty", "The list has no hash.", "hashes");
  if (entries.size() > kListHashesMax)
    return invalid("list_too_long", "A list has at most 20 million hashes; cut it into several.", "hashes");
  return entries;
}

// Written down as proposed, under this id.
List insert_proposed(store::Transaction& tx, const ledger::Recorder& recorder, const NewList& list,
                     const std::string& id, std::span<const ListedHash> entries, const std::string& person) {
  List made;
  static_cast<NewList&>(made) = list;
  made.id = id;
  made.proposed_by = person;
  made.created_at = made.state_at = recorder.clock().now();
  made.hashes = static_cast<std::int64_t>(entries.size());
  insert_list(tx, made);
  insert_entries(tx, made.id, entries, made.created_at, made.version_number);
  recorder.record(tx, kListProposed, person, kListRecord, made.id,
                  fmt::format(R"({{"kind":"{}","hashes":{},"source_sha256":"{}"}})", to_text(made.kind), made.hashes,
                              made.source_sha256));
  return made;
}

}  // namespace

NeutralPictureReport Service::inspect(const NewList& list, std::span<const ListedHash> hashes) const {
  NeutralPictureReport report = inspect_neutral(hashes, list.distance_max, neutral_share_max_);
  if (list.kind == ListKind::harmless) report.refusal.reset();
  return report;
}

Result<List> Service::propose(const NewList& list, std::span<const ListedHash> hashes,
                              const std::string& person) const {
  MUSTER_TRY(const auto entries, checked_entries(list, hashes, person));
  if (auto report = inspect(list, entries); report.refusal) return *report.refusal;
  return database_.write([&](store::Transaction& tx) -> Result<List> {
    return insert_proposed(tx, recorder_, list, recorder_.new_id(), entries, person);
  });
}

Result<void> Service::propose_of_bundle(store::Transaction& tx, const NewList& list, std::span<const ListedHash> hashes,
                                        const std::string& person) const {
  MUSTER_TRY(const auto entries, checked_entries(list, hashes, person));
  (void)insert_proposed(tx, recorder_, list, list.source_sha256, entries, person);
  return {};
}

Result<void> Service::step_of_bundle(store::Transaction& tx, const std::string& id, ListEvent event,
                                     const std::string& person, const std::string& reason) const {
  const auto found = find_list(tx, id);
  if (!found || found->state == ListState::retired) return {};  // retired before it was proposed: there is no list
  const auto done = step(tx, id, event, person, reason);
  return done.ok() ? Result<void>() : Result<void>(done.error());
}

Result<List> Service::step(store::Transaction& tx, const std::string& id, ListEvent event, const std::string& person,
                           const std::string& reason) const {
  auto found = find_list(tx, id);
  if (!found) return list_unknown();
  const auto* open = find_list_transition(found->state, event);
  if (!open)
    return conflict("list_state", fmt::format("This list is {}; that step is not open to it.", to_text(found->state)),
                    "state");
  if (open->needs_another_person && person == found->proposed_by)
    return refused("list_same_person", "Who proposed a list does not enable it: another person does.", "person");
  found->state = open->to;
  found->state_at = recorder_.clock().now();
  found->end_reason = reason;
  if (event == ListEvent::enable) found->enabled_by = person;
  change_list(tx, *found);
  recorder_.record(tx, event == ListEvent::enable ? kListEnabled : kListRetired, person, kListRecord, id,
                   fmt::format(R"({{"kind":"{}","hashes":{},"source_sha256":"{}"}})", to_text(found->kind),
                               found->hashes, found->source_sha256));
  return std::move(*found);
}

Result<List> Service::enable(const std::string& id, const std::string& person) const {
  MUSTER_CHECK_OK(check_person(person));
  MUSTER_TRY(auto done, database_.write([&](store::Transaction& tx) -> Result<List> {
    if (const auto list = find_list(tx, id); list && list->of_bundle()) return list_of_bundle();
    return step(tx, id, ListEvent::enable, person, "");
  }));
  MUSTER_TRY(const int changed, refresh());
  (void)changed;
  return done;
}

Result<List> Service::retire(const std::string& id, const std::string& reason, const std::string& person) const {
  const std::string why(trim(reason));
  if (why.empty()) return invalid("reason_missing", "Say in a sentence why the list is retired.", "reason");
  if (why.size() > kListReasonMax || !is_valid_utf8(why))
    return invalid("reason_too_long", "The reason has at most 500 bytes of UTF-8.", "reason");
  MUSTER_TRY(auto done, database_.write([&](store::Transaction& tx) -> Result<List> {
    if (const auto list = find_list(tx, id); list && list->of_bundle()) return list_of_bundle();
    return step(tx, id, ListEvent::retire, person, why);
  }));
  matcher_.remove_list(id);
  return done;
}

Result<ListChange> Service::change(const std::string& id, std::span<const ListedHash> add, std::span<const Pdq> remove,
                                   const std::string& person) const {
  MUSTER_CHECK_OK(check_person(person));
  const auto coming = distinct(add);
  MUSTER_TRY(const List before, list(id));
  if (before.of_bundle()) return list_of_bundle();
  if (auto report = inspect(before, coming); report.refusal) return *report.refusal;
  MUSTER_TRY(const ListChange done, database_.write([&](store::Transaction& tx) -> Result<ListChange> {
    auto list = find_list(tx, id);
    if (!list) return list_unknown();
    if (list->state == ListState::retired)
      return conflict("list_state", "This list is retired; it takes no more changes.", "state");
    if (static_cast<std::size_t>(list->hashes) + coming.size() > kListHashesMax)
      return invalid("list_too_long", "A list has at most 20 million hashes; cut it into several.", "hashes");
    const Instant now = recorder_.clock().now();
    ++list->version_number;
    ListChange change;
    for (const Pdq& hash : remove) change.removed += take_entry(tx, id, hash, now, list->version_number);
    for (const ListedHash& hash : coming) change.added += put_entry(tx, id, hash, now, list->version_number);
    if (change.added == 0 && change.removed == 0) return change;
    list->hashes += change.added - change.removed;
    change_list(tx, *list);
    recorder_.record(tx, kListChanged, person, kListRecord, id,
                     fmt::format(R"({{"added":{},"removed":{}}})", change.added, change.removed));
    return change;
  }));
  MUSTER_TRY(const int changed, refresh());
  (void)changed;
  return done;
}

Result<List> Service::list(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<List> {
    auto found = find_list(tx, id);
    return found ? Result<List>(std::move(*found)) : list_unknown();
  });
}

Result<ListPage> Service::lists(const std::string& after, int limit) const {
  limit = std::clamp(limit, 1, kListPageMax);
  return database_.read([&](store::Transaction& tx) -> Result<ListPage> {
    ListPage page{lists_after(tx, after, limit), {}};
    if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().id;
    return page;
  });
}

Result<PutAsidePage> Service::put_aside(const std::string& after, int limit) const {
  limit = std::clamp(limit, 1, kListPageMax);
  // "micros list hash"
  const auto cut = after.find(' ');
  std::int64_t at = 0;
  for (const char c : after.substr(0, std::min<std::size_t>(cut, 18)))
    if (c >= '0' && c <= '9') at = at * 10 + (c - '0');
  return database_.read([&](store::Transaction& tx) -> Result<PutAsidePage> {
    PutAsidePage page{
        put_aside_after(tx, {at}, cut == std::string::npos ? std::string() : after.substr(cut + 1), limit), {}};
    if (static_cast<int>(page.items.size()) == limit) {
      const PutAside& last = page.items.back();
      page.next = fmt::format("{} {} {}", last.at.micros, last.list_id, to_hex(last.hash));
    }
    return page;
  });
}

Result<void> Service::decide(const std::string& list_id, const Pdq& hash, bool release,
                             const std::string& person) const {
  MUSTER_CHECK_OK(check_person(person));
  const auto done = database_.write([&](store::Transaction& tx) -> Result<bool> {
    if (!find_list(tx, list_id)) return list_unknown();
    if (decide_quarantine(tx, list_id, hash, release, person) == 0)
      return conflict("hash_not_put_aside", "No hash of this list that is put aside is this one.", "hash");
    recorder_.record(tx, kHashReleased, person, kListRecord, list_id, fmt::format(R"({{"released":{}}})", release));
    return true;
  });
  if (!done.ok()) return done.error();
  matcher_.put_aside(list_id, hash, !release);
  return {};
}

Result<int> Service::refresh() const {
  const std::lock_guard lock(refreshing_);
  MUSTER_TRY(const auto lists,
             database_.read([&](store::Transaction& tx) -> Result<std::vector<List>> { return active_lists(tx); }));
  int changed = 0;
  for (const std::string& id : matcher_.list_ids())
    if (std::none_of(lists.begin(), lists.end(), [&](const List& l) { return l.id == id; })) {
      matcher_.remove_list(id);
      ++changed;
    }
  for (const List& list : lists) {
    const std::int64_t loaded = matcher_.version_of(list.id);
    if (loaded == list.version_number) continue;
    ++changed;
    MUSTER_TRY(const Entries entries, database_.read([&](store::Transaction& tx) -> Result<Entries> {
      return entries_since(tx, list.id, loaded);
    }));
    if (loaded == 0) {
      MUSTER_CHECK_OK(matcher_.add_list(list, entries.on, entries.aside));
      continue;
    }
    matcher_.remove(list.id, entries.off);
    MUSTER_CHECK_OK(matcher_.add(list.id, entries.on));
    for (const Pdq& hash : entries.aside) matcher_.put_aside(list.id, hash, true);
    matcher_.set_version(list.id, list.version_number);
  }
  return changed;
}

Result<Verdict> Service::look(const PdqTurned& hashes, std::uint64_t picture) const {
  Looked looked = matcher_.look(hashes, picture);
  if (!looked.flooded.empty()) {
    const auto done = database_.write([&](store::Transaction& tx) -> Result<bool> {
      for (const Flooded& f : looked.flooded)
        if (quarantine(tx, f.list_id, f.hash, f.pictures, recorder_.clock().now()))
          recorder_.record(tx, kHashQuarantined, kFloodActor, kListRecord, f.list_id,
                           fmt::format(R"({{"pictures":{}}})", f.pictures));
      return true;
    });
    if (!done.ok()) return done.error();
  }
  return std::move(looked.verdict);
}

}  // namespace muster::hashes
