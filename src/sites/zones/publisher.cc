#include <base/text.h>

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <zones/publisher.h>

namespace muster::zones {
namespace {

using store::Sql;
using store::Transaction;

constexpr std::string_view kActor = "system:zones";
constexpr Duration kSaysItLives =
    std::chrono::seconds(30);  // how often a zone without changes is written down as looked at
constexpr int kPage = 5000;

constexpr Sql kState{"zone_state_get", "select * from zone_state where id = 1"};
constexpr Sql kFirstState{
    "zone_state_first",
    "insert into zone_state(id, serial, floor_serial, changed_at, looked_at) values(1, :serial, :serial, :now, :now)"};
constexpr Sql kSetState{"zone_state_set",
                        "update zone_state set serial = :serial, changed_at = :changed, looked_at = :now, "
                        "closed = :closed where id = 1"};
constexpr Sql kSetFloor{"zone_state_floor", "update zone_state set floor_serial = :floor where id = 1"};
// Other orders that take the same away.
constexpr Sql kOthers{"zone_entry_others",
                      "select order_id from network_entry where name = :name and kind = :kind and order_id <> :id"};
constexpr Sql kOfOrder{
    "zone_entry_of_order",
    "select name, kind, from_serial, order_id, order_number, own, seal from zone_entry where order_id = :id "
    "and until_serial is null"};
constexpr Sql kStands{"zone_entry_stands",
                      "select name, kind, from_serial, order_id, order_number, own, seal from zone_entry "
                      "where name = :name and kind = :kind and until_serial is null"};
constexpr Sql kAdd{"zone_entry_add",
                   "insert into zone_entry(name, kind, from_serial, order_id, order_number, reversed, own, seal) "
                   "values(:name, :kind, :serial, :id, :number, :reversed, :own, :seal)"};
// Strictly below a name: by its labels from the last to the first.
constexpr Sql kBelow{"zone_entry_below",
                     "select name, kind, from_serial, order_id, order_number, own, seal from zone_entry "
                     "where until_serial is null and reversed >= :low and reversed < :high"};
constexpr Sql kCoveredAdd{"zone_covered_add",
                          "insert into zone_covered(reversed, kind, order_id) values(:reversed, :kind, :id) "
                          "on conflict(reversed, kind, order_id) do nothing"};
constexpr Sql kCoveredOf{"zone_covered_of", "select reversed, kind from zone_covered where order_id = :id"};
constexpr Sql kCoveredForget{"zone_covered_forget", "delete from zone_covered where order_id = :id"};
constexpr Sql kCoveredBelow{"zone_covered_below",
                            "select distinct order_id from zone_covered where reversed >= :low and reversed < :high"};
constexpr Sql kBase{"zone_base_at",
                    "select serial, entries, made_at from zone_base where serial <= :serial order by serial desc "
                    "limit 2"};
constexpr Sql kBaseAdd{"zone_base_add",
                       "insert into zone_base(serial, entries, made_at) values(:serial, :entries, :now)"};
// One from before the floor stays: what led from it can't be told any more, and that is known by it.
constexpr Sql kBaseForget{"zone_base_forget",
                          "delete from zone_base where serial < (select max(b.serial) from zone_base b "
                          "where b.serial < :floor)"};
constexpr Sql kChangesSince{"zone_changes_since",
                            "select (select count(*) from zone_entry where from_serial > :serial) + (select count(*) "
                            "from zone_entry where until_serial > :serial) as n"};
// Carried out by the entry itself, by the same entry of another order, or by one above it.
constexpr Sql kCarried{"zone_orders_carried",
                       "select o.id from orders o join order_watch z on z.follower = 'zones' and z.order_id = o.id "
                       "where o.state = 'in_force' "
                       "and o.executor = 'network' and z.left_out = '' and (exists(select 1 from network_entry n join "
                       "zone_entry e on e.name = n.name and e.kind = n.kind where n.order_id = o.id and e.until_serial "
                       "is null and e.from_serial <= :serial) or exists(select 1 from zone_covered c where "
                       "c.order_id = o.id)) order by o.id limit 500"};
constexpr Sql kEnd{"zone_entry_end",
                   "update zone_entry set until_serial = :serial "
                   "where name = :name and kind = :kind and until_serial is null"};
constexpr Sql kEndAll{"zone_entry_end_all", "update zone_entry set until_serial = :serial where until_serial is null"};
constexpr Sql kCount{"zone_entry_count",
                     "select count(*) as n from zone_entry where from_serial <= :serial "
                     "and (until_serial is null or until_serial > :serial)"};
constexpr Sql kPageOf{"zone_entry_page",
                      "select name, kind, from_serial, order_id, order_number, own, seal from zone_entry "
                      "where (name, kind) > (:name, :kind) "
                      "and from_serial <= :serial and (until_serial is null or until_serial > :serial) "
                      "order by name, kind limit :limit"};
constexpr Sql kRemoved{"zone_entry_removed",
                       "select name, kind, from_serial, order_id, order_number, own, seal from zone_entry "
                       "where until_serial > :from and until_serial <= :to and from_serial <= :from limit :limit"};
constexpr Sql kAdded{
    "zone_entry_added",
    "select name, kind, from_serial, order_id, order_number, own, seal from zone_entry "
    "where from_serial > :from and from_serial <= :to and (until_serial is null or until_serial > :to) limit :limit"};
// Entries of orders that aren't followed, or were left out when they were looked at last: put back by another hand.
constexpr Sql kUnfollowed{"zone_entry_unfollowed",
                          "select distinct e.order_id from zone_entry e where e.until_serial is null and not exists("
                          "select 1 from order_watch w where w.follower = 'zones' and w.order_id = e.order_id "
                          "and w.left_out = '') limit 500"};
constexpr Sql kForget{"zone_entry_forget", "delete from zone_entry where until_serial <= :floor"};

// Nothing: another hand wrote it.
std::optional<ZoneEntry> entry_of(const enforcement::Service& orders, const store::Row& row) {
  ZoneEntry out{row.text("name"), row.text("kind") == "wildcard", row.text("order_number"), row.flag("own")};
  if (row.text("seal") != orders.seal(sealed_text(out, row.text("order_id"), row.integer("from_serial")))) return {};
  return out;
}
// "www.bad.example" → "example.bad.www", and back.
std::string reversed(std::string_view name) {
  auto labels = split(name, '.');
  std::reverse(labels.begin(), labels.end());
  return fmt::format("{}", fmt::join(labels, "."));
}
// Everything strictly below a name, as `reversed` has it: '/' follows '.'.
store::Binds below(const std::string& name) {
  const std::string from = reversed(name);
  return {{"low", from + "."}, {"high", from + "/"}};
}
const char* kind_of(bool wildcard) {
  return wildcard ? "wildcard" : "exact";
}
ZoneState state_of(const store::Row& row) {
  return {row.integer("serial"), row.integer("floor_serial"), row.instant("changed_at"), row.instant("looked_at"),
          row.text("closed")};
}

bool base_is_due(Transaction& tx, std::int64_t serial, Instant now) {
  const auto newest = tx.query(kBase, {{"serial", serial}});
  if (newest.empty()) return true;
  const std::int64_t at = newest[0].integer("serial");
  const Duration age = now - newest[0].instant("made_at");
  if (at == serial || age < kBaseSettles) return false;
  if (age >= kBaseOld) return true;
  return tx.one(kChangesSince, {{"serial", at}})->integer("n") > std::max(kHotMost, newest[0].integer("entries") / 100);
}

// The large zones that the small one of this serial leads from, the newest first. A serial is at least the time in
// seconds: by it alone, so that one serial always says the same.
std::vector<std::int64_t> large_before(Transaction& tx, std::int64_t serial) {
  std::vector<std::int64_t> out;
  for (const auto& row : tx.query(kBase, {{"serial", serial}})) out.push_back(row.integer("serial"));
  const std::int64_t settles = std::chrono::duration_cast<std::chrono::seconds>(kBaseSettles).count();
  if (out.size() == 2 && serial >= out[0] + settles) out.pop_back();
  return out;
}

// The zone in one transaction: what an order puts there is put there, what it doesn't is ended.
class Turn {
 public:
  Turn(Transaction& tx, const enforcement::Service& orders, const enforcement::OrderWatch& watch, std::int64_t serial,
       Instant now)
      : tx_(tx), orders_(orders), watch_(watch), serial_(serial), now_(now) {}

