// An order and an appeal as their pages show them.
#include "case_json.h"
#include "never_block_handlers.h"
#include <cases/law_text.h>
#include <cases/records.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <web/records.h>

#include <algorithm>

namespace muster::api {
namespace {

constexpr int kTimelineMax = 200;

bool standing(const cases::Order& o) {
  return o.state == "in_force" || o.state == "executed" || o.state == "verified";
}
bool open(const cases::Appeal& a) {
  return a.state == "filed" || a.state == "acknowledged" || a.state == "stayed";
}

json::array entries_json(store::Transaction& tx, const cases::Order& o, Instant now) {
  json::array out;
  const bool in_force = standing(o) && o.expires_at > now;
  for (const auto& name : cases::select_network_names(tx, o.id)) {
    const std::string text = (name.wildcard ? "*." : "") + name.name;
    out.push_back(json::object{
        {"id", o.id + "/" + text},
        {"feed", "rpz"},
        {"name", text},
        {"from", time_json(o.issued_at)},
        {"until", time_json(o.expires_at)},
        {"in_force", in_force},
        {"lifted_at", in_force ? json::value(nullptr) : time_json(o.state_at)},
        {"lifted_by", in_force ? json::value(nullptr) : json::value(o.end_reason.empty() ? o.state : o.end_reason)}});
  }
  return out;
}

json::array order_events(const cases::Order& o, const http::Principal& who) {
  json::array out;
  for (const auto& event : cases::open_events("order", o.state)) {
    std::vector<cases::Hindrance> why;
    if (event == "execute" && !who.has("operator"))
      why.push_back({"role_missing", "This step is for operators."});
    else if (event == "verify" && !who.has("operator") && !who.has("examiner"))
      why.push_back({"role_missing", "This step is for operators and examiners."});
    else if (event == "lift" && !who.has("decider") && !who.has("confirmer") && !who.has("security_decider") &&
             !who.has("security_confirmer"))
      why.push_back({"role_missing", "An order is lifted by the body that gave it."});
    else if (event == "stay" || event == "resume")
      why.push_back({"by_appeal", "This step is taken on the appeal's page."});
    else if (event == "lapse" || event == "expire")
      why.push_back({"by_itself", "This step follows by itself."});
    out.push_back(next_event_json("order", o.state, event, why));
  }
  return out;
}

// Who may take which step of an appeal.
std::vector<cases::Hindrance> why_not(store::Transaction& tx, const cases::Appeal& a, const cases::Order& o,
                                      const std::string& event, const http::Principal& who, Instant now) {
  if (event == "lapse" || event == "moot") return {{"by_itself", "This step follows by itself."}};
  const auto about = cases::select_case(tx, o.case_id);
  const auto delegators = parties::delegators_of(tx, who.person_id, now);
  const cases::SignerFacts facts{who.person_id,
                                 who.party_id,
                                 true,
                                 who.roles,
                                 delegators,
                                 true,
                                 cases::conflicts_of(tx, *about, who.person_id, delegators, now)};
  auto why = event == "acknowledge"
                 ? std::vector<cases::Hindrance>{}
                 : cases::why_not_hear(*about, cases::select_all_signatures(tx, o.decision_id), facts);
  if (event == "acknowledge" && !who.has("appeal_officer"))
    why.push_back({"role_missing", "This step is for appeal officers."});
  if (event != "acknowledge" && !a.body_party_id.empty() && a.body_party_id != who.party_id)
    why.push_back({"appeal_body", "This appeal was sent to an outside body, whose own people hear it."});
  if (event == "uphold" && a.decide_due <= now)
    why.push_back({"appeal_late", "The time to decide has passed; the order lapses by itself."});
  return why;
}

}  // namespace

http::Response order_answer(const Services& services, const std::string& id, const http::Principal& who, int status) {
  const Instant now = services.clock.now();
  MUSTER_ANSWER_TRY(const auto o, services.cases.order(id));
  MUSTER_ANSWER_TRY(const auto decision, services.cases.decision(o.decision_id, who.person_id));
  const auto made = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    const auto d = cases::select_decision(tx, o.decision_id);
    const auto appeals = cases::select_appeals_of_order(tx, o.id);
    const auto open_one = std::find_if(appeals.begin(), appeals.end(), open);
    json::object out = order_summary_json(o, who, now, open_one == appeals.end() ? "" : open_one->id);
    json::array appeals_out, clocks;
    for (const auto& a : appeals) appeals_out.push_back(appeal_json(a, o));
    if (cases::next_state("order", o.state, "expire").ok()) {
      if (o.state == "in_force") clocks.push_back(clock_json("execution", o.deadline, now));
      clocks.push_back(clock_json("review", o.review_at, now));
      clocks.push_back(clock_json("expiry", o.expires_at, now));
      if (open_one != appeals.end()) clocks.push_back(clock_json("appeal_decided", open_one->decide_due, now));
    }
    std::vector<events::Event> timeline;
    for (const auto& [kind, record] : {std::pair{cases::kDecisionRecord, d->id}, std::pair{cases::kOrderRecord, o.id}})
      for (auto& event : events::of_record(tx, kind, record, kTimelineMax)) timeline.push_back(std::move(event));
    for (const auto& a : appeals)
      for (auto& event : events::of_record(tx, cases::kAppealRecord, a.id, kTimelineMax))
        timeline.push_back(std::move(event));
    std::stable_sort(timeline.begin(), timeline.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    static constexpr store::Sql kName{"api_executor_name", "select name from party where id = :id"};
    const auto executor = o.executor_party_id.empty() ? std::nullopt : tx.one(kName, {{"id", o.executor_party_id}});
    out["law"] = cases::law_text(o.law, o.article);
    out["executor"] = executor ? executor->text("name") : std::string("network");
    out["prior_notice"] = d->prior_notice_id.empty() ? d->no_notice_reason : d->prior_notice_id;
    out["decision_id"] = o.decision_id;
    out["received_order_id"] = d->received_order_id.empty() ? json::value(nullptr) : json::value(d->received_order_id);
    out["canonical_text"] = may_see_scope(o, who) ? d->canonical_text : "";
    out["signatures"] = signatures_json(tx, cases::select_all_signatures(tx, d->id));
    out["third_signature"] = nullptr;
    if (decision.protection && may_see_scope(o, who)) {
      json::array from;
      if (decision.third_missing)
        for (const auto& person : decision.may_sign) from.push_back(person_json(tx, person));
      out["third_signature"] = json::object{{"protection", protection_json(*decision.protection)},
                                            {"missing", decision.third_missing},
                                            {"from", std::move(from)}};
    }
    out["entries"] = may_see_scope(o, who) ? entries_json(tx, o, now) : json::array();
    out["appeals"] = appeals_out;
    out["clocks"] = clocks;
    out["next_events"] = order_events(o, who);
    const bool over = o.state == "lifted" || o.state == "lapsed" || o.state == "expired";
    const auto restored = cases::restored_at(tx, o);
    json::value took = nullptr;
    if (restored) took = std::chrono::duration_cast<std::chrono::seconds>(*restored - o.state_at).count();
    out["restoration"] =
        !over ? json::value(nullptr)
              : json::value(json::object{{"ended_at", time_json(o.state_at)},
                                         {"due_at", time_json(services.policy.due("clock.restoration", o.state_at))},
                                         {"restored_at", time_json(restored)},
                                         {"took_seconds", took}});
    const bool window = now <= o.issued_at + services.policy.duration("appeal.window");
    out["may_appeal"] = o.state != "stayed" && o.state != "lapsed" && window && open_one == appeals.end();
    const bool renewable = standing(o) || o.state == "expired";
    out["may_renew"] = renewable && who.has("examiner");
    out["timeline"] = timeline_json(tx, timeline);
    return out;
  });
  if (!made.ok()) return http::Response::problem(made.error());
  return answer(*made, status).header("ETag", http::etag_of(o.version));
}

