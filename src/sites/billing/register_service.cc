#include "flow_due.h"
#include "register_store.h"
#include <base/text.h>
#include <parties/parties.h>

#include <algorithm>

#include <billing/charge_line.h>
#include <fmt/format.h>

namespace muster::billing {
namespace {

using store::Transaction;

Result<void> need_role(Transaction& tx, const std::string& person, std::initializer_list<const char*> any,
                       Instant now) {
  for (const char* role : any)
    if (parties::holds(tx, person, role, now)) return {};
  return refused("role_missing", "You do not hold a role that may do this.");
}
Result<void> need_second(Transaction& tx, const std::string& person, const std::string& first, Instant now) {
  MUSTER_CHECK_OK(need_role(tx, person, {parties::roles::kSupervisor}, now));
  if (person == first)
    return refused("same_person", "You proposed this yourself; another person confirms or refuses it.");
  return {};
}
Error service_unknown() {
  return not_found("service_unknown", "There is no such service.");
}
Error stale() {
  return {Failure::stale, "stale_version", "Somebody changed this meanwhile. Look at it anew and try again.", {}};
}
Error all_of(std::vector<Error> errors) {
  Error first = errors.front();
  first.all = std::move(errors);
  return first;
}
std::string body_of(const BillingService& s) {
  return fmt::format(R"({{"code":{},"state":"{}"}})", json_quote(s.code), s.state);
}
std::string body_of(const Price& p) {
  return fmt::format(R"({{"price_id":"{}","amount":{},"currency":"{}","from":"{}"}})", p.id, p.amount, p.currency,
                     to_rfc3339(p.from));
}

}  // namespace

Result<void> Register::need_proposer(Transaction& tx, const std::string& person, Instant now) {
  return need_role(tx, person, {parties::roles::kRegistrar, parties::roles::kOperator}, now);
}

Result<BillingService> Register::proposed(Transaction& tx, const NewService& given, const std::string& import_id,
                                          const std::string& person) const {
  const Instant now = recorder_.clock().now();
  const auto party = parties::find_party(tx, given.partner_id);
  if (!party || party->kind != "partner")
    return invalid("service_partner", "A service is of a party of the kind partner.", "partner_id");
  BillingService s;
  s.id = recorder_.new_id();
  s.code = given.code;
  s.name = given.name;
  s.partner_id = given.partner_id;
  s.first_text = given.first_text;
  s.second_text = given.second_text;
  s.behalf_text = given.behalf_text;
  s.flow = given.flow;
  s.import_id = import_id;
  s.state = "proposed";
  s.state_at = s.proposed_at = now;
  s.proposed_by = person;
  insert_service(tx, s);
  Price p;
  p.id = recorder_.new_id();
  p.service_id = s.id;
  p.amount = given.amount;
  p.currency = given.currency;
  p.from = given.from;
  p.proposed_by = person;
  p.proposed_at = now;
  insert_price(tx, p);
  recorder_.record(tx, kServiceProposed, person, kServiceRecord, s.id, body_of(s));
  s.partner_name = party->name;
  s.amount = p.amount;
  s.currency = p.currency;
  return s;
}

Result<BillingService> Register::propose(const NewService& given, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<BillingService> {
    const Instant now = recorder_.clock().now();
    MUSTER_CHECK_OK(need_proposer(tx, person, now));
    if (auto errors = check_service(given); !errors.empty()) return all_of(std::move(errors));
    if (find_service_by_code(tx, given.code, now))
      return conflict("service_code_taken", "There is a service with this code.", "code");
    return proposed(tx, given, "", person);
  });
}

Result<void> Register::decide_first_price(Transaction& tx, const BillingService& service, bool confirmed,
                                          const std::string& person) const {
  for (Price p : select_prices(tx, service.id)) {
    if (p.state != "proposed") continue;
    p.state = confirmed ? "confirmed" : "refused";
    p.decided_by = person;
    p.decided_at = recorder_.clock().now();
    decide_price(tx, p);
  }
  return {};
}

Result<BillingService> Register::apply(const std::string& id, std::int64_t version, const std::string& event,
                                       const std::string& reason, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<BillingService> {
    const Instant now = recorder_.clock().now();
    auto s = find_service(tx, id, now);
    if (!s) return service_unknown();
    MUSTER_TRY(const std::string next, next_service_state(s->state, event));
    if (s->version != version) return stale();
    if (event == "end") {
      MUSTER_CHECK_OK(need_proposer(tx, person, now));
      if (trim(reason).empty() || reason.size() > 2000)
        return invalid("end_reason", "Say why the service ends, in at most 2,000 bytes.", "reason");
      s->end_reason = reason;
    } else {
      MUSTER_CHECK_OK(need_second(tx, person, s->proposed_by, now));
      MUSTER_CHECK_OK(decide_first_price(tx, *s, event == "confirm", person));
      s->decided_by = person;
    }
    s->state = next;
    s->state_at = now;
    ++s->version;
    if (!update_service(tx, *s)) return stale();
    plan_walk(tx, *s, now);
    const auto& kind = event == "confirm" ? kServiceConfirmed : event == "refuse" ? kServiceRefused : kServiceEnded;
    recorder_.record(tx, kind, person, kServiceRecord, s->id, body_of(*s));
    return *find_service(tx, id, now);
  });
}

