#include "flood.h"
#include <hashes/matcher.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <shared_mutex>

namespace muster::hashes {
namespace {

struct Loaded {
  List list;
  std::int64_t version = 0;
};

std::vector<Entry> entries_of(std::span<const Pdq> hashes, ListNumber number) {
  std::vector<Entry> out;
  out.reserve(hashes.size());
  for (const Pdq& hash : hashes) out.push_back({hash, number});
  return out;
}

}  // namespace

struct Matcher::Inside {
  Inside(const Clock& c, std::size_t expected) : clock(c), index(expected) {}

  std::optional<ListNumber> number_of(const std::string& id) const {
    for (std::size_t i = 0; i < lists.size(); ++i)
      if (lists[i] && lists[i]->list.id == id) return static_cast<ListNumber>(i);
    return std::nullopt;
  }
  std::vector<std::int8_t> limits_for(int quality) const {
    std::vector<std::int8_t> out(lists.size(), -1);
    for (std::size_t i = 0; i < lists.size(); ++i)
      if (lists[i] && quality >= lists[i]->list.quality_min)
        out[i] = static_cast<std::int8_t>(lists[i]->list.distance_max);
    return out;
  }

  const Clock& clock;
  Index index;
  mutable std::shared_mutex mutex;           // over lists and aside; the index has its own
  std::vector<std::optional<Loaded>> lists;  // by number
  std::set<Entry> aside;
  std::mutex flood_mutex;
  FloodGauge flood;
};

Matcher::Matcher(const Clock& clock, std::size_t expected) : inside_(std::make_unique<Inside>(clock, expected)) {}
Matcher::~Matcher() = default;

Result<void> Matcher::add_list(const List& list, std::span<const Pdq> hashes, std::span<const Pdq> put_aside) {
  ListNumber number = 0;
  {
    const std::lock_guard lock(inside_->mutex);
    if (inside_->number_of(list.id)) return conflict("list_known", "This list is loaded already.");
    auto free = std::find(inside_->lists.begin(), inside_->lists.end(), std::nullopt);
    if (free == inside_->lists.end()) {
      if (inside_->lists.size() == kListsMax)
        return unavailable("index_list", "There are 1,024 lists that count; retire one.");
      free = inside_->lists.insert(free, std::nullopt);
    }
    number = static_cast<ListNumber>(free - inside_->lists.begin());
    *free = Loaded{list, list.version_number};
    for (const Pdq& hash : put_aside) inside_->aside.insert({hash, number});
  }
  const auto entries = entries_of(hashes, number);
  Result<void> done = {};
  if (inside_->index.size() == 0) {
    done = inside_->index.fill(entries);
  } else if (const auto added = inside_->index.add(entries); !added.ok()) {
    done = added.error();
  }
  if (!done.ok()) remove_list(list.id);
  return done;
}

Result<void> Matcher::add(const std::string& list_id, std::span<const Pdq> hashes) {
  const std::shared_lock lock(inside_->mutex);
  const auto number = inside_->number_of(list_id);
  if (!number) return {};
  const auto added = inside_->index.add(entries_of(hashes, *number));
  return added.ok() ? Result<void>() : added.error();
}

void Matcher::remove(const std::string& list_id, std::span<const Pdq> hashes) {
  const std::shared_lock lock(inside_->mutex);
  if (const auto number = inside_->number_of(list_id)) inside_->index.remove(entries_of(hashes, *number));
}

void Matcher::remove_list(const std::string& list_id) {
  const std::lock_guard lock(inside_->mutex);
  const auto number = inside_->number_of(list_id);
  if (!number) return;
  inside_->index.remove_list(*number);
  inside_->lists[*number].reset();
  std::erase_if(inside_->aside, [&](const Entry& e) { return e.list == *number; });
}

void Matcher::put_aside(const std::string& list_id, const Pdq& hash, bool aside) {
  const std::lock_guard lock(inside_->mutex);
  const auto number = inside_->number_of(list_id);
  if (!number) return;
  const Entry entry{hash, *number};
  aside ? (void)inside_->aside.insert(entry) : (void)inside_->aside.erase(entry);
  const std::lock_guard flood_lock(inside_->flood_mutex);
  inside_->flood.forget(entry);
}

std::int64_t Matcher::version_of(const std::string& list_id) const {
  const std::shared_lock lock(inside_->mutex);
  const auto number = inside_->number_of(list_id);
  return number ? inside_->lists[*number]->version : 0;
}
void Matcher::set_version(const std::string& list_id, std::int64_t version) {
  const std::lock_guard lock(inside_->mutex);
  if (const auto number = inside_->number_of(list_id)) inside_->lists[*number]->version = version;
}
std::vector<std::string> Matcher::list_ids() const {
  const std::shared_lock lock(inside_->mutex);
  std::vector<std::string> out;
  for (const auto& loaded : inside_->lists)
    if (loaded) out.push_back(loaded->list.id);
  return out;
}

Looked Matcher::look(const PdqTurned& hashes, std::uint64_t picture) {
  Looked out;
  std::vector<Match> matches;
  std::vector<Flooded> flooded;
  const Instant now = inside_->clock.now();
  {
    const std::shared_lock lock(inside_->mutex);
    const auto limits = inside_->limits_for(hashes.quality);
    std::map<ListNumber, Match> nearest;  // of each list, one that is not put aside before one that is
    std::set<Entry> hit;
    for (std::size_t t = 0; t < kTurnedCount; ++t)
      for (const Near& near : inside_->index.find(hashes.hashes[t], limits).near) {
        const Entry entry{near.hash, near.list};
        const bool aside = inside_->aside.contains(entry);
        if (!aside) hit.insert(entry);
        const List& list = inside_->lists[near.list]->list;
        const Match match{list.id, list.name, list.kind, near.distance, static_cast<Turned>(t), aside};
        const auto [at, is_new] = nearest.try_emplace(near.list, match);
        if (!is_new && std::pair(aside, near.distance) < std::pair(at->second.put_aside, at->second.distance))
          at->second = match;
      }
    for (auto& [number, match] : nearest) matches.push_back(std::move(match));
    const std::lock_guard flood_lock(inside_->flood_mutex);
    for (const Entry& entry : hit) {
      const List& list = inside_->lists[entry.list]->list;
      if (list.kind == ListKind::harmless) continue;
      const std::size_t pictures = inside_->flood.count(entry, picture, now);
      if (pictures >= kFloodPictures) flooded.push_back({list.id, entry.hash, pictures});
    }
  }
  for (const Flooded& f : flooded) put_aside(f.list_id, f.hash, true);
  out.verdict = judge(std::move(matches));
  out.flooded = std::move(flooded);
  return out;
}

std::size_t Matcher::size() const {
  return inside_->index.size();
}
std::size_t Matcher::bytes() const {
  return inside_->index.bytes();
}

}  // namespace muster::hashes
