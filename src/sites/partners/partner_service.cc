#include "partner_store.h"
#include <base/text.h>
#include <notices/notices.h>
#include <parties/roles.h>
#include <partners/service.h>
#include <policy/policy.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::partners {
namespace {

using store::Transaction;

constexpr int kPageMax = 500;
constexpr const char* kSystem = "system:partners";

Error partner_stale() {
  return {Failure::stale, "stale", "Somebody changed this partner since you read it. Look again.", {}, {}};
}
Error not_open(State state) {
  return conflict("partner_state", fmt::format("This step is not open to a partner that is {}.", to_text(state)));
}

const events::Kind& kind_of(Event event, State to) {
  if (event == Event::suspend) return kSuspended;
  if (event == Event::resume || event == Event::restore) return kRestored;
  return to == State::barred ? kBarred : to == State::ended ? kEnded : kMoved;
}

// What the step itself sets; the state is set already.
void set_fields(Partner& p, const Service::Step& asked, const std::string& person, const policy::Policy& policy,
                Instant now) {
  const auto renewed = [&] {
    if (!asked.agreement.number.empty()) p.agreement = asked.agreement;
  };
  switch (asked.event) {
    case Event::pass_test:
      p.test_ref = trim(asked.reasons);
      break;
    case Event::agree:
      renewed();
      p.agreed_by = person;
      break;
    case Event::activate:
      p.activated_by = person;
      p.qualified_until = policy.due("partners.qualified_for", now);
      break;
    case Event::reopen:
      ++p.round;
      break;
    case Event::requalify:
      renewed();
      p.qualified_until = policy.due("partners.qualified_for", now);
      break;
    case Event::bar:
      p.barred_by = person;
      p.barred_until = asked.until;
      break;
    case Event::end:
      p.end_reason = trim(asked.reasons);
      break;
    default:
      break;
  }
}

}  // namespace

Result<Partner> Service::apply_for(const NewPartner& asked, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Partner> {
    const Instant now = recorder_.clock().now();
    const auto who = parties::find_person(tx, person);
    const bool own =
        who && who->party_id == asked.party_id && parties::holds(tx, person, parties::roles::kPartnerUser, now);
    if (!own && !parties::holds(tx, person, parties::roles::kRegistrar, now))
      return refused("role_missing", "A registrar enters an application, or somebody of the party itself.");
    const auto party = parties::find_party(tx, asked.party_id);
    MUSTER_CHECK_OK(check_application(asked, party, bar_of(tx, asked.party_id, asked.kind), now));
    Partner p;
    static_cast<NewPartner&>(p) = asked;
    p.licence_number =
        trim(asked.licence_number).empty() ? party->licence_number : std::string(trim(asked.licence_number));
    p.id = recorder_.new_id();
    p.number = next_partner_number(tx, now);
    p.applied_by = person;
    p.applied_at = now;
    insert_partner(tx, p);
    recorder_.record(
        tx, kApplied, person, kRecord, p.id,
        fmt::format(R"({{"number":"{}","kind":"{}","party":"{}"}})", p.number, to_text(p.kind), p.party_id));
    return *find_partner(tx, p.id);
  });
}

Result<Partner> Service::moved(Transaction& tx, const Partner& before, Partner after, Event event,
                               const std::string& reasons, const std::string& actor) const {
  if (!update_partner(tx, after)) return partner_stale();
  recorder_.record(
      tx, kind_of(event, after.state), actor, kRecord, after.id,
      fmt::format(
          R"({{"number":"{}","kind":"{}","party":"{}","from":"{}","to":"{}","event":"{}","order":"{}","round":{},)"
          R"("reasons":{}}})",
          after.number, to_text(after.kind), after.party_id, to_text(before.state), to_text(after.state),
          to_text(event), after.suspended_order_id, after.round, json_quote(reasons)));
  return *find_partner(tx, after.id);
}

Result<std::string> Service::write_to(Transaction& tx, const std::string& actor, const char* letter,
                                      const std::string& party_id, const std::string& partner_id,
                                      std::map<std::string, std::string> values) const {
  notices::NewNotice notice;
  notice.kind = letter;
  notice.party_id = party_id;
  notice.record_kind = kRecord;
  notice.record_id = partner_id;
  notice.values = std::move(values);
  return notices_.send(tx, actor, notice);
}

Result<Partner> Service::step(const std::string& id, std::int64_t version, const Step& asked,
                              const std::string& person) const {
  return database_.write([&](Transaction& tx) { return step(tx, id, version, asked, person); });
}

