#include "submission.h"

#include <base/text.h>
#include <persons/freeze.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

// PostgreSQL keeps a plan that it made when a table was all but empty: on a fresh register, a look-up of a hundred keys
// would read whole tables until statistics come. While the batch loads, each look-up is planned on the tables as they
// are; the writes that follow, with their triggers and foreign keys, go by kept plans.
constexpr store::Sql kPlanAnew{"batch_plan_anew", "set local plan_cache_mode = force_custom_plan"};
constexpr store::Sql kPlanKept{"batch_plan_kept", "set local plan_cache_mode = auto"};
constexpr std::size_t kFew = 4;  // so few are looked up by plans that are right at any size

Error together(std::vector<Error> faults) {
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

std::string captured_body(const Registration& r, const lines::Ownership& o, bool new_holder) {
  return fmt::format(
      R"({{"line":"{}","holder":"{}","new_holder":{},"dealer":{},"place":{},"device":{},"consent":{},"slot":{},"cap":{}}})",
      r.line_id, r.holder_id, new_holder, json_quote(r.dealer_id), json_quote(r.place), json_quote(r.device),
      json_quote(r.consent), o.slot, o.cap);
}

}  // namespace

Facts people_facts(store::Transaction& tx, const Prepared& prepared,
                   const std::map<std::string, persons::Shown>& people, Instant now) {
  Facts facts;
  facts.identity_index = prepared.identity_index;
  if (const auto shown = people.find(prepared.number_index.value); shown != people.end())
    facts.holder = &shown->second.holder;
  if (const auto shown = people.find(prepared.guardian_index.value); shown != people.end()) {
    facts.guardian = &shown->second.holder;
    facts.guardian_verified = ever_verified(tx, facts.guardian->id);
  }
  if (!prepared.proxy_index.empty()) {
    const auto acted = holders_proxied(tx, prepared.proxy_index);
    facts.proxy_is_holder = prepared.proxy_index == prepared.number_index;
    facts.proxy_persons =
        static_cast<std::int64_t>(acted.size()) - (facts.holder && acted.contains(facts.holder->id) ? 1 : 0);
  }
  const std::string& dealer = prepared.checked.capture.dealer_id;
  take_standing(facts, party_admission().standings(tx, {dealer}, now), dealer);
  return facts;
}

Error cap_reached() {
  return refused("cap_reached", "The person holds as many lines of this kind as one person may hold.",
                 "document_number");
}

void Batch::load(std::span<Prepared* const> captures) {
  std::vector<std::string> keys;
  std::vector<std::int64_t> msisdns;
  std::set<std::string> dealer_ids;
  for (const Prepared* p : captures) {
    keys.push_back(p->request_key);
    if (p->checked.msisdn != 0) msisdns.push_back(p->checked.msisdn);
    dealer_ids.insert(p->checked.capture.dealer_id);
  }
  by_key_ = find_by_keys(tx_, keys);
  if (!msisdns.empty()) lines_ = lines::find_by_msisdns(tx_, msisdns);
  dealers_ = admission_.standings(tx_, dealer_ids, now_);
  load_people(captures);
  load_others(captures);
}

// What few captures name: guardians, proxies, companies.
void Batch::load_others(std::span<Prepared* const> captures) {
  std::set<std::string> reserved_for;
  for (const Prepared* p : captures) {
    if (const auto shown = people_.find(p->guardian_index.value); shown != people_.end())
      if (ever_verified(tx_, shown->second.holder.id)) verified_guardians_.insert(shown->second.holder.id);
    if (!p->proxy_index.empty() && !proxied_.contains(p->proxy_index.value))
      proxied_.emplace(p->proxy_index.value, holders_proxied(tx_, p->proxy_index));
    const auto line = lines_.find(p->checked.msisdn);
    if (line != lines_.end() && !line->second.reserved_for.empty() &&
        line->second.reserved_for != p->checked.capture.dealer_id)
      reserved_for.insert(line->second.reserved_for);
  }
  for (const std::string& id : reserved_for)
    if (auto company = find_company(tx_, id)) companies_.emplace(id, std::move(*company));
}

void Batch::load_people(std::span<Prepared* const> captures) {
  std::vector<vault::Index> indexes;
  std::vector<std::string> people;
  for (const Prepared* p : captures)
    for (const vault::Index* index : {&p->number_index, &p->guardian_index})
      if (!index->empty()) indexes.push_back(*index);
  if (indexes.empty()) return;
  people_ = persons::find_by_documents(tx_, indexes);
  people.reserve(people_.size());
  for (const auto& [index, shown] : people_) people.push_back(shown.holder.counts_as());
  if (people.empty()) return;
  taken_ = lines::slots_taken(tx_, people);
  for (const auto& [index, shown] : people_)
    if (!shown.holder.same_as.empty()) people.push_back(shown.holder.id);
  frozen_ = persons::frozen(tx_, people);
}