  void look_at(const std::string& id) {
    auto judged = orders_.judge(tx_, id);
    const auto entries = judged ? std::move(judged->entries) : std::vector<enforcement::Entry>();
    std::set<ZoneEntry> before;
    for (const auto& row : tx_.query(kOfOrder, {{"id", id}})) {
      if (const auto entry = entry_of(orders_, row))
        before.insert(*entry);
      else
        end(row);
    }
    std::set<ZoneEntry> was_covered;
    for (const auto& row : tx_.query(kCoveredOf, {{"id", id}}))
      was_covered.insert({reversed(row.text("reversed")), row.text("kind") == "wildcard"});
    tx_.run(kCoveredForget, {{"id", id}});
    for (const enforcement::Entry& wanted : entries) {
      if (is_covered(wanted.name)) {  // one of its own that stood ends below
        cover({wanted.name, wanted.wildcard}, id);
        was_covered.erase({wanted.name, wanted.wildcard});
        continue;
      }
      if (before.erase({wanted.name, wanted.wildcard}) > 0) continue;
      if (stands(wanted.name, wanted.wildcard)) continue;  // by another order
      const ZoneEntry fresh{wanted.name, wanted.wildcard, wanted.order_number, wanted.own};
      tx_.run(kAdd, {{"name", fresh.name},
                     {"kind", kind_of(fresh.wildcard)},
                     {"serial", serial_},
                     {"id", id},
                     {"number", fresh.order},
                     {"reversed", reversed(fresh.name)},
                     {"own", fresh.own ? 1 : 0},
                     {"seal", orders_.seal(sealed_text(fresh, id, serial_))}});
      ++added_;
      if (wanted.wildcard) cover_below(wanted.name);
    }
    for (const ZoneEntry& gone : was_covered) touch_others(gone, id);
    for (const ZoneEntry& gone : before) {
      tx_.run(kEnd, {{"name", gone.name}, {"kind", kind_of(gone.wildcard)}, {"serial", serial_}});
      touch_others(gone, id);
      if (gone.wildcard) touch_all(kCoveredBelow, below(gone.name));
      ++removed_;
    }
    if (judged)
      watch_.looked(tx_, id, now_, *judged);
    else
      watch_.over(tx_, id);
  }
  void close() { removed_ += tx_.run(kEndAll, {{"serial", serial_}}); }
  bool changed() const { return added_ + removed_ > 0; }
  std::int64_t added() const { return added_; }
  std::int64_t removed() const { return removed_; }

