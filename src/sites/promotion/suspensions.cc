#include "finding_store.h"
#include "link_store.h"
#include <base/text.h>
#include <cases/records.h>
#include <partners/service.h>
#include <store/key_range.h>

#include <algorithm>

#include <fmt/format.h>
#include <promotion/suspensions.h>

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr int kRetestMax = 500;

#define STANDING                                                                                                      \
  "select d.scope_value, d.ground, d.case_id, o.id, o.number, o.issued_at, o.expires_at from decision d join orders " \
  "o "                                                                                                                \
  "on o.decision_id = d.id where d.measure = 'contract' and o.state in ('in_force', 'executed', 'verified') and "     \
  "o.expires_at > :now and "
constexpr Sql kStandingOf{"promo_suspension_of", STANDING "d.scope_value = :scope order by o.id limit 1"};
constexpr Sql kStandingBelow{"promo_suspensions_below", STANDING
                             "d.scope_value >= :low and d.scope_value < :high order by d.scope_value, o.id limit "
                             "500"};
constexpr Sql kFindingOfCase{"promo_finding_of_case", "select id from promo_finding where case_id = :case_id limit 1"};

std::optional<Suspension> suspension_from(const store::Row& row) {
  const auto scope = scope_of(row.text("scope_value"));
  if (!scope) return std::nullopt;
  return Suspension{*scope,
                    row.text("id"),
                    row.text("number"),
                    row.text("case_id"),
                    row.text("ground"),
                    row.instant("issued_at"),
                    row.instant("expires_at")};
}

std::optional<Finding> finding_of_case(Transaction& tx, const std::string& case_id) {
  const auto row = tx.one(kFindingOfCase, {{"case_id", case_id}});
  return row ? select_finding(tx, row->text("id")) : std::nullopt;
}

bool is_within(const Finding& finding, const Scope& scope) {
  if (scope.kind == Scope::Kind::partner) return true;
  if (scope.kind == Scope::Kind::link) return finding.code == scope.value;
  return finding.channel == scope.value || finding.channel.starts_with(scope.value + "/");
}

// The orders that stand against a partner's scope now; the narrowest scope first.
std::optional<Suspension> suspension_of(Transaction& tx, const std::string& partner_number, std::string_view path,
                                        std::string_view code, Instant now) {
  for (const std::string& scope : scopes_above(partner_number, path, code))
    if (const auto row = tx.one(kStandingOf, {{"scope", scope}, {"now", now}})) return suspension_from(*row);
  return std::nullopt;
}

// All that stand of one partner.
std::vector<Suspension> suspensions_of_partner(Transaction& tx, const std::string& number, Instant now) {
  std::vector<Suspension> out;
  const auto add = [&](const store::Row& row) {
    if (auto one = suspension_from(row)) out.push_back(std::move(*one));
  };
  for (const char* kind : {"link:", "channel:"}) {
    const std::string low = kind + number + "/";
    for (const auto& row : tx.query(kStandingBelow, {{"low", low}, {"high", low + store::kBeyond}, {"now", now}}))
      add(row);
  }
  if (const auto row = tx.one(kStandingOf, {{"scope", "partner:" + number}, {"now", now}})) add(*row);
  return out;
}

}  // namespace

Result<void> Suspensions::check(Transaction& tx, const cases::Case& about, const cases::Decision& d) const {
  const Error unknown = invalid(
      "contract_unknown", "Name what is suspended: “link:P-…/code”, “channel:P-…/path” or “partner:P-…”.", "scope");
  const auto scope = scope_of(d.scope_value);
  if (!scope) return unknown;
  const auto partner = partners::find_partner(tx, scope->partner);
  if (!partner || partner->number != scope->partner) return unknown;
  if (scope->kind == Scope::Kind::channel && !find_channel(tx, partner->id, scope->value)) return unknown;
  if (scope->kind == Scope::Kind::link && select_link_history(tx, partner->id, scope->value).empty()) return unknown;
  // A case that was opened by other ways (of a charged service) names its partner alone.
  const auto found = finding_of_case(tx, about.id);
  if (found && (found->partner_id != partner->id || !is_within(*found, *scope)))
    return refused("contract_beyond_case", "The scope is not what this case was opened about.", "scope");
  return {};
}

