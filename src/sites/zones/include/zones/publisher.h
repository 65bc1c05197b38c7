// The zone that resolvers fetch by transfer (RPZ, draft-vixie-dnsop-dns-rpz-00), kept as it changes: each name with the
// serial from which and until which it stood, so that any two serials have a difference (RFC 1995). What stands is
// decided by enforcement::Service::judge alone, order by order: when something happens to an order, when time makes
// another answer of it, and each day anyway. What judge allowed is sealed: rows that others wrote are in no answer. The
// zone is empty while no authority's key or no ledger witness is
// enrolled. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <enforcement/service.h>
#include <enforcement/watch.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <ledger/verify.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace muster::zones {

inline constexpr events::Kind kChanged{"zone.changed", 1, "The zone for resolvers changed."};
inline constexpr events::Kind kSecondaryAdded{"zone_secondary.added", 1, "A resolver may fetch the zone by transfer."};
inline constexpr events::Kind kSecondaryEnded{"zone_secondary.ended", 1, "A resolver may fetch the zone no more."};

inline constexpr int kOrdersAStep = 200;  // looked at in one transaction
// The large zone is made anew when more changed since than this or a hundredth of it, but not while the one before may
// still be on its way to resolvers; and twice within the validity of a zone, if anything changed at all.
inline constexpr std::int64_t kHotMost = 2'000;
inline constexpr Duration kBaseSettles = std::chrono::minutes(15);
inline constexpr Duration kBaseOld = std::chrono::hours(12);
inline constexpr Duration kHistoryKept = std::chrono::hours(24 * 7);

struct ZoneEntry {
  std::string name;  // A-labels, lower case, no last dot
  bool wildcard = false;
  std::string order = {};  // its number, where it was asked for
  bool own = false;        // by the operator's own security, not an authority
  // By what it takes away, whichever order says so.
  auto operator<=>(const ZoneEntry& other) const {
    return std::tie(name, wildcard) <=> std::tie(other.name, other.wildcard);
  }
  bool operator==(const ZoneEntry& other) const { return name == other.name && wildcard == other.wildcard; }
};

// What an entry is sealed by (enforcement::Service::seal), from when it came; only sealed ones are ever read.
std::string sealed_text(const ZoneEntry& entry, std::string_view order_id, std::int64_t from_serial);

struct ZoneState {
  std::int64_t serial = 0;        // 32 bits in DNS; at least the time in seconds (RFC 1982: never more than 2^31 ahead)
  std::int64_t floor_serial = 0;  // differences are known from here on
  Instant changed_at, looked_at;
  std::string closed;  // why it is empty: a sentence, "" it isn't closed
};

// What leads from one serial to another.
struct ZoneDifference {
  std::vector<ZoneEntry> removed, added;
};

// Takes the place of a difference that is longer.
inline constexpr std::size_t kSinceBaseMost = 200'000;

struct StepDone {
  bool changed = false;
  bool more = false;  // orders wait to be looked at
  bool base = false;  // the large zone was made anew
  std::int64_t serial = 0;
};

class Publisher {
 public:
  Publisher(store::Database& database, const ledger::Recorder& recorder, const enforcement::Service& orders)
      : database_(database), recorder_(recorder), orders_(orders), watch_(database, "zones") {}

  // Takes what happened since the last call and makes at most one new serial of it. Reads alone when nothing did.
  Result<StepDone> step() const;
  // In steps, as many as that; whether all that waited was taken.
  Result<bool> catch_up(int steps_most) const;

  Result<ZoneState> state() const;
  Result<std::int64_t> count(std::int64_t serial) const;
  // Everything that stood at `serial`, in order of names; a page at a time, until `visit` returns false.
  Result<void> each(std::int64_t serial, const std::function<bool(const std::vector<ZoneEntry>&)>& visit) const;
  // Nothing: no difference from there is known, or it would be longer than `most` entries; the whole zone is due.
  Result<std::optional<ZoneDifference>> difference(std::int64_t from, std::int64_t to, std::size_t most) const;
  // The serial of the large zone (docs/decisions/0032) as it was when the whole zone had this serial; nothing: there
  // was none yet.
  Result<std::optional<std::int64_t>> base(std::int64_t serial) const;
  // What leads from the large zone to this serial: for the small one before it. A large zone that is younger than
  // kBaseSettles may not be everywhere yet: then what leads from the one before it stands there too.
  Result<ZoneDifference> since_base(std::int64_t serial) const;
  // Whether since_base still says of this serial what it said when it was the newest.
  Result<bool> remembers(std::int64_t serial) const;
  // Orders that a resolver with this serial has carried out, in the caller's transaction.
  Result<void> carried(store::Transaction& tx, std::int64_t serial) const;
  // Forgets what ended longer ago than is kept, and before the large zones that stood then; how many rows. What stands
  // although its order isn't followed any more, or was left out, is looked at in the next step.
  Result<std::int64_t> forget() const;

 private:
  Result<bool> at_rest(Instant now) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const enforcement::Service& orders_;
  enforcement::OrderWatch watch_;
};

// Of the kept zone, for `muster ledger verify`: what no order put there.
std::vector<ledger::Invariant> invariants();

}  // namespace muster::zones
