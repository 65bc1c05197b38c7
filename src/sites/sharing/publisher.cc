#include "json.h"
#include "object_store.h"
#include <base/bytes.h>

#include <algorithm>

#include <fmt/format.h>
#include <sharing/publisher.h>

namespace muster::sharing {
namespace {

using store::Transaction;

constexpr std::string_view kActor = "system:sharing";

// STIX keeps milliseconds; others cut off what is finer.
Instant in_millis(Instant t) {
  return {t.micros / 1000 * 1000};
}

// The same object, revoked.
std::string revoked_json(const std::string& body, Instant modified) {
  auto object = boost::json::parse(body).as_object();
  object["modified"] = stix_time(modified);
  object["revoked"] = true;
  return boost::json::serialize(object);
}

// What is told in one transaction.
class Telling {
 public:
  Telling(Transaction& tx, const Speaker& speaker, Seal seal, Instant now)
      : tx_(tx), speaker_(speaker), seal_(std::move(seal)), now_(now) {}

  void tell(const std::string& order_id, const std::vector<enforcement::Entry>& entries) {
    SharedOrder order = select_shared_order(tx_, order_id);
    for (const auto& entry : entries) order.names.push_back({entry.name, entry.wildcard});
    std::sort(order.names.begin(), order.names.end());
    const auto before = select_told(tx_, order_id);
    order.turn = !before ? 1 : before->sha256.empty() ? before->turn + 1 : before->turn;
    const std::string sha256 = to_hex(muster::sha256(indicator_json(speaker_, order, {}, {}, false)));
    const std::string id = indicator_id(speaker_, order);
    const auto last = select_last(tx_, seal_, id);
    if (before && before->sha256 == sha256 && last && last->is_sealed) return;
    once("identity", authority_id(speaker_, order.authority), authority_json(speaker_, order.authority, millis()));
    for (const SharedName& each : order.names) once("domain-name", domain_object_id(each.name), domain_json(each.name));
    const Instant modified = last ? later(last->version) : millis();
    const Instant created = last && last->is_sealed ? created_of(*last) : modified;
    add({id, "indicator", indicator_json(speaker_, order, created, modified, false), modified, {}, true}, order_id,
        false);
    if (order.seen > 0 && (!last || !last->is_sealed))
      add({sighting_id(speaker_, order),
           "sighting",
           sighting_json(speaker_, order, modified, modified, false),
           modified,
           {},
           true},
          order_id, false);
    set_told(tx_, order_id, {order.turn, sha256});
    ++told_;
  }

  // Whether there was something to withdraw.
  bool withdraw(const std::string& order_id) {
    const auto before = select_told(tx_, order_id);
    if (!before || before->sha256.empty()) return false;
    for (const SharedObject& each : select_standing_of(tx_, seal_, order_id)) {
      if (!each.is_sealed) continue;  // it was never told
      const Instant modified = later(each.version);
      add({each.id, each.type, revoked_json(each.body, modified), modified, {}, true}, order_id, true);
    }
    set_told(tx_, order_id, {before->turn, ""});
    ++withdrawn_;
    return true;
  }

  void once(const std::string& type, const std::string& id, const std::string& body) {
    const auto last = select_last(tx_, seal_, id);
    if (!last || !last->is_sealed) add({id, type, body, last ? later(last->version) : millis(), {}, true}, "", false);
  }
  std::int64_t told() const { return told_; }
  std::int64_t withdrawn() const { return withdrawn_; }

 private:
  Instant millis() const { return in_millis(now_); }
  // A version is later than the one before, whatever the clock says.
  Instant later(Instant before) const { return std::max(millis(), in_millis(before) + std::chrono::milliseconds(1)); }
  static Instant created_of(const SharedObject& object) {
    return parse_rfc3339(text_of(boost::json::parse(object.body).as_object(), "created")).value();
  }
  void add(SharedObject object, const std::string& order_id, bool revoked) {
    object.added_at = next_added_at(tx_, now_);
    insert_object(tx_, seal_, object, order_id, revoked);
  }

