#include "dealer_store.h"
#include "faults.h"
#include "packet_store.h"
#include "signal_store.h"
#include <base/text.h>
#include <lines/rules.h>
#include <vault/vault.h>

#include <algorithm>

#include <boost/json.hpp>
#include <dealers/signal_service.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

constexpr const char* kFinder = "system:signals";
constexpr Duration kWholeDay = std::chrono::hours(24);
constexpr int kDealersAtOnce = 100;

// The least id (UUIDv7) that can be made at an instant: ids sort by time, so that a day is a range of keys.
std::string id_at(Instant at) {
  const auto millis = static_cast<std::uint64_t>(std::max<std::int64_t>(0, at.micros / 1000));
  return fmt::format("{:08x}-{:04x}-0000-0000-000000000000", millis >> 16, millis & 0xffff);
}

Day load_day(store::Transaction& tx, const policy::Policy& policy, const std::string& dealer_id, Instant from) {
  Day day;
  const std::string first = id_at(from), last = id_at(from + kWholeDay);
  day.acts = acts_of_packets(tx, dealer_id, first, last, kActsMax);
  for (Act& act : acts_of_registrations(tx, dealer_id, first, last, kActsMax)) day.acts.push_back(std::move(act));
  std::stable_sort(day.acts.begin(), day.acts.end(), [](const Act& a, const Act& b) { return a.at < b.at; });
  for (std::string after;;) {
    const auto page = places_of(tx, dealer_id, after, 500);
    for (const Place& p : page)
      if (p.latitude_e5)
        day.places[p.code] = {static_cast<double>(*p.latitude_e5) / 1e5, static_cast<double>(*p.longitude_e5) / 1e5};
    if (page.size() < 500) break;
    after = page.back().code;
  }
  const std::string since = id_at(from - (policy.due("dealers.signal_look_back", from) - from));
  for (const Act& act : day.acts) {
    if (!act.document.empty() && !day.identities_of_document.contains(act.document))
      day.identities_of_document[act.document] = identities_of(tx, act.document, since);
    for (const std::string& picture : act.pictures)
      if (!day.persons_of_picture.contains(picture)) day.persons_of_picture[picture] = persons_of(tx, picture, since);
  }
  return day;
}

Error unknown_signal() {
  return not_found("signal_unknown", "There is no such signal.");
}

std::string finding_body(const Signal& s) {
  return fmt::format(R"({{"dealer":"{}","device":{},"code":"{}","day":"{}","count":{},"threshold":{}}})", s.dealer_id,
                     json_quote(s.device_id), to_text(s.code), s.day, s.count, s.threshold);
}

}  // namespace

Result<int> Signals::scan(const std::string& dealer_id, const std::string& day) const {
  MUSTER_TRY(const Instant midnight, parse_day(day));
  const Instant from = midnight - std::chrono::minutes(policy_.calendar().settings().utc_offset_minutes);
  MUSTER_TRY(const Day loaded, database_.read([&](store::Transaction& tx) -> Result<Day> {
    // The same document would stand under two hashes, and be counted as two.
    if (vault::index_turns(tx))
      return unavailable("index_turns", "Signals wait until the key of the blind indexes has turned.");
    return load_day(tx, policy_, dealer_id, from);
  }));
  const auto found = find_signals(loaded, policy_);
  if (found.empty()) return 0;
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int fresh = 0;
    for (const Finding& f : found) {
      Signal s;
      s.dealer_id = dealer_id;
      s.device_id = f.device;
      s.code = f.code;
      s.day = day;
      s.count = f.count;
      s.threshold = f.threshold;
      if (auto before = find_same(tx, s)) {
        if (before->state != SignalState::open || before->count >= f.count) continue;
        before->count = f.count;
        ++before->version;
        (void)change(tx, *before);
        continue;
      }
      s.id = recorder_.new_id();
      s.found_at = recorder_.clock().now();
      insert(tx, s);
      recorder_.record(tx, kSignalFound, kFinder, kSignalRecord, s.id, finding_body(s));
      ++fresh;
    }
    return fresh;
  });
}

Result<int> Signals::scan_day(const std::string& day, std::string after,
                              const std::function<Result<void>(const std::string&, int)>& checkpoint) const {
  int found = 0;
  for (;;) {
    // Every dealer that is or was in force: one that registered nothing may have sent much that was refused.
    MUSTER_TRY(const auto some, database_.read([&](store::Transaction& tx) -> Result<std::vector<Dealer>> {
      return list_dealers(tx, "", "", after, kDealersAtOnce);
    }));
    for (const Dealer& dealer : some) {
      MUSTER_TRY(const int fresh, scan(dealer.id, day));
      found += fresh;
    }
    if (some.size() < kDealersAtOnce) return found;
    after = some.back().id;
    MUSTER_CHECK_OK(checkpoint(after, found));
  }
}

Result<std::vector<Signal>> Signals::list(std::optional<SignalState> state, const std::string& dealer_id,
                                          const std::string& before, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Signal>> {
    return list_signals(tx, state, dealer_id, before, page_limit(limit));
  });
}

Result<Signal> Signals::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Signal> {
    auto found = find_signal(tx, id);
    return found ? Result<Signal>(std::move(*found)) : unknown_signal();
  });
}

Result<Signal> Signals::decide(const std::string& actor, const std::string& id, std::int64_t version,
                               SignalState outcome, const std::string& note) const {
  if (outcome == SignalState::open) return invalid("signal_outcome", "A signal is dismissed or confirmed.", "outcome");
  if (!lines::is_code(note)) return reason_missing();
  return database_.write([&](store::Transaction& tx) -> Result<Signal> {
    auto s = find_signal(tx, id);
    if (!s) return unknown_signal();
    if (s->state != SignalState::open) return conflict("signal_state", "Somebody decided on this signal already.");
    if (s->version != version) return changed_meanwhile();
    s->state = outcome;
    s->decided_by = actor;
    s->decided_at = recorder_.clock().now();
    s->note = note;
    ++s->version;
    if (!change(tx, *s)) return changed_meanwhile();
    recorder_.record(tx, kSignalDecided, actor, kSignalRecord, s->id,
                     fmt::format(R"({{"outcome":"{}","note":{}}})", to_text(outcome), json_quote(note)));
    return *s;
  });
}

void Signals::add_job(jobs::Service& jobs) const {
  jobs.add_kind(kSignalJob, [this](jobs::JobContext& job) -> Result<std::string> {
    const Instant now = recorder_.clock().now();
    int found = 0;
    // "<day> <dealer>": where it goes on.
    const auto resumed = split(job.resume_from(), ' ');
    for (const Instant at : {now - kWholeDay, now}) {
      const std::string day = policy_.calendar().local_day(at);
      std::string after;
      if (resumed.size() == 2 && day < resumed[0]) continue;
      if (resumed.size() == 2 && day == resumed[0]) after = resumed[1];
      MUSTER_TRY(const int fresh, scan_day(day, after, [&](const std::string& dealer, int) -> Result<void> {
                   if (job.cancelled()) return jobs::JobContext::interrupted();
                   return job.checkpoint(day + " " + dealer);
                 }));
      found += fresh;
    }
    return fmt::format(R"({{"found":{}}})", found);
  });
}

}  // namespace muster::dealers
