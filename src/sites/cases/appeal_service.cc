#include "flow.h"
#include <base/bytes.h>
#include <cases/service.h>
#include <notices/notices.h>
#include <policy/policy.h>
#include <vault/vault.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr std::size_t kWordsMax = 10'000, kContactMax = 254, kReasonsMax = 8000;

// Whether the actor may hear this appeal, by the persons of its order.
Result<void> need_judge(Flow& flow, const Case& c, const Order& o) {
  MUSTER_TRY(const SignerFacts who, flow.facts());
  if (const auto why = why_not_hear(c, select_signatures(flow.tx, o.decision_id), who); !why.empty())
    return to_error(why);
  return {};
}

Result<void> check_contact(const std::string& contact) {
  if (contact.empty()) return {};
  MUSTER_CHECK_OK(check_line(contact, "contact", kContactMax));
  if (contact.find('@') == std::string::npos)
    return invalid("contact_email", "Give an e-mail address, or leave it out.", "contact");
  return {};
}

}  // namespace

Result<FiledAppeal> Service::file_appeal(const NewAppeal& input) const {
  MUSTER_CHECK_OK(check_paragraphs(input.words, "text", kWordsMax));
  MUSTER_CHECK_OK(check_contact(input.contact));
  return database_.write([&](Transaction& tx) -> Result<FiledAppeal> {
    Flow flow(*this, tx, "public:appellant");
    MUSTER_TRY(const Order o, flow.need_order(input.order_number));
    MUSTER_TRY(const Case c, flow.need_case(o.case_id));
    if (select_open_appeal(tx, o.id))
      return conflict("appeal_open", "An appeal against this order is being heard already.");
    if (o.state != "in_force" && o.state != "executed" && o.state != "verified")
      return conflict("appeal_order_state", "This order is not in force: it is " + o.state + ".");
    Appeal a;
    a.id = flow.new_id();
    a.number = next_number(tx, "A", flow.now);
    a.order_id = o.id;
    a.language = input.language == "zh" ? "zh" : "en";
    a.filed_at = flow.now;
    a.ack_due = policy_.due("clock.appeal_acknowledgement", flow.now);
    a.decide_due = policy_.due("clock.appeal_decision", flow.now);
    a.state = "filed";
    const std::string receipt = random_token(recorder_.random(), 18);
    insert_appeal(tx, a, to_hex(sha256(receipt)));
    vault::Fields fields{{"words", input.words}};
    if (!input.contact.empty()) fields["contact"] = input.contact;
    MUSTER_CHECK_OK(vault_.put(tx, a.id, fields));
    flow.record(kAppealFiled, kAppealRecord, a.id,
                Body().text("number", a.number).text("order", o.number).text("decide_due", to_rfc3339(a.decide_due)));
    MUSTER_CHECK_OK(flow.move(c, "appeal"));
    MUSTER_TRY(const Decision d, flow.need_decision(o.decision_id));
    auto words = flow.words_of(c, o);
    words["appeal"] = words["appeal_number"] = a.number;
    words["due"] = words["decide_due"] = to_rfc3339(a.decide_due);
    words["ack_due"] = to_rfc3339(a.ack_due);
    MUSTER_CHECK_OK(flow.tell_party(d.authority_party_id, c, notices::letters::kAppealReceived, words));
    if (!input.contact.empty()) MUSTER_CHECK_OK(flow.tell_appellant(a, c, notices::letters::kAppealReceived, words));
    MUSTER_TRY(const Appeal filed, flow.need_appeal(a.id));
    return FiledAppeal{filed, receipt};
  });
}

Result<Appeal> Service::acknowledge(const std::string& appeal_id, std::int64_t version,
                                    const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Appeal> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"appeal_officer"}));
    MUSTER_TRY(Appeal a, flow.need_appeal(appeal_id));
    if (a.version != version) return stale();
    a.acknowledged_at = flow.now;
    return flow.move(a, "acknowledge");
  });
}