 private:
  bool is_covered(std::string_view name) {
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1))
      if (stands(std::string(name.substr(dot + 1)), true)) return true;
    return false;
  }
  // What another hand wrote ends where it is met, and counts for nothing.
  bool stands(const std::string& name, bool wildcard) {
    const auto row = tx_.one(kStands, {{"name", name}, {"kind", kind_of(wildcard)}});
    if (row && !entry_of(orders_, *row)) end(*row);
    return row && entry_of(orders_, *row);
  }
  void end(const store::Row& row) {
    tx_.run(kEnd, {{"name", row.text("name")}, {"kind", row.text("kind")}, {"serial", serial_}});
  }
  void cover(const ZoneEntry& entry, const std::string& id) {
    tx_.run(kCoveredAdd, {{"reversed", reversed(entry.name)}, {"kind", kind_of(entry.wildcard)}, {"id", id}});
  }
  // What stands below is taken away by the one above from now on.
  void cover_below(const std::string& name) {
    for (const auto& row : tx_.query(kBelow, below(name))) {
      end(row);
      if (const auto entry = entry_of(orders_, row)) {
        cover(*entry, row.text("order_id"));
        ++removed_;
      }
    }
  }
  void touch_all(const Sql& orders, const store::Binds& binds) {
    for (const auto& row : tx_.query(orders, binds)) watch_.touch(tx_, row.text("order_id"));
  }
  void touch_others(const ZoneEntry& entry, const std::string& id) {
    touch_all(kOthers, {{"name", entry.name}, {"kind", kind_of(entry.wildcard)}, {"id", id}});
  }

  Transaction& tx_;
  const enforcement::Service& orders_;
  const enforcement::OrderWatch& watch_;
  const std::int64_t serial_;
  const Instant now_;
  std::int64_t added_ = 0, removed_ = 0;
};

}  // namespace

std::string sealed_text(const ZoneEntry& entry, std::string_view order_id, std::int64_t from_serial) {
  return fmt::format("zone\n{}\n{}\n{}\n{}\n{}\n{}\n", entry.name, kind_of(entry.wildcard), from_serial, order_id,
                     entry.order, int{entry.own});
}