Result<std::int64_t> Register::confirm_import(const std::string& import_id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<std::int64_t> {
    const Instant now = recorder_.clock().now();
    const auto ids = ids_of_import(tx, import_id);
    if (ids.empty()) return not_found("import_unknown", "Nothing of such a file waits to be confirmed.");
    for (const auto& id : ids) {
      auto s = find_service(tx, id, now);
      MUSTER_CHECK_OK(need_second(tx, person, s->proposed_by, now));
      MUSTER_CHECK_OK(decide_first_price(tx, *s, true, person));
      s->decided_by = person;
      s->state = "active";
      s->state_at = now;
      ++s->version;
      update_service(tx, *s);
      plan_walk(tx, *s, now);
      recorder_.record(tx, kServiceConfirmed, person, kServiceRecord, s->id, body_of(*s));
    }
    return static_cast<std::int64_t>(ids.size());
  });
}

Result<BillingService> Register::change(const BillingService& changed, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<BillingService> {
    const Instant now = recorder_.clock().now();
    MUSTER_CHECK_OK(need_proposer(tx, person, now));
    auto s = find_service(tx, changed.id, now);
    if (!s) return service_unknown();
    if (s->version != changed.version) return stale();
    if (s->state == "refused" || s->state == "ended") return conflict("service_over", "What is over is not changed.");
    NewService given{s->code,
                     changed.name,
                     s->partner_id,
                     changed.first_text,
                     changed.second_text,
                     changed.behalf_text,
                     changed.flow,
                     0,
                     "XXX",
                     {}};
    if (auto errors = check_service(given); !errors.empty()) return all_of(std::move(errors));
    s->name = changed.name;
    s->first_text = changed.first_text;
    s->second_text = changed.second_text;
    s->behalf_text = changed.behalf_text;
    s->flow = changed.flow;
    ++s->version;
    if (!update_service(tx, *s)) return stale();
    plan_walk(tx, *s, now);
    recorder_.record(tx, kServiceChanged, person, kServiceRecord, s->id, body_of(*s));
    return *s;
  });
}

Result<Price> Register::propose_price(const std::string& id, std::int64_t amount, const std::string& currency,
                                      Instant from, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Price> {
    const Instant now = recorder_.clock().now();
    MUSTER_CHECK_OK(need_proposer(tx, person, now));
    const auto s = find_service(tx, id, now);
    if (!s) return service_unknown();
    if (s->state != "active") return conflict("service_state", "Only a service that is active gets another price.");
    if (amount < 0 || amount > kPriceMax)
      return invalid("price_amount", "A price is between 0 and 42,949,672.94.", "amount");
    if (!is_currency(currency))
      return invalid("price_currency", "A currency is three capital letters (ISO 4217).", "currency");
    const auto before = select_prices(tx, id);
    if (std::any_of(before.begin(), before.end(), [](const Price& p) { return p.state == "proposed"; }))
      return conflict("price_waits", "A price of this service waits for its second person already.");
    MUSTER_CHECK_OK(check_price_begin(before, from, now));
    Price p;
    p.id = recorder_.new_id();
    p.service_id = id;
    p.amount = amount;
    p.currency = currency;
    p.from = from;
    p.state = "proposed";
    p.proposed_by = person;
    p.proposed_at = now;
    insert_price(tx, p);
    recorder_.record(tx, kPriceProposed, person, kServiceRecord, id, body_of(p));
    return p;
  });
}

Result<Price> Register::apply_price(const std::string& id, const std::string& price_id, const std::string& event,
                                    const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Price> {
    const Instant now = recorder_.clock().now();
    if (event != "confirm" && event != "refuse")
      return invalid("event_unknown", "A price is confirmed or refused.", "event");
    auto before = select_prices(tx, id);
    const auto found = std::find_if(before.begin(), before.end(), [&](const Price& p) { return p.id == price_id; });
    if (found == before.end()) return not_found("price_unknown", "This service has no such price.");
    if (found->state != "proposed") return conflict("price_state", "This price was decided on already.");
    Price p = *found;
    before.erase(found);
    MUSTER_CHECK_OK(need_second(tx, person, p.proposed_by, now));
    const auto s = find_service(tx, id, now);
    if (s->state != "active") return conflict("service_state", "The first price is decided on with its service.");
    if (event == "confirm") MUSTER_CHECK_OK(check_price_begin(before, p.from, now));
    p.state = event == "confirm" ? "confirmed" : "refused";
    p.decided_by = person;
    p.decided_at = now;
    decide_price(tx, p);
    // The flow has to show the new price from then on.
    if (event == "confirm") plan_walk(tx, *s, std::max(now, p.from));
    recorder_.record(tx, event == "confirm" ? kPriceConfirmed : kPriceRefused, person, kServiceRecord, id, body_of(p));
    return p;
  });
}

Result<BillingService> Register::get(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<BillingService> {
    auto s = find_service(tx, id, recorder_.clock().now());
    if (!s) return service_unknown();
    return *s;
  });
}

Result<BillingService> Register::by_code(const std::string& code) const {
  return database_.read([&](Transaction& tx) -> Result<BillingService> {
    auto s = find_service_by_code(tx, code, recorder_.clock().now());
    if (!s) return service_unknown();
    return *s;
  });
}

Result<std::vector<BillingService>> Register::list(const ServiceFilter& filter) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<BillingService>> {
    ServiceFilter f = filter;
    f.limit = std::clamp(f.limit, 1, kPageMax + 1);
    return select_services(tx, f, recorder_.clock().now());
  });
}

Result<std::vector<Price>> Register::prices(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Price>> {
    auto out = select_prices(tx, id);
    std::reverse(out.begin(), out.end());
    return out;
  });
}

Result<std::vector<TariffService>> Register::tariff(Transaction& tx) const {
  return select_tariff(tx);
}

}  // namespace muster::billing
