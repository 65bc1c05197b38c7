// Queues and who works on what.
#include "desk_store.h"
#include "flow.h"
#include <policy/policy.h>
#include <policy/regions.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr std::size_t kHandOverNoteMax = 2000;
constexpr int kTriedAtOnce = 20, kHistoryMax = 5000;

// Steps in which who found or signed a case has no second turn.
bool apart(std::string_view step) {
  return step == "decide" || step == "confirm" || step == "hear";
}

Result<void> check_filter(const QueueFilter& f) {
  if (roles_for(f.step).empty()) return invalid("step_unknown", "There is no such step.", "step");
  if (!f.ground.empty() && !find_ground(f.ground))
    return invalid("ground_unknown", "The list of grounds is closed.", "ground");
  return {};
}

// Signatures of the decision that the step is about: the one under way, or that of the order appealed against.
std::vector<DecisionSignature> signatures_for(Transaction& tx, const Case& c) {
  if (c.step == "hear") {
    const auto orders = select_orders_of_case(tx, c.id);
    return orders.empty() ? std::vector<DecisionSignature>{} : select_all_signatures(tx, orders.front().decision_id);
  }
  for (const Decision& d : select_decisions(tx, c.id))
    if (d.state == "draft" || d.state == "decided") return select_all_signatures(tx, d.id);
  return {};
}

std::vector<Hindrance> hindrances(Transaction& tx, const Case& c, const SignerFacts& who) {
  std::vector<Hindrance> why;
  if (c.step.empty()) return {{"case_waits_for_nobody", "This case is " + c.state + " and waits for nobody."}};
  if (c.step == "hear") return why_not_hear(c, signatures_for(tx, c), who);
  const auto roles = roles_for(c.step);
  const bool holds = std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
    return std::find(who.roles.begin(), who.roles.end(), role) != who.roles.end();
  });
  if (!who.active) why.push_back({"person_ended", "You are no longer on record as active."});
  if (!holds) why.push_back({"role_missing", fmt::format("This step is for: {}.", fmt::join(roles, ", "))});
  const auto inherits = [&](const std::string& from) {
    return std::find(who.delegators.begin(), who.delegators.end(), from) != who.delegators.end();
  };
  if (apart(c.step)) {
    if (c.opened_by == who.person_id)
      why.push_back({"finder_signs", "You opened this case; who found it neither decides nor confirms."});
    else if (inherits(c.opened_by))
      why.push_back({"conflict_inherited", "Your role was delegated by the person who opened this case."});
    for (const DecisionSignature& s : signatures_for(tx, c)) {
      if (s.person_id == who.person_id)
        why.push_back({"same_person", "You signed already; the confirmer is another person."});
      else if (inherits(s.person_id))
        why.push_back({"conflict_inherited", "Your role was delegated by the person who signed as decider."});
    }
  }
  why.insert(why.end(), who.conflicts.begin(), who.conflicts.end());
  return why;
}

Result<QueueRow> claimed_row(Flow& flow, const std::string& case_id) {
  MUSTER_TRY(Case c, flow.need_case(case_id));
  QueueRow row{std::move(c), "", "", {}};
  if (const auto claim = select_claim(flow.tx, row.file.id, flow.now)) {
    row.claimed_by = claim->person_id;
    row.note = claim->note;
    row.claimed_until = claim->until;
  }
  return row;
}

Result<QueueRow> claim_for(Flow& flow, const policy::Policy& policy, const Case& c, const SignerFacts& who) {
  if (const auto why = hindrances(flow.tx, c, who); !why.empty()) return to_error(why);
  MUSTER_CHECK_OK(flow.need_free(c));
  const auto before = select_claim(flow.tx, c.id, flow.now);
  const auto max = policy.number("queue.claims_max");
  if (!before && count_claims(flow.tx, flow.actor, flow.now) >= max)
    return conflict("claims_max", fmt::format("You work on {} cases already; finish or let go of one first.", max));
  Claim mine{c.id, c.step, flow.actor, flow.now, policy::due_in(policy, c.region, "queue.claim", flow.now), "", ""};
  if (before) mine.note = before->note;
  if (!put_claim(flow.tx, mine)) return conflict("case_claimed", "Somebody else works on this case.");
  if (!before)
    flow.record(kClaimed, kCaseRecord, c.id,
                Body().text("number", c.number).text("step", c.step).text("until", to_rfc3339(mine.until)));
  return claimed_row(flow, c.id);
}

}  // namespace

Result<QueuePage> Desk::queue(const QueueFilter& filter, const std::string& person, const std::string& after,
                              int limit) const {
  MUSTER_CHECK_OK(check_filter(filter));
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<QueuePage> {
    return select_queue(tx, filter, person, apart(filter.step), after, limit, now);
  });
}

Result<std::vector<QueueRow>> Desk::taken_by(const std::string& person) const {
  const Instant now = recorder_.clock().now();
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<QueueRow>> { return select_taken(tx, person, now); });
}