// Whether there is nothing to do: most steps end here, without a write.
Result<bool> Publisher::at_rest(Instant now) const {
  return database_.read([&](Transaction& tx) -> Result<bool> {
    const auto row = tx.one(kState);
    if (!row || now - row->instant("looked_at") >= kSaysItLives) return false;
    const auto why = orders_.why_empty(tx);
    if ((why.empty() ? "" : why[0]) != row->text("closed")) return false;
    return !why.empty() || watch_.due(tx, now, 1).empty();
  });
}

Result<StepDone> Publisher::step() const {
  MUSTER_CHECK_OK(watch_.take_events());
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const bool rest, at_rest(now));
  if (rest) {
    MUSTER_TRY(const auto as_it_is, state());
    return StepDone{false, false, false, as_it_is.serial};
  }
  return database_.write([&](Transaction& tx) -> Result<StepDone> {
    auto row = tx.one(kState);
    if (!row) {
      tx.run(kFirstState, {{"serial", now.micros / 1'000'000}, {"now", now}});
      watch_.seed(tx);
      row = tx.one(kState);
    }
    const ZoneState before = state_of(*row);
    // Never lower than before, and never lower than the time: a database that was put back confuses no resolver.
    const std::int64_t serial = std::max(before.serial + 1, now.micros / 1'000'000);
    Turn turn(tx, orders_, watch_, serial, now);
    const auto why = orders_.why_empty(tx);
    const std::string closed = why.empty() ? "" : why[0];
    std::size_t looked = 0;
    if (!closed.empty()) {
      if (before.closed.empty()) turn.close();
    } else {
      if (!before.closed.empty()) watch_.touch_all(tx);
      // What one order leaves to others is looked at within the same serial: no name is open in between.
      std::set<std::string> seen;
      for (bool some = true; some && looked < static_cast<std::size_t>(kOrdersAStep);) {
        some = false;
        for (const std::string& id : watch_.due(tx, now, kOrdersAStep)) {
          if (!seen.insert(id).second) continue;
          turn.look_at(id);
          some = true;
          ++looked;
        }
      }
    }
    const bool changed = turn.changed();
    // What another order carries on is due at once: it was touched above.
    const bool more = closed.empty() && looked > 0 && !watch_.due(tx, now, 1).empty();
    // A large zone has a serial of its own: what the small one said at an earlier one stays as it was.
    const bool base = !more && base_is_due(tx, changed ? serial : before.serial, now);
    const std::int64_t as_it_is = changed || base ? serial : before.serial;
    tx.run(kSetState,
           {{"serial", as_it_is}, {"changed", changed ? now : before.changed_at}, {"now", now}, {"closed", closed}});
    if (changed)
      recorder_.record(
          tx, kChanged, std::string(kActor), "zone", "rpz",
          fmt::format("{{\"serial\":{},\"added\":{},\"removed\":{}}}", serial, turn.added(), turn.removed()));
    if (base)
      tx.run(kBaseAdd,
             {{"serial", as_it_is}, {"entries", tx.one(kCount, {{"serial", as_it_is}})->integer("n")}, {"now", now}});
    return StepDone{changed, more, base, as_it_is};
  });
}

Result<bool> Publisher::catch_up(int steps_most) const {
  StepDone done{.more = true};
  for (int i = 0; done.more && i < steps_most; ++i) {
    MUSTER_TRY(done, step());
  }
  return !done.more;
}

Result<ZoneState> Publisher::state() const {
  return database_.read([](Transaction& tx) -> Result<ZoneState> {
    const auto row = tx.one(kState);
    return row ? state_of(*row) : ZoneState{};
  });
}

Result<std::int64_t> Publisher::count(std::int64_t serial) const {
  return database_.read([&](Transaction& tx) -> Result<std::int64_t> {
    return tx.one(kCount, {{"serial", serial}})->integer("n");
  });
}

Result<void> Publisher::each(std::int64_t serial,
                             const std::function<bool(const std::vector<ZoneEntry>&)>& visit) const {
  std::string name, kind;  // read last
  for (;;) {
    std::size_t rows = 0;
    MUSTER_TRY(const auto page, database_.read([&](Transaction& tx) -> Result<std::vector<ZoneEntry>> {
      std::vector<ZoneEntry> out;
      const auto found = tx.query(kPageOf, {{"name", name}, {"kind", kind}, {"serial", serial}, {"limit", kPage}});
      rows = found.size();
      for (const auto& row : found)
        if (auto entry = entry_of(orders_, row)) out.push_back(std::move(*entry));
      if (rows > 0) {
        name = found.back().text("name");
        kind = found.back().text("kind");
      }
      return out;
    }));
    if (rows == 0 || !visit(page) || rows < static_cast<std::size_t>(kPage)) return {};
  }
}