http::Response appeal_answer(const Services& services, const std::string& id, const http::Principal& who, int status) {
  const Instant now = services.clock.now();
  MUSTER_ANSWER_TRY(const auto a, services.cases.appeal(id));
  MUSTER_ANSWER_TRY(const auto o, services.cases.order(a.order_id));
  const auto made = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = appeal_json(a, o);
    json::array next;
    for (const auto& event : cases::open_events("appeal", a.state))
      next.push_back(next_event_json("appeal", a.state, event, why_not(tx, a, o, event, who, now)));
    static constexpr store::Sql kBody{"api_appeal_body", "select name from party where id = :id"};
    const auto body = a.body_party_id.empty() ? std::nullopt : tx.one(kBody, {{"id", a.body_party_id}});
    out["body"] = body ? json::value(body->text("name")) : json::value(nullptr);
    out["next_events"] = next;
    out["timeline"] = timeline_json(tx, events::of_record(tx, cases::kAppealRecord, a.id, kTimelineMax));
    return out;
  });
  if (!made.ok()) return http::Response::problem(made.error());
  json::object out = *made;
  // Each reading of the appellant's words is in the ledger.
  if (const auto words = services.cases.appeal_words(a.id, who.person_id); words.ok()) out["text"] = *words;
  return answer(out, status).header("ETag", http::etag_of(a.version));
}

}  // namespace muster::api