Result<void> Suspensions::stands(Transaction& tx, const cases::Order& order, bool stands,
                                 const std::string& actor) const {
  const auto scope = scope_of(order.scope_value);
  if (!scope) return {};
  const auto partner = partners::find_partner(tx, scope->partner);
  if (!partner) return {};
  if (scope->kind == Scope::Kind::partner)
    MUSTER_CHECK_OK(stands ? partners_.order_began(tx, partner->id, order.id, actor)
                           : partners_.order_ended(tx, partner->id, order.id, actor));
  recorder_.record(tx, stands ? kScopeSuspended : kScopeRestored, actor, kScopeRecord, order.scope_value,
                   fmt::format(R"({{"scope":{},"order":"{}","number":"{}","state":"{}"}})",
                               json_quote(order.scope_value), order.id, order.number, order.state));
  return {};
}

Result<Checklist> Suspensions::checklist_of(Transaction& tx, const cases::Order& order) const {
  const auto scope = scope_of(order.scope_value);
  const auto partner = scope ? partners::find_partner(tx, scope->partner) : std::nullopt;
  if (order.measure != "contract" || !partner)
    return conflict("order_no_contract", "This order is not on a partner's contract.");
  Checklist out;
  out.suspension = {*scope, order.id, order.number, order.case_id, order.ground, order.issued_at, order.expires_at};
  // What was open when the order came, and what was found since.
  for (Finding& f : select_findings_since(tx, partner->id, *scope, order.issued_at, kRetestMax)) {
    const bool met = f.state != FindingState::open;
    out.items.push_back({std::move(f), met});
  }
  out.complete = std::all_of(out.items.begin(), out.items.end(), [](const RetestItem& i) { return i.met; });
  return out;
}

Result<void> Suspensions::may_lift(Transaction& tx, const cases::Order& order) const {
  if (!scope_of(order.scope_value)) return {};
  MUSTER_TRY(const Checklist list, checklist_of(tx, order));
  if (list.complete) return {};
  const auto open = std::count_if(list.items.begin(), list.items.end(), [](const RetestItem& i) { return !i.met; });
  return conflict("retest_open",
                  fmt::format("{} of {} findings are not tested away yet; see the checklist of the order.", open,
                              list.items.size()));
}

std::string Suspensions::party_of(Transaction& tx, const cases::Case& about) const {
  const auto found = finding_of_case(tx, about.id);
  const auto partner = found ? partners::find_partner(tx, found->partner_id) : std::nullopt;
  return partner ? partner->party_id : std::string();
}

Result<Checklist> Suspensions::checklist(const std::string& key) const {
  return database_.read([&](Transaction& tx) -> Result<Checklist> {
    const auto order = cases::select_order(tx, key);
    if (!order) return not_found("order_unknown", "There is no order with this number.");
    return checklist_of(tx, *order);
  });
}

Result<std::vector<Suspension>> Suspensions::of_partner(const std::string& number) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Suspension>> {
    return suspensions_of_partner(tx, number, recorder_.clock().now());
  });
}

Result<std::vector<std::string>> Suspensions::scopes_of_case(const std::string& case_id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    const auto found = finding_of_case(tx, case_id);
    if (!found) return std::vector<std::string>{};
    return scopes_above(found->partner_number, found->channel, found->code);
  });
}

Result<std::optional<Suspension>> Suspensions::of_link(const std::string& number, const std::string& path,
                                                       const std::string& code) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<Suspension>> {
    return suspension_of(tx, number, path, code, recorder_.clock().now());
  });
}

Result<partners::Partner> Suspensions::retested(const std::string& partner_id, std::int64_t version,
                                                const std::string& words, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<partners::Partner> {
    MUSTER_TRY(const auto partner, partners::need_partner(tx, partner_id));
    if (const auto order = cases::select_order(tx, partner.suspended_order_id)) MUSTER_CHECK_OK(may_lift(tx, *order));
    partners::Service::Step step;
    step.event = partners::Event::retest;
    step.reasons = words;
    return partners_.step(tx, partner.id, version, step, person);
  });
}

}  // namespace muster::promotion