Facts Batch::facts_of(const Prepared& prepared) const {
  Facts facts;
  if (const auto line = lines_.find(prepared.checked.msisdn); line != lines_.end()) facts.line = &line->second;
  if (const auto shown = people_.find(prepared.number_index.value); shown != people_.end())
    facts.holder = &shown->second.holder;
  if (const auto shown = people_.find(prepared.guardian_index.value); shown != people_.end())
    facts.guardian = &shown->second.holder;
  facts.identity_index = prepared.identity_index;
  facts.guardian_verified = facts.guardian && verified_guardians_.contains(facts.guardian->id);
  if (const auto acted = proxied_.find(prepared.proxy_index.value); acted != proxied_.end()) {
    facts.proxy_is_holder = prepared.proxy_index == prepared.number_index;
    facts.proxy_persons = static_cast<std::int64_t>(acted->second.size()) -
                          (facts.holder && acted->second.contains(facts.holder->id) ? 1 : 0);
  }
  if (facts.line)
    if (const auto company = companies_.find(facts.line->reserved_for); company != companies_.end())
      facts.company = &company->second;
  facts.frozen = facts.holder && (frozen_.contains(facts.holder->id) || frozen_.contains(facts.holder->counts_as()));
  if (facts.holder && facts.line)
    if (const auto taken = taken_.find({facts.holder->counts_as(), facts.line->kind}); taken != taken_.end())
      facts.taken = taken->second;
  take_standing(facts, dealers_, prepared.checked.capture.dealer_id);
  return facts;
}

Result<Submitted> Batch::decide_one(Prepared& prepared) {
  if (const auto before = by_key_.find(prepared.request_key); before != by_key_.end()) {
    if (before->second.request_hash != prepared.request_hash)
      return invalid("idempotency_key_reused",
                     "This Idempotency-Key was used for another registration. Take a new one.", "idempotency-key");
    return Submitted{before->second.registration, true};
  }
  const Facts facts = facts_of(prepared);
  Decision decision = decide(prepared.checked, facts, policy_);
  if (!decision.faults.empty()) return together(std::move(decision.faults));
  return accept(prepared, facts, decision);
}

// Keeps what is to be written, and changes what was loaded, so that the captures that follow see it.
Submitted Batch::accept(Prepared& prepared, const Facts& facts, const Decision& decision) {
  const Capture& c = prepared.checked.capture;
  const bool new_holder = facts.holder == nullptr;
  if (new_holder) {
    persons::Holder holder;
    holder.id = prepared.ready->holder.id;
    holder.category = prepared.checked.category;
    holder.identity_index = prepared.identity_index.value;
    holder.created_at = now_;
    if (facts.guardian) prepared.ready->holder.guardian_id = holder.guardian_id = facts.guardian->id;
    people_.emplace(prepared.number_index.value, persons::Shown{holder, holder.id});
    new_holders_.push_back(&*prepared.ready);
  }
  const auto& [holder, document_id] = people_.at(prepared.number_index.value);
  lines::Line& line = lines_.at(prepared.checked.msisdn);
  line.state = lines::State::registered;

  lines::Ownership ownership;
  ownership.id = recorder_.new_id();
  ownership.line_id = line.id;
  ownership.holder_id = holder.id;
  ownership.kind = line.kind;
  ownership.counted_under = holder.counts_as();
  ownership.slot = decision.slot;
  ownership.cap = decision.cap;
  ownership.ground_ref = prepared.registration_id;
  ownership.from = now_;
  taken_[{ownership.counted_under, ownership.kind}].insert(ownership.slot);

  Registration r;
  r.id = prepared.registration_id;
  r.state_since = r.captured_at = now_;
  r.method = policy_.text("registration.method") == "manual" ? Method::manual : Method::authority;
  if (r.method == Method::authority) r.next_check_at = now_;
  r.line_id = line.id;
  r.holder_id = holder.id;
  r.ownership_id = ownership.id;
  r.document_id = document_id;
  r.dealer_id = c.dealer_id;
  r.place = c.place;
  r.device = c.device;
  r.consent = c.consent;
  r.organisation_kind = c.organisation_kind;
  r.organisation_number = c.organisation_number;
  r.captured_by = prepared.actor;
  if (c.proxy) {
    proxied_[prepared.proxy_index.value].insert(holder.id);
    proxies_.emplace_back(r.id, &prepared);
  }
  happened_.push_back({kCaptured, prepared.actor, kRegistrationRecord, r.id, captured_body(r, ownership, new_holder)});
  ownerships_.push_back(std::move(ownership));
  registrations_.push_back({r, prepared.request_key, prepared.request_hash});
  by_key_.emplace(prepared.request_key, registrations_.back());
  --dealers_.at(r.dealer_id).left;
  ++accepted_[r.dealer_id];
  return Submitted{std::move(r), false};
}

Result<void> Batch::write() {
  if (registrations_.empty()) return {};
  MUSTER_CHECK_OK(persons::insert_all(tx_, vault_, new_holders_, "system:registration", now_));
  MUSTER_CHECK_OK(lines::give(tx_, ownerships_, now_));
  insert_all(tx_, registrations_);
  for (const auto& [id, prepared] : proxies_) MUSTER_CHECK_OK(insert_proxy(tx_, recorder_, vault_, id, *prepared));
  recorder_.record_all(tx_, happened_);
  return admission_.count(tx_, accepted_, now_);
}

Result<std::vector<Result<Submitted>>> Batch::run(std::span<Prepared* const> captures) {
  MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx_));
  for (Prepared* p : captures) index_people(*p, keys);
  const bool plan = tx_.backend() == store::Backend::postgres && captures.size() > kFew;
  if (plan) tx_.run(kPlanAnew);
  load(captures);
  if (plan) tx_.run(kPlanKept);
  std::vector<Result<Submitted>> out;
  out.reserve(captures.size());
  for (Prepared* p : captures) out.push_back(decide_one(*p));
  MUSTER_CHECK_OK(write());
  return out;
}

}  // namespace muster::registration