  Transaction& tx_;
  const Speaker& speaker_;
  const Seal seal_;
  const Instant now_;
  std::int64_t told_ = 0, withdrawn_ = 0;
};

}  // namespace

std::string sealed_text(const SharedObject& object, std::string_view order_id) {
  return fmt::format("share\n{}\n{}\n{}\n{}\n{}\n", object.id, object.version.micros, object.type, order_id,
                     object.body);
}

Result<StepDone> Publisher::step() const {
  MUSTER_CHECK_OK(watch_.take_events());
  const Instant now = recorder_.clock().now();
  const Seal seal = seal_of(orders_);
  MUSTER_TRY(const bool rest, database_.read([&](Transaction& tx) -> Result<bool> {
    const auto own = select_last(tx, seal, speaker_.id());
    if (!own || !own->is_sealed) return false;
    return orders_.why_empty(tx).empty() ? watch_.due(tx, now, 1).empty() : select_told_ids(tx, 1).empty();
  }));
  if (rest) return StepDone{};
  return database_.write([&](Transaction& tx) -> Result<StepDone> {
    Telling turn(tx, speaker_, seal, now);
    if (const auto own = select_last(tx, seal, speaker_.id()); !own || !own->is_sealed) {
      turn.once("identity", speaker_.id(), identity_json(speaker_, in_millis(now)));
      watch_.seed(tx);
    }
    StepDone out;
    if (!orders_.why_empty(tx).empty()) {
      const auto all = select_told_ids(tx, kOrdersAStep);
      for (const std::string& id : all) turn.withdraw(id);
      if (!all.empty()) watch_.touch_all(tx);
      out.more = all.size() == static_cast<std::size_t>(kOrdersAStep);
    } else {
      const auto due = watch_.due(tx, now, kOrdersAStep);
      for (const std::string& id : due) {
        const auto judged = orders_.judge(tx, id);
        const bool sealed = judged && std::any_of(judged->entries.begin(), judged->entries.end(),
                                                  [](const auto& entry) { return entry.sealed; });
        if (judged && judged->stands && !judged->entries.empty() && !sealed)
          turn.tell(id, judged->entries);
        else
          turn.withdraw(id);
        if (judged)
          watch_.looked(tx, id, now, *judged);
        else
          watch_.over(tx, id);
      }
      out.more = due.size() == static_cast<std::size_t>(kOrdersAStep);
    }
    out.told = turn.told();
    out.withdrawn = turn.withdrawn();
    if (out.told + out.withdrawn > 0)
      recorder_.record(tx, kShared, std::string(kActor), "share", "orders",
                       fmt::format(R"({{"told":{},"withdrawn":{}}})", out.told, out.withdrawn));
    return out;
  });
}

Result<ObjectPage> Publisher::objects(const ObjectFilter& filter) const {
  const Seal seal = seal_of(orders_);
  return database_.read([&](Transaction& tx) -> Result<ObjectPage> { return select_objects(tx, seal, filter); });
}

Result<std::string> Publisher::xarf(const std::string& order, const XarfOrganisation& house,
                                    const std::string& address) const {
  return database_.read([&](Transaction& tx) -> Result<std::string> {
    auto told = select_xarf_order(tx, order);
    if (!told) return not_found("order_unknown", "There is no order with this number.");
    if (const auto why = orders_.why_not_standing(tx, told->order_id); !why.empty())
      return conflict(why[0].code, why[0].sentence);
    told->sender = house;
    if (told->reporter.email.empty()) told->reporter = house;  // the order itself names its authority
    if (!address.empty()) told->order_url = address + "/public/orders/" + told->number;
    return xarf_json(*told);
  });
}

Result<std::vector<std::string>> Publisher::provider_orders(const std::string& provider, const std::string& after,
                                                            int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    return select_provider_orders(tx, provider, after, limit);
  });
}

Result<std::int64_t> Publisher::count() const {
  return database_.read([](Transaction& tx) -> Result<std::int64_t> { return count_told(tx); });
}

}  // namespace muster::sharing
