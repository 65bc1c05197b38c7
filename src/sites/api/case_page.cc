// A case as its page shows it: what there is, what is missing, what each step would need, and what it would do.
#include "case_json.h"
#include "filing_json.h"
#include "testing_json.h"
#include <documents/documents.h>
#include <filings/service.h>
#include <notices/notices.h>
#include <policy/competence.h>
#include <policy/policy.h>
#include <testing/seals.h>
#include <testing/testing.h>
#include <web/records.h>

#include <algorithm>

#include <promotion/suspensions.h>

namespace muster::api {
namespace {

constexpr int kRunsShown = 5, kDocumentsShown = 50, kNoticesShown = 50;

json::object evidence_json(const char* kind, const std::string& ref, const std::string& title, Instant at,
                           const std::string& sha256) {
  return {{"kind", kind},
          {"ref", ref},
          {"title", title},
          {"at", time_json(at)},
          {"sha256", sha256.empty() ? json::value(nullptr) : json::value(sha256)},
          {"ledger_index", nullptr},
          {"test", nullptr},
          {"text", ""}};
}

// What there is about the name and can be tied to an element. A room that can't answer now leaves its part out.
json::array evidence_of(const Services& services, const cases::CaseView& view) {
  json::array out;
  testing::TestFilter filter;
  filter.host = view.file.name;
  filter.limit = kRunsShown;
  if (const auto runs = services.testing.runs(filter); runs.ok())
    for (const auto& row : *runs) {
      const auto run = services.testing.run(row.id);
      if (!run.ok()) continue;
      auto one = evidence_json("test_run", run->id, run->top_reason.empty() ? run->url : run->top_reason,
                               run->finished_at, run->evidence_sha256);
      if (auto visit = test_json(services, *run); visit.ok()) one["test"] = std::move(*visit);
      out.push_back(std::move(one));
    }
  if (const auto documents = services.documents.of_record(cases::kCaseRecord, view.file.id, {}, kDocumentsShown);
      documents.ok())
    for (const auto& d : *documents) out.push_back(evidence_json("document", d.id, d.title, d.created_at, d.sha256));
  return out;
}

json::array elements_json(store::Transaction& tx, const cases::CaseView& view) {
  json::array out;
  for (const auto& rule : cases::element_rules()) {
    if (rule.ground != view.file.ground) continue;
    json::array ties;
    for (const auto& e : view.elements)
      if (e.element == rule.element)
        ties.push_back(json::object{{"seq", e.seq},
                                    {"evidence_kind", e.evidence_kind},
                                    {"evidence_ref", e.evidence_ref},
                                    {"sha256", e.sha256},
                                    {"note", e.note},
                                    {"added_by", person_json(tx, e.added_by)},
                                    {"added_at", time_json(e.added_at)}});
    out.push_back(json::object{{"element", rule.element}, {"sentence", rule.sentence}, {"ties", ties}});
  }
  return out;
}

// What each measure and scope that the ground allows would reach.
json::array effects_json(const Services& services, const cases::CaseView& view) {
  json::array out;
  for (const auto& a : cases::allowances()) {
    if (a.ground != view.file.ground || (a.scope_kind == "url" && view.file.url.empty())) continue;
    if (a.scope_kind == "contract") {
      const auto scopes = services.suspensions.scopes_of_case(view.file.id);
      if (!scopes.ok()) continue;
      for (const std::string& value : *scopes)
        out.push_back(effect_json("contract", "contract", value,
                                  cases::scope_effect("contract", "contract", value, view.file.name, view.neighbours)));
      continue;
    }
    const std::string measure(a.measure), kind(a.scope_kind), value = kind == "url" ? view.file.url : view.file.name;
    out.push_back(
        effect_json(measure, kind, value, cases::scope_effect(measure, kind, value, view.file.name, view.neighbours)));
  }
  return out;
}

// Whose mandate the policy asks for in the case's region; none: every body of a fitting kind.
json::array competent_json(const policy::Policy& policy, const cases::Case& c) {
  json::array out;
  for (const char* kind : {"authority", "court"})
    for (const policy::Authority* body : policy::competent_for(policy, c.region, c.ground, kind))
      out.push_back(json::object{{"code", body->code},
                                 {"kind", body->kind},
                                 {"name", json::object{{"en", body->name.en}, {"zh", body->name.zh}}},
                                 {"contact", body->contact}});
  return out;
}

std::vector<cases::Hindrance> why_not_decide(const cases::Case& c, const http::Principal& who) {
  std::vector<cases::Hindrance> why;
  if (!who.has("decider") && !who.has("security_decider"))
    why.push_back({"role_missing", "A decision is prepared by a decider."});
  if (c.opened_by == who.person_id)
    why.push_back({"finder_signs", "You opened this case; who found it neither decides nor confirms."});
  if (c.state != "referred")
    why.push_back({"case_state", "A decision is prepared once the case was referred; it is " + c.state + "."});
  return why;
}

json::array clocks_json(const cases::CaseView& view, Instant now) {
  json::array out;
  const std::string& state = view.file.state;
  const char* clock = state == "referred" || state == "decided"  ? "decision"
                      : state == "ordered" || state == "upheld"  ? "execution"
                      : state == "executed"                      ? "verification"
                      : state == "appealed" || state == "stayed" ? "appeal_decided"
                                                                 : "restoration";
  if (view.file.due_at) out.push_back(clock_json(clock, *view.file.due_at, now));
  for (const auto& o : view.orders) {
    if (!cases::next_state("order", o.state, "expire").ok()) continue;
    out.push_back(clock_json("review", o.review_at, now));
    out.push_back(clock_json("expiry", o.expires_at, now));
  }
  return out;
}

json::array notices_json(const Services& services, const std::string& case_id) {
  json::array out;
  const auto notices = services.notices.of_record(cases::kCaseRecord, case_id, kNoticesShown);
  if (!notices.ok()) return out;
  for (const auto& n : *notices)
    out.push_back(json::object{{"id", n.id},
                               {"kind", n.kind},
                               {"record_kind", n.record_kind},
                               {"record_id", n.record_id},
                               {"channel", "in_app"},
                               {"state", n.state},
                               {"subject", n.subject},
                               {"text", n.body},
                               {"at", time_json(n.created_at)}});
  return out;
}

// The filing under whose name the case's host stands; null when nobody filed it.
Result<json::value> filing_of(const Services& services, const std::string& host) {
  MUSTER_TRY(const auto known, services.filings.lookup(host));
  if (!known) return json::value(nullptr);
  MUSTER_TRY(const auto filing, services.filings.find(known->number));
  MUSTER_TRY(const auto subject, services.filings.subject(filing.subject_id));
  ProviderNames providers(services);
  return json::value(filing_summary_json(row_of(filing, subject), providers));
}

std::string open_appeal_of(const cases::CaseView& view, const std::string& order_id) {
  for (const auto& a : view.appeals)
    if (a.order_id == order_id && (a.state == "filed" || a.state == "acknowledged" || a.state == "stayed")) return a.id;
  return {};
}

}  // namespace

http::Response case_answer(const Services& services, const std::string& id, const http::Principal& who, int status) {
  const Instant now = services.clock.now();
  MUSTER_ANSWER_TRY(const auto view, services.cases.view(id, who.person_id));
  const cases::Case& c = view.file;
  json::object out = case_summary_json(c, who, now, view.orders.empty() ? "" : view.orders.front().id);
  json::array missing, next, related;
  for (const auto& element : view.missing_elements) missing.emplace_back(element);
  for (const auto& step : view.steps) next.push_back(next_event_json("case", c.state, step.event, step.hindrances));
  if (c.source == "suspicion")
    related.push_back(json::object{{"record_kind", "suspicion"},
                                   {"record_id", c.source_ref},
                                   {"title", c.name},
                                   {"state", "referred"},
                                   {"detail", ""}});
  for (const auto& o : view.orders)
    related.push_back(json::object{{"record_kind", "order"},
                                   {"record_id", o.id},
                                   {"title", o.number},
                                   {"state", o.state},
                                   {"detail", o.scope_value}});
  for (const auto& a : view.appeals)
    related.push_back(json::object{
        {"record_kind", "appeal"}, {"record_id", a.id}, {"title", a.number}, {"state", a.state}, {"detail", ""}});
  const auto may_not = why_not_decide(c, who);
  json::value decision = nullptr;
  for (const auto& d : view.decisions) {
    if (d.state == "withdrawn") continue;
    MUSTER_ANSWER_TRY(decision, decision_json(services, d.id, who));
    break;
  }
  out["rules"] = ground_json(services.policy, *cases::find_ground(c.ground));
  out["competent"] = competent_json(services.policy, c);
  out["note"] = c.note;
  out["site"] =
      c.site_id.empty()
          ? json::value(nullptr)
          : json::value(json::object{
                {"record_kind", "site"}, {"record_id", c.site_id}, {"title", c.name}, {"state", ""}, {"detail", ""}});
  MUSTER_ANSWER_TRY(out["filing"], filing_of(services, c.name));
  out["evidence"] = evidence_of(services, view);
  out["effects"] = effects_json(services, view);
  out["notices"] = notices_json(services, c.id);
  out["missing_elements"] = missing;
  out["may_decide"] = json::object{{"allowed", may_not.empty()}, {"why_not", why_json(may_not)}};
  out["decision"] = decision;
  out["order"] = view.orders.empty() ? json::value(nullptr)
                                     : json::value(order_summary_json(view.orders.front(), who, now,
                                                                      open_appeal_of(view, view.orders.front().id)));
  out["clocks"] = clocks_json(view, now);
  out["next_events"] = next;
  out["related"] = related;
  const auto people = services.database.read([&](store::Transaction& tx) -> Result<void> {
    out["opened_by"] = person_json(tx, c.opened_by);
    out["elements"] = elements_json(tx, view);
    out["evidence_sealed"] = testing::sealed_tests_of(tx, c.name);
    out["timeline"] = timeline_json(tx, view.timeline);
    return {};
  });
  MUSTER_ANSWER_CHECK(people);
  return answer(out, status).header("ETag", http::etag_of(c.version));
}

}  // namespace muster::api
