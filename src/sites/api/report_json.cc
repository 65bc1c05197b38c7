#include "report_handlers.h"
#include <events/event.h>
#include <parties/parties.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kAddressesShown = 100;

json::array report_steps(const reports::Report& r, const http::Principal& who) {
  json::array out;
  for (const std::string& event : reports::open_events(r.state)) {
    if (!reports::by_person(event)) continue;
    json::array why_not;
    if (!who.has("examiner"))
      why_not.push_back(json::object{{"code", "role"}, {"sentence", "Only an examiner takes this step."}});
    out.push_back(json::object{{"event", event == "seal" ? "may_show_minor" : event},
                               {"to", *reports::next_state(r.state, event)},
                               {"allowed", why_not.empty()},
                               {"why_not", std::move(why_not)},
                               {"needs_reasons", event == "reject"}});
  }
  return out;
}

}  // namespace

reports::NewReport report_in(Body& body) {
  reports::NewReport out;
  out.address = body.text("address", 2'048);
  out.ground = body.text("ground", 60);
  out.words = body.maybe_text("explanation", reports::kWordsMax).value_or("");
  out.contact = body.maybe_text("contact", reports::kContactMax).value_or("");
  out.language = body.maybe_text("language", 5).value_or("en");
  return out;
}

json::object receipt_json(const reports::Receipt& receipt) {
  return {{"number", receipt.number}, {"secret", receipt.secret}, {"state", receipt.state}, {"warned", receipt.warned}};
}

json::object status_json(const reports::Status& s) {
  return {{"number", s.number},
          {"state", s.state},
          {"merged", s.merged},
          {"outcome", or_null(s.outcome)},
          {"reasons", or_null(s.reasons)},
          {"received_at", time_json(s.received_at)},
          {"state_since", time_json(s.state_at)},
          {"can_withdraw", s.can_withdraw}};
}

json::object report_summary_json(const reports::Report& r, Instant now) {
  static constexpr const char* kTurns[] = {"trusted", "urgent", "ordinary"};
  const bool waits = r.state == "received" || r.state == "screening";
  return {{"id", r.id},
          {"number", r.number},
          {"address", or_null(r.url)},
          {"host", or_null(r.host)},
          {"ground", r.ground},
          {"channel", r.channel},
          {"turn", kTurns[r.priority]},
          {"merged", r.merged},
          {"lead_id", or_null(r.lead_id)},
          {"state", r.state},
          {"state_since", time_json(r.state_at)},
          {"received_at", time_json(r.received_at)},
          {"due_at", time_json(r.due_at)},
          {"breached", waits && r.due_at <= now},
          {"outcome", or_null(r.outcome)},
          {"case_id", or_null(r.case_id)}};
}

json::object flagger_json(store::Transaction& tx, const reports::Flagger& f) {
  const auto party = parties::find_party(tx, f.party_id);
  return {{"id", f.id},
          {"party_id", f.party_id},
          {"party", party ? json::value(party->name) : json::value(nullptr)},
          {"ground", f.ground},
          {"state", f.state},
          {"proposed_by", person_json(tx, f.proposed_by)},
          {"proposed_at", time_json(f.proposed_at)},
          {"confirmed_by", person_json(tx, f.confirmed_by)},
          {"revoked_by", person_json(tx, f.revoked_by)},
          {"reason", or_null(f.reason)},
          {"state_since", time_json(f.state_at)}};
}

http::Response report_answer(const Services& services, const std::string& id, const http::Principal& who) {
  MUSTER_ANSWER_TRY(const auto r, services.reports.report(id));
  MUSTER_ANSWER_TRY(const auto addresses, services.reports.addresses(r.id, kAddressesShown));
  json::object out = report_summary_json(r, services.clock.now());
  json::array pages;
  for (const auto& a : addresses)
    pages.push_back(json::object{
        {"address", a.url}, {"host", a.host}, {"reports", a.reports}, {"suspicion_id", or_null(a.suspicion_id)}});
  out["addresses"] = std::move(pages);
  out["language"] = r.language;
  out["reasons"] = or_null(r.reasons);
  out["has_words"] = r.kept && r.state != "sealed";
  out["next_events"] = report_steps(r, who);
  const auto filled = services.database.read([&](store::Transaction& tx) -> Result<void> {
    out["decided_by"] = person_json(tx, r.decided_by);
    const auto flagger = r.flagger_party.empty() ? std::nullopt : parties::find_party(tx, r.flagger_party);
    out["flagger"] = flagger ? json::value(flagger->name) : json::value(nullptr);
    out["timeline"] = timeline_json(tx, events::of_record(tx, reports::kReportRecord, r.id));
    return {};
  });
  if (!filled.ok()) return http::Response::problem(filled.error());
  return answer(std::move(out)).header("ETag", http::etag_of(r.version));
}

}  // namespace muster::api
