#include "flow.h"
#include <base/bytes.h>
#include <cases/service.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <policy/regions.h>
#include <vault/vault.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr std::size_t kWordsMax = 10'000, kContactMax = 254, kReasonsMax = 8000;

bool order_over(const Order& o) {
  return o.state == "lifted" || o.state == "lapsed" || o.state == "expired";
}

// Whether the actor may hear this appeal, by the persons of its order.
Result<void> need_judge(Flow& flow, const Appeal& a, const Case& c, const Order& o) {
  MUSTER_CHECK_OK(flow.need_free(c));
  MUSTER_TRY(const SignerFacts who, flow.facts(c));
  if (const auto why = why_not_hear(c, select_all_signatures(flow.tx, o.decision_id), who); !why.empty())
    return to_error(why);
  if (!a.body_party_id.empty() && who.party_id != a.body_party_id)
    return refused("appeal_body", "This appeal was sent to an outside body, whose own people hear it.");
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
    // What an order said of a site stays on record when it has ended, so that it can still be appealed against.
    if (flow.now > o.issued_at + policy_.duration("appeal.window"))
      return conflict("appeal_window", "The time to appeal against this order is over.");
    if (o.state == "lapsed" || (order_over(o) && (o.end_reason == "reversed" || o.end_reason == "varied")))
      return conflict("appeal_order_state", "An appeal against this order succeeded already: it is " + o.state + ".");
    Appeal a;
    a.id = flow.new_id();
    a.number = next_number(tx, "A", flow.now);
    a.order_id = o.id;
    a.language = input.language == "zh" ? "zh" : "en";
    a.filed_at = flow.now;
    a.ack_due = policy::due_in(policy_, c.region, "clock.appeal_acknowledgement", flow.now);
    a.decide_due = policy::due_in(policy_, c.region, "clock.appeal_decision", flow.now);
    a.state = "filed";
    const std::string receipt = random_token(recorder_.random(), 18);
    insert_appeal(tx, a, to_hex(sha256(receipt)));
    vault::Fields fields{{"words", input.words}};
    if (!input.contact.empty()) fields["contact"] = input.contact;
    MUSTER_CHECK_OK(vault_.put(tx, a.id, fields));
    flow.record(kAppealFiled, kAppealRecord, a.id,
                Body()
                    .text("number", a.number)
                    .text("order", o.number)
                    .text("case", o.case_id)
                    .text("ground", o.ground)
                    .text("decide_due", to_rfc3339(a.decide_due)));
    if (!order_over(o)) MUSTER_CHECK_OK(flow.move(c, "appeal"));
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
    MUSTER_CHECK_OK(need_judge(flow, a, c, o));
    if (a.version != version) return stale();
    if (order_over(o)) return conflict("appeal_order_state", "The order is over; there is nothing to stay.");
    a.stayed_at = flow.now;
    if (!a.acknowledged_at) a.acknowledged_at = flow.now;
    MUSTER_TRY(const Appeal stayed, flow.move(a, "stay"));
    MUSTER_TRY(const Order rests, flow.move(o, "stay"));
    MUSTER_CHECK_OK(flow.release_hold(o, "stayed"));
    MUSTER_CHECK_OK(
        flow.tell_executor(rests, notices::letters::kRestored,
                           "An appeal against it is being heard. Should it fail, you get the order again."));
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
    MUSTER_CHECK_OK(need_judge(flow, a, c, o));
    if (a.version != version) return stale();
    if (flow.now >= a.decide_due && outcome == "uphold")
      return conflict("appeal_late", "The time to decide this appeal has passed; its order lapses by itself.");
    const bool over = order_over(o);
    a.heard_by = person;
    a.decided_at = flow.now;
    a.reasons = reasons;
    MUSTER_TRY(const Appeal decided, flow.move(a, outcome));
    if (outcome == "uphold") {
      if (o.state == "stayed") {
        MUSTER_TRY(o, flow.move(o, "resume"));
        MUSTER_TRY(const Decision d, flow.need_decision(o.decision_id));
        MUSTER_CHECK_OK(flow.place_hold(o, d));
        MUSTER_CHECK_OK(flow.tell_executor(o, notices::letters::kOrder));
      }
    } else if (!over) {
      MUSTER_TRY(o, flow.end_order(o, "lift", outcome == "vary" ? "varied" : "reversed"));
    }
    if (!over) MUSTER_CHECK_OK(flow.move(c, outcome));
    auto words = flow.words_of(c, o);
    words["outcome"] = decided.state;
    words["reasons"] = reasons;
    words["appeal"] = words["appeal_number"] = a.number;
    MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kAppealDecided, words));
    MUSTER_CHECK_OK(flow.tell_appellant(decided, c, notices::letters::kAppealDecided, words));
    if (outcome != "uphold" && !over) MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kRestored, words));
    return decided;
  });
}

Result<Appeal> Service::refer_appeal(const std::string& appeal_id, std::int64_t version, const std::string& party_id,
                                     const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Appeal> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"appeal_officer"}));
    MUSTER_TRY(const Appeal a, flow.need_appeal(appeal_id));
    if (a.version != version) return stale();
    if (!next_state("appeal", a.state, "uphold").ok())
      return conflict("appeal_state", "This appeal is " + a.state + "; nothing is left to hear.");
    if (!a.body_party_id.empty()) return conflict("appeal_referral_kept", "This appeal was sent to a body already.");
    const auto body = parties::find_party(tx, party_id);
    if (!body) return invalid("party_unknown", "There is no such party.", "party_id");
    insert_appeal_referral(tx, a.id, party_id, person, flow.now);
    flow.record(kAppealReferred, kAppealRecord, a.id, Body().text("number", a.number).text("body", party_id));
    MUSTER_TRY(const Case c, flow.need_case(a.case_id));
    MUSTER_TRY(const Order o, flow.need_order(a.order_id));
    auto words = flow.words_of(c, o);
    words["appeal"] = words["appeal_number"] = a.number;
    words["due"] = words["decide_due"] = to_rfc3339(a.decide_due);
    words["ack_due"] = to_rfc3339(a.ack_due);
    MUSTER_CHECK_OK(flow.tell_party(party_id, c, notices::letters::kAppealReceived, words));
    return flow.need_appeal(a.id);
  });
}

Result<AppealFile> Service::appeal_file(const std::string& receipt) const {
  return database_.read([&](Transaction& tx) -> Result<AppealFile> {
    auto found = select_appeal_by_receipt(tx, to_hex(sha256(receipt)));
    if (!found) return not_found("appeal_unknown", "There is no appeal with this receipt.");
    Flow flow(*this, tx, "public:appellant");
    AppealFile file;
    file.appeal = *found;
    MUSTER_TRY(file.order, flow.need_order(found->order_id));
    MUSTER_TRY(file.decision, flow.need_decision(file.order.decision_id));
    file.restored_at = restored_at(tx, file.order);
    if (file.order.sealed) return file;  // of what nobody may look at there is the decision's text alone
    for (const Element& e : select_elements(tx, file.order.case_id))
      if (e.seq <= file.decision.evidence_count) file.elements.push_back(e);
    return file;
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