Result<std::optional<ZoneDifference>> Publisher::difference(std::int64_t from, std::int64_t to,
                                                            std::size_t most) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<ZoneDifference>> {
    const auto row = tx.one(kState);
    if (!row || from < row->integer("floor_serial") || from > to) return std::optional<ZoneDifference>();
    const auto apart = [](const ZoneEntry& a, const ZoneEntry& b) {
      return std::tie(a.name, a.wildcard, a.own) < std::tie(b.name, b.wildcard, b.own);
    };
    bool longer = false;
    const auto all = [&](const Sql& sql) {
      std::vector<ZoneEntry> out;
      const auto rows = tx.query(sql, {{"from", from}, {"to", to}, {"limit", most + 1}});
      longer = longer || rows.size() > most;
      for (const auto& each : rows)
        if (auto entry = entry_of(orders_, each)) out.push_back(std::move(*entry));
      std::sort(out.begin(), out.end(), apart);
      return out;
    };
    const auto removed = all(kRemoved), added = all(kAdded);
    if (longer || removed.size() + added.size() > most) return std::optional<ZoneDifference>();
    ZoneDifference out;  // what one order took over from another of the same kind is neither
    std::set_difference(removed.begin(), removed.end(), added.begin(), added.end(), std::back_inserter(out.removed),
                        apart);
    std::set_difference(added.begin(), added.end(), removed.begin(), removed.end(), std::back_inserter(out.added),
                        apart);
    return std::optional(std::move(out));
  });
}

Result<std::optional<std::int64_t>> Publisher::base(std::int64_t serial) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<std::int64_t>> {
    const auto newest = tx.query(kBase, {{"serial", serial}});
    return newest.empty() ? std::nullopt : std::optional(newest[0].integer("serial"));
  });
}

Result<ZoneDifference> Publisher::since_base(std::int64_t serial) const {
  MUSTER_TRY(const auto bases, database_.read([&](Transaction& tx) -> Result<std::vector<std::int64_t>> {
    return large_before(tx, serial);
  }));
  ZoneDifference all;
  for (const std::int64_t from : bases) {
    MUSTER_TRY(auto one, difference(from, serial, kSinceBaseMost));
    if (!one) continue;  // the large one is due first; it is told of
    std::move(one->removed.begin(), one->removed.end(), std::back_inserter(all.removed));
    std::move(one->added.begin(), one->added.end(), std::back_inserter(all.added));
  }
  return all;
}

Result<bool> Publisher::remembers(std::int64_t serial) const {
  return database_.read([&](Transaction& tx) -> Result<bool> {
    const auto row = tx.one(kState);
    const auto bases = large_before(tx, serial);
    return row && !bases.empty() && bases.back() >= row->integer("floor_serial");
  });
}

Result<void> Publisher::carried(Transaction& tx, std::int64_t serial) const {
  std::vector<std::string> ids;
  for (const auto& order : tx.query(kCarried, {{"serial", serial}})) ids.push_back(order.text("id"));
  return orders_.carried_out(tx, ids);
}

Result<std::int64_t> Publisher::forget() const {
  const std::int64_t until = (recorder_.clock().now() - kHistoryKept).micros / 1'000'000;
  return database_.write([&](Transaction& tx) -> Result<std::int64_t> {
    const auto row = tx.one(kState);
    if (row)
      for (const auto& each : tx.query(kUnfollowed)) watch_.follow(tx, each.text("order_id"));
    // Back to the large zone before the one that stood then: the small one leads from either.
    const auto bases = tx.query(kBase, {{"serial", until}});
    const std::int64_t floor = bases.empty() ? 0 : bases.back().integer("serial");
    if (!row || floor <= row->integer("floor_serial")) return std::int64_t{0};
    tx.run(kSetFloor, {{"floor", floor}});
    tx.run(kBaseForget, {{"floor", floor}});
    return tx.run(kForget, {{"floor", floor}});
  });
}

}  // namespace muster::zones