Result<Partner> Service::step(Transaction& tx, const std::string& id, std::int64_t version, const Step& asked,
                              const std::string& person) const {
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const Partner found, need_partner(tx, id));
  if (found.version != version) return partner_stale();
  const Transition* step = find_transition(found.state, asked.event);
  if (!step || step->role.empty()) return not_open(found.state);
  if (!parties::holds(tx, person, std::string(step->role), now))
    return refused("role_missing", fmt::format("This step is for the role {}.", step->role));
  StepFacts facts;
  facts.items = item_states(checklist(policy_, found.kind), select_papers(tx, found.id),
                            select_checks(tx, found.id, found.round), now);
  facts.responsible = select_responsible(tx, found.id);
  if (const auto party = parties::find_party(tx, found.party_id)) facts.licence_until = party->expires_at;
  facts.person = person;
  facts.reasons = asked.reasons;
  facts.agreement = asked.agreement;
  facts.bar_max = policy_.duration("restriction.partner_bar");
  Step filled = asked;
  if (asked.event == Event::bar && !asked.until) filled.until = now + facts.bar_max;
  facts.until = filled.until;
  Partner p = found;
  if (asked.event == Event::requalify && !asked.agreement.number.empty()) p.agreement = asked.agreement;
  MUSTER_CHECK_OK(check_step(p, *step, facts, now));
  p.state = step->to;
  p.state_at = now;
  set_fields(p, filled, person, policy_, now);
  MUSTER_TRY(Partner after, moved(tx, found, p, asked.event, asked.reasons, person));
  if (asked.event == Event::bar) {
    MUSTER_CHECK_OK(write_to(
        tx, person, kBarredLetter, p.party_id, p.id,
        {{"number", p.number}, {"reason", p.bar_reason}, {"law", p.bar_law}, {"until", to_day(*p.barred_until)}}));
  }
  return after;
}

Result<void> Service::order_began(Transaction& tx, const std::string& id, const std::string& order_id,
                                  const std::string& actor) const {
  MUSTER_TRY(const Partner found, need_partner(tx, id));
  if (!find_transition(found.state, Event::suspend)) return {};
  Partner p = found;
  p.state = State::suspended;
  p.state_at = recorder_.clock().now();
  p.suspended_order_id = order_id;
  MUSTER_CHECK_OK(moved(tx, found, p, Event::suspend, "", actor));
  return {};
}

Result<void> Service::order_ended(Transaction& tx, const std::string& id, const std::string& order_id,
                                  const std::string& actor) const {
  MUSTER_TRY(const Partner found, need_partner(tx, id));
  if (found.suspended_order_id != order_id) return {};
  const Event event = found.state == State::retested ? Event::resume : Event::restore;
  if (!find_transition(found.state, event)) return {};
  Partner p = found;
  p.state = State::active;
  p.state_at = recorder_.clock().now();
  // What it was to be barred for stands no more.
  p.bar_reason = p.bar_law = p.bar_proposed_by = p.bar_notice_id = "";
  p.bar_answer_by.reset();
  MUSTER_CHECK_OK(moved(tx, found, p, event, "", actor));
  return {};
}

Result<Partner> Service::propose_bar(const std::string& id, std::int64_t version, const std::string& reason,
                                     const std::string& law, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Partner> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Partner found, need_partner(tx, id));
    if (found.version != version) return partner_stale();
    if (!parties::holds(tx, person, parties::roles::kRegistrar, now) &&
        !parties::holds(tx, person, parties::roles::kExaminer, now))
      return refused("role_missing", "A registrar or an examiner proposes a bar.");
    MUSTER_CHECK_OK(check_bar_proposal(found, reason, law));
    Partner p = found;
    p.bar_reason = trim(reason);
    p.bar_law = trim(law);
    p.bar_proposed_by = person;
    p.bar_answer_by = policy_.due("restriction.hearing_notice", now);
    MUSTER_TRY(p.bar_notice_id, write_to(tx, person, kBarLetter, p.party_id, p.id,
                                         {{"number", p.number},
                                          {"reason", p.bar_reason},
                                          {"law", p.bar_law},
                                          {"answer_by", to_day(*p.bar_answer_by)}}));
    if (!update_partner(tx, p)) return partner_stale();
    recorder_.record(tx, kBarProposed, person, kRecord, p.id,
                     fmt::format(R"({{"number":"{}","notice":"{}","answer_by":"{}"}})", p.number, p.bar_notice_id,
                                 to_rfc3339(*p.bar_answer_by)));
    return *find_partner(tx, p.id);
  });
}

Result<int> Service::lapse_bars(int limit) const {
  return database_.write([&](Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    int ended = 0;
    for (const Partner& barred : select_bars_over(tx, now, limit)) {
      Partner p = barred;
      p.state = State::ended;
      p.state_at = now;
      p.end_reason = "The bar is over.";
      MUSTER_CHECK_OK(moved(tx, barred, p, Event::lapse_bar, "", kSystem));
      ++ended;
    }
    return ended;
  });
}

Result<Partner> Service::partner(const std::string& key) const {
  return database_.read([&](Transaction& tx) { return need_partner(tx, key); });
}

Result<Page> Service::list(const Filter& filter, const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kPageMax);
  return database_.read([&](Transaction& tx) -> Result<Page> {
    Page out{select_partners(tx, filter, after, wanted + 1), {}};
    if (static_cast<int>(out.items.size()) > wanted) {
      out.items.pop_back();
      if (filter.name_prefix.empty()) out.next = out.items.back().id;
    }
    return out;
  });
}

Result<std::vector<events::Event>> Service::history(const std::string& id) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<events::Event>> { return events::of_record(tx, kRecord, id); });
}

}  // namespace muster::partners
