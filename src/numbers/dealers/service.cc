#include "dealer_store.h"
#include "faults.h"
#include <base/text.h>
#include <lines/rules.h>
#include <parties/parties.h>

#include <dealers/rules.h>
#include <dealers/service.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

std::string contract_body(const Dealer& d) {
  return fmt::format(R"({{"contract":{},"region":{},"parent":{},"quota":{}}})", json_quote(d.contract_number),
                     json_quote(d.region), json_quote(d.parent_id), d.quota);
}

Result<Dealer> to_change(store::Transaction& tx, const std::string& id, std::int64_t version) {
  auto dealer = find_dealer(tx, id);
  if (!dealer) return unknown_dealer();
  if (dealer->version != version) return changed_meanwhile();
  ++dealer->version;
  return std::move(*dealer);
}

constexpr int kRechecksLookedAt = 200;  // newest suspensions of all dealers

std::string recheck_arguments(const std::string& dealer_id, std::int64_t registrations) {
  return fmt::format(R"({{"dealer":{},"registrations":{}}})", json_quote(dealer_id), registrations);
}

}  // namespace

Result<Dealer> Service::apply(const std::string& actor, const NewDealer& dealer) const {
  MUSTER_CHECK_OK(check(dealer));
  return database_.write([&](store::Transaction& tx) -> Result<Dealer> {
    const auto party = parties::find_party(tx, dealer.id);
    if (!party || (party->kind != "partner" && party->kind != "carrier"))
      return invalid("dealer_party", "A dealer is a partner or carrier on record; enter the party first.", "id");
    if (find_dealer(tx, dealer.id)) return conflict("dealer_exists", "This party is a dealer already.", "id");
    if (!dealer.parent_id.empty() && chain_of(tx, dealer.parent_id).size() + 1 > kChainMax - 1)
      return refused("dealer_parent", "Dealers stand under one another five deep at most.", "parent_id");
    Dealer made{dealer, State::applied, recorder_.clock().now(), "", 1};
    insert(tx, made);
    recorder_.record(tx, kApplied, actor, kDealerRecord, made.id, contract_body(made));
    return made;
  });
}

Result<Dealer> Service::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Dealer> {
    auto found = find_dealer(tx, id);
    return found ? Result<Dealer>(std::move(*found)) : unknown_dealer();
  });
}

Result<std::vector<Dealer>> Service::list(const std::string& state, const std::string& parent, const std::string& after,
                                          int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Dealer>> {
    return list_dealers(tx, state, parent, after, page_limit(limit));
  });
}

Result<Dealer> Service::change_contract(const std::string& actor, std::int64_t version, const NewDealer& dealer) const {
  MUSTER_CHECK_OK(check(dealer));
  return database_.write([&](store::Transaction& tx) -> Result<Dealer> {
    MUSTER_TRY(Dealer d, to_change(tx, dealer.id, version));
    if (d.state == State::ended) return conflict("dealer_ended", "This dealer has ended; it stays as it is.");
    const std::string parent = d.parent_id;
    static_cast<NewDealer&>(d) = dealer;
    d.parent_id = parent;
    if (!change(tx, d)) return changed_meanwhile();
    recorder_.record(tx, kContractChanged, actor, kDealerRecord, d.id, contract_body(d));
    return d;
  });
}

Result<Dealer> Service::take(const std::string& actor, const std::string& id, std::int64_t version, Event event,
                             const std::string& reason) const {
  return database_.write([&](store::Transaction& tx) -> Result<Dealer> {
    MUSTER_TRY(Dealer d, to_change(tx, id, version));
    const Transition* found = find_transition(d.state, event);
    if (!found)
      return conflict("dealer_state", fmt::format("This step is not open to a dealer that is {}.", to_text(d.state)));
    if (found->needs_reason && !lines::is_code(reason)) return reason_missing();
    if (!found->needs_reason && !reason.empty() && !lines::is_code(reason)) return reason_missing();
    d.state = found->to;
    d.state_since = recorder_.clock().now();
    d.reason = found->needs_reason ? reason : std::string();
    if (!change(tx, d)) return changed_meanwhile();
    recorder_.record(tx, kStepped, actor, kDealerRecord, d.id,
                     fmt::format(R"({{"event":"{}","state":"{}","reason":{}}})", to_text(event), to_text(d.state),
                                 json_quote(reason)));
    if (found->rechecks)
      MUSTER_CHECK_OK(jobs_.enqueue(tx, actor, kRecheckJob, recheck_arguments(d.id, registrations_of(tx, d.id))));
    return d;
  });
}

Result<std::optional<Recheck>> Service::recheck(const std::string& id) const {
  MUSTER_TRY(const auto newest, jobs_.list(kRecheckJob, "", "", kRechecksLookedAt));
  const std::string of = fmt::format(R"({{"dealer":{},)", json_quote(id));
  for (const jobs::Job& job : newest) {
    if (!job.arguments.starts_with(of)) continue;
    return database_.read([&](store::Transaction& tx) -> Result<std::optional<Recheck>> {
      return std::optional(Recheck{job.id, registrations_waiting(tx, id, kRecheckCountMax)});
    });
  }
  return std::optional<Recheck>();
}

Result<std::int64_t> Service::accepted_today(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    return accepted_on(tx, id, policy_.calendar().local_day(recorder_.clock().now()));
  });
}

Result<Place> Service::add_place(const std::string& actor, Place place) const {
  MUSTER_CHECK_OK(check(place));
  return database_.write([&](store::Transaction& tx) -> Result<Place> {
    if (!find_dealer(tx, place.dealer_id)) return unknown_dealer();
    place.made_at = recorder_.clock().now();
    insert(tx, place);
    recorder_.record(tx, kPlaceMade, actor, kDealerRecord, place.dealer_id,
                     fmt::format(R"({{"place":{},"region":{}}})", json_quote(place.code), json_quote(place.region)));
    return place;
  });
}

Result<std::vector<Place>> Service::places(const std::string& dealer_id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Place>> {
    return places_of(tx, dealer_id, after, page_limit(limit));
  });
}

}  // namespace muster::dealers
