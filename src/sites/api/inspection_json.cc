#include "inspection_json.h"

#include "programme_handlers.h"
#include <web/records.h>

namespace muster::api {
programme::Inspections inspections_of(const Services& services) {
  return {services.database, services.recorder, services.policy, services.programme.shipped()};
}

programme::Reports reports_of(const Services& services, const programme::Inspections& inspections) {
  return {services.database, services.recorder, services.ledger, services.metrics, services.programme, inspections};
}

json::object finding_json(const Services& services, const programme::Finding& f) {
  const auto& rules = services.programme.shipped().leniency;
  const auto& words = f.leniency == "self" ? rules.self : f.leniency == "late" ? rules.late : rules.others;
  return {{"id", f.id},
          {"number", f.number},
          {"inspection_id", or_null(f.inspection_id)},
          {"party", json::object{{"id", f.party_id}, {"name", f.party_name}}},
          {"severity", f.severity},
          {"found_by", f.found_by},
          {"known_on", f.known_on},
          {"told_on", f.told_on},
          {"leniency", f.leniency},
          {"leniency_says", both_json(words)},
          {"sentence", f.sentence},
          {"due_on", f.due_on},
          {"state", f.state},
          {"state_since", to_rfc3339(f.state_at)},
          {"state_by", person_of(services, f.state_by)},
          {"note", or_null(f.note)},
          {"overdue", (f.state == "open" || f.state == "remedied") && f.due_on < services.programme.today()},
          {"version", f.version}};
}

json::object inspection_json(const Services& services, const programme::Inspection& i) {
  return {{"id", i.id},
          {"party", json::object{{"id", i.party_id}, {"name", i.party_name}}},
          {"checklist", i.checklist},
          {"purpose", i.purpose},
          {"until_on", i.until_on},
          {"state", i.state},
          {"opened_by", person_of(services, i.opened_by)},
          {"opened_at", to_rfc3339(i.opened_at)},
          {"questions", i.questions},
          {"answered", i.answered},
          {"not_met", i.not_met},
          {"findings_open", i.findings_open}};
}

http::Response inspection_answered(const Services& services, const programme::WholeInspection& whole, int status) {
  json::object out = inspection_json(services, whole.inspection);
  json::array answers, findings;
  for (const auto& a : whole.answers)
    answers.push_back(json::object{{"seq", a.seq},
                                   {"question", both_json(a.question)},
                                   {"answer", or_null(a.answer)},
                                   {"note", or_null(a.note)},
                                   {"answered_by", person_of(services, a.answered_by)},
                                   {"answered_at", time_json(a.answered_at)}});
  for (const auto& f : whole.findings) findings.push_back(finding_json(services, f));
  const auto timeline = services.database.read(
      [&](store::Transaction& tx) -> Result<json::array> { return timeline_json(tx, whole.history); });
  out["answers"] = std::move(answers);
  out["findings"] = std::move(findings);
  out["timeline"] = timeline.ok() ? *timeline : json::array();
  return answer(out, status);
}

http::Response finding_answered(const Services& services, const programme::Finding& finding, int status) {
  return answer(finding_json(services, finding), status).header("ETag", http::etag_of(finding.version));
}

}  // namespace muster::api