Result<QueueRow> Desk::find(const std::string& key) const {
  return database_.read([&](Transaction& tx) -> Result<QueueRow> {
    Flow flow(cases_, tx, "");
    return claimed_row(flow, key);
  });
}

Result<QueueRow> Desk::take(const std::string& case_id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<QueueRow> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    MUSTER_TRY(const SignerFacts who, flow.facts(c));
    return claim_for(flow, policy_, c, who);
  });
}

Result<QueueRow> Desk::take_next(const QueueFilter& filter, const std::string& person) const {
  MUSTER_CHECK_OK(check_filter(filter));
  return database_.write([&](Transaction& tx) -> Result<QueueRow> {
    Flow flow(cases_, tx, person);
    QueueFilter mine = filter;
    mine.everybody = false;
    std::string after;
    for (;;) {
      const auto page = select_queue(tx, mine, person, apart(filter.step), after, kTriedAtOnce, flow.now);
      for (const QueueRow& row : page.items) {
        if (!row.claimed_by.empty()) continue;  // one that I work on already
        MUSTER_TRY(const SignerFacts who, flow.facts(row.file));
        auto taken = claim_for(flow, policy_, row.file, who);
        if (taken.ok() || taken.error().code == "claims_max") return taken;
      }
      if (page.next.empty()) return not_found("queue_empty", "Nothing waits here that you may take.");
      after = page.next;
    }
  });
}

Result<void> Desk::release(const std::string& case_id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    const auto claim = select_claim(tx, c.id, flow.now);
    if (!claim || claim->person_id != person) return conflict("claim_none", "You do not work on this case now.");
    delete_claim(tx, c.id);
    flow.record(kReleased, kCaseRecord, c.id, Body().text("number", c.number).text("step", c.step));
    return {};
  });
}

Result<QueueRow> Desk::hand_over(const std::string& case_id, const std::string& to, const std::string& note,
                                 const std::string& person) const {
  MUSTER_CHECK_OK(check_paragraphs(note, "note", kHandOverNoteMax));
  return database_.write([&](Transaction& tx) -> Result<QueueRow> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    const auto claim = select_claim(tx, c.id, flow.now);
    if (!claim || claim->person_id != person) return conflict("claim_none", "You do not work on this case now.");
    if (to == person) return invalid("claim_self", "Hand it over to somebody else.", "to");
    Flow receiver(cases_, tx, to);
    auto who = receiver.facts(c);
    if (!who.ok()) return invalid("person_unknown", "There is no such person.", "to");
    if (const auto why = hindrances(tx, c, *who); !why.empty())
      return refused("claim_receiver", "This person can not take the case's next step.", "to");
    if (!put_claim(
            tx, {c.id, c.step, to, flow.now, policy::due_in(policy_, c.region, "queue.claim", flow.now), person, note}))
      return conflict("claim_none", "You do not work on this case now.");
    flow.record(kHandedOver, kCaseRecord, c.id,
                Body().text("number", c.number).text("step", c.step).text("to", to).text("note", note));
    return claimed_row(flow, c.id);
  });
}

Result<std::vector<Hindrance>> Desk::why_not_take(const std::string& case_id, const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Hindrance>> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    MUSTER_TRY(const SignerFacts who, flow.facts(c));
    auto why = hindrances(tx, c, who);
    if (const auto free = flow.need_free(c); !free.ok()) why.push_back({free.error().code, free.error().sentence});
    return why;
  });
}

Result<std::vector<std::string>> Desk::colleagues(const std::string& step, const std::string& person) const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> out;
    for (const std::string_view role : roles_for(step))
      for (std::string& id : select_people_in(tx, std::string(role), now))
        if (id != person && std::find(out.begin(), out.end(), id) == out.end()) out.push_back(std::move(id));
    return out;
  });
}

Result<HistoryPage> Desk::history(const std::string& after, int cases) const {
  return database_.read([&](Transaction& tx) -> Result<HistoryPage> {
    HistoryPage page;
    const auto some = select_cases_from(tx, after, cases);
    for (const Case& c : some) {
      std::vector<events::Event> all;
      const auto add = [&](const char* kind, const std::string& id) {
        for (auto& event : events::of_record(tx, kind, id, kHistoryMax)) all.push_back(std::move(event));
      };
      add(kCaseRecord, c.id);
      for (const Decision& d : select_decisions(tx, c.id)) add(kDecisionRecord, d.id);
      for (const Order& o : select_orders_of_case(tx, c.id)) add(kOrderRecord, o.id);
      for (const Appeal& a : select_appeals_of_case(tx, c.id)) add(kAppealRecord, a.id);
      std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
      const bool sealed = find_ground(c.ground)->sealed;
      for (auto& event : all) page.items.push_back({c.number, c.ground, sealed ? "" : c.name, std::move(event)});
    }
    if (some.size() == static_cast<std::size_t>(cases)) page.next = some.back().id;
    return page;
  });
}

}  // namespace muster::cases
