// A renewal is a new decision of two persons on fresh evidence; all together stand no longer than the policy's total.
// Whether an order is a renewal follows from what it says, not from what it is called.
#include "flow.h"
#include <cases/service.h>
#include <policy/policy.h>

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr store::Sql kEarlier{
    "renewal_earlier",
    "select o.id, d.starts, o.expires_at, o.state, o.state_at from decision d join orders o on o.decision_id = d.id "
    "where d.scope_value = :scope and d.ground = :ground and d.scope_kind = :kind and d.state = 'confirmed' and d.id "
    "<> "
    ":decision and o.end_reason <> 'varied' order by d.starts desc limit 1000"};
// When the evidence came to be: of a visit or a document its own time, of words when they were tied.
constexpr store::Sql kEvidenceTime{
    "renewal_evidence_time",
    "select coalesce((select r.finished_at from test_run r where :kind = 'test_run' and r.id = :ref), (select "
    "t.created_at from document t where :kind = 'document' and t.id = :ref), :added) as at"};

std::vector<Stretch> earlier_orders(Transaction& tx, const Decision& d) {
  std::vector<Stretch> out;
  for (const auto& row : tx.query(
           kEarlier, {{"scope", d.scope_value}, {"ground", d.ground}, {"kind", d.scope_kind}, {"decision", d.id}})) {
    const std::string state = row.text("state");
    const bool over = state == "lifted" || state == "lapsed" || state == "expired";
    const Instant end = row.instant("expires_at");
    out.push_back({row.instant("starts"), over ? std::min(end, row.instant("state_at")) : end});
  }
  return out;
}

}  // namespace

Result<void> Flow::check_renewal(const Case& c, const Decision& d) {
  if (d.outcome != "violation" || !d.starts || !d.expires) return {};
  const auto earlier = earlier_orders(tx, d);
  const Duration gap = s.policy_.duration("order.renewal_gap"), total_max = s.policy_.duration("order.total_max");
  const bool renews =
      std::any_of(earlier.begin(), earlier.end(), [&](const Stretch& e) { return e.until + gap >= *d.starts; });
  if (!renews) return {};
  if (length_with_renewals(earlier, {*d.starts, *d.expires}, gap) > total_max)
    return refused(
        "renewal_total",
        fmt::format("With the orders before it this one would stand longer than {}, the most that all renewals "
                    "may last together.",
                    policy::to_string(s.policy_.term("order.total_max"))),
        "expires_at");
  const Instant oldest = now - s.policy_.duration("order.renewal_evidence_max_age");
  std::vector<Element> fresh;
  for (const Element& e : select_elements(tx, c.id)) {
    const auto row = tx.one(kEvidenceTime, {{"kind", e.evidence_kind}, {"ref", e.evidence_ref}, {"added", e.added_at}});
    if (row->instant("at") >= oldest) fresh.push_back(e);
  }
  if (const auto missing = missing_elements(d.ground, fresh, std::numeric_limits<std::int64_t>::max());
      !missing.empty())
    return refused(
        "renewal_evidence",
        fmt::format("This renews an order, so that evidence no older than {} is needed for: {}.",
                    policy::to_string(s.policy_.term("order.renewal_evidence_max_age")), fmt::join(missing, ", ")));
  return {};
}

Result<Case> Service::open_renewal(const std::string& order_id, const std::string& person) const {
  MUSTER_TRY(const Order o, order(order_id));
  if (o.state != "in_force" && o.state != "executed" && o.state != "verified" && o.state != "expired")
    return conflict("order_state", "This order is " + o.state + "; only one that stands or has expired is renewed.");
  MUSTER_TRY(const Case before, find_case(o.case_id));
  NewCase again{before.ground, before.name, before.url, "manual", o.id, "Renewal of " + o.number + "."};
  again.region = before.region;
  return open_case(again, person);
}

}  // namespace muster::cases