Result<Appeal> Service::stay(const std::string& appeal_id, std::int64_t version, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Appeal> {
    Flow flow(*this, tx, person);
    MUSTER_TRY(Appeal a, flow.need_appeal(appeal_id));
    MUSTER_TRY(const Order o, flow.need_order(a.order_id));
    MUSTER_TRY(const Case c, flow.need_case(a.case_id));
    MUSTER_CHECK_OK(need_judge(flow, c, o));
    if (a.version != version) return stale();
    a.stayed_at = flow.now;
    if (!a.acknowledged_at) a.acknowledged_at = flow.now;
    MUSTER_TRY(const Appeal stayed, flow.move(a, "stay"));
    MUSTER_CHECK_OK(flow.move(o, "stay"));
    MUSTER_CHECK_OK(flow.release_hold(o, "stayed"));
    MUSTER_CHECK_OK(flow.move(c, "stay"));
    return stayed;
  });
}

Result<Appeal> Service::decide_appeal(const std::string& appeal_id, std::int64_t version, const std::string& outcome,
                                      const std::string& reasons, const std::string& person) const {
  if (outcome != "uphold" && outcome != "vary" && outcome != "reverse")
    return invalid("event_unknown", "An appeal is decided by uphold, vary or reverse.", "event");
  MUSTER_CHECK_OK(check_paragraphs(reasons, "reasons", kReasonsMax));
  return database_.write([&](Transaction& tx) -> Result<Appeal> {
    Flow flow(*this, tx, person);
    MUSTER_TRY(Appeal a, flow.need_appeal(appeal_id));
    MUSTER_TRY(Order o, flow.need_order(a.order_id));
    MUSTER_TRY(const Case c, flow.need_case(a.case_id));
    MUSTER_CHECK_OK(need_judge(flow, c, o));
    if (a.version != version) return stale();
    if (flow.now >= a.decide_due && outcome == "uphold")
      return conflict("appeal_late", "The time to decide this appeal has passed; its order lapses by itself.");
    a.heard_by = person;
    a.decided_at = flow.now;
    a.reasons = reasons;
    MUSTER_TRY(const Appeal decided, flow.move(a, outcome));
    if (outcome == "uphold") {
      if (o.state == "stayed") {
        MUSTER_TRY(o, flow.move(o, "resume"));
        MUSTER_TRY(const Decision d, flow.need_decision(o.decision_id));
        MUSTER_CHECK_OK(flow.place_hold(o, d));
      }
    } else {
      MUSTER_TRY(o, flow.end_order(o, "lift", outcome == "vary" ? "varied" : "reversed"));
    }
    MUSTER_CHECK_OK(flow.move(c, outcome));
    auto words = flow.words_of(c, o);
    words["outcome"] = decided.state;
    words["reasons"] = reasons;
    words["appeal"] = words["appeal_number"] = a.number;
    MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kAppealDecided, words));
    MUSTER_CHECK_OK(flow.tell_appellant(decided, c, notices::letters::kAppealDecided, words));
    if (outcome != "uphold") {
      MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kRestored, words));
      if (!o.executor_party_id.empty())
        MUSTER_CHECK_OK(flow.tell_party(o.executor_party_id, c, notices::letters::kRestored, words));
    }
    return decided;
  });
}

Result<std::string> Service::appeal_words(const std::string& appeal_id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<std::string> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"appeal_officer", "decider", "confirmer", "auditor"}));
    MUSTER_TRY(const Appeal a, flow.need_appeal(appeal_id));
    return vault_.get(tx, a.id, "words", "hear_appeal", person);
  });
}

Result<Appeal> Service::appeal_by_receipt(const std::string& receipt) const {
  return database_.read([&](Transaction& tx) -> Result<Appeal> {
    auto found = select_appeal_by_receipt(tx, to_hex(sha256(receipt)));
    if (!found) return not_found("appeal_unknown", "There is no appeal with this receipt.");
    return *found;
  });
}

}  // namespace muster::cases
