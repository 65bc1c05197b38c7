#include "evidence_handlers.h"
#include <store/database.h>
#include <web/records.h>

#include <algorithm>

namespace muster::api {

evidence::Holds holds_of(const Services& services) {
  return {services.database, services.recorder};
}

evidence::Retention retention_of(const Services& services) {
  return {services.database, services.recorder, services.policy, ""};
}

evidence::CourtBundles court_bundles_of(const Services& services) {
  return {services.database, services.recorder, services.evidence, services.jobs, services.evidence.bundles_folder()};
}

json::object court_bundle_json(store::Transaction& tx, const evidence::KeptBundle& bundle) {
  return {
      {"id", bundle.id},
      {"case_id", bundle.case_id},
      {"purpose", bundle.purpose},
      {"reference", or_null(bundle.reference)},
      {"asked_by", person_json(tx, bundle.asked_by)},
      {"asked_at", time_json(bundle.asked_at)},
      {"job_id", bundle.job_id},
      {"made_at", time_json(bundle.made_at)},
      {"removed_at", time_json(bundle.removed_at)},
      {"kept_until", bundle.made_at ? time_json(*bundle.made_at + evidence::kCourtBundleKept) : json::value(nullptr)},
      {"sha256", or_null(bundle.sha256)},
      {"bytes", bundle.bytes},
      {"tests", bundle.tests}};
}

http::Response attachment(std::string bytes, const char* type, const std::string& name) {
  http::Response out;
  out.body = std::move(bytes);
  out.header("Content-Type", type)
      .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
      .header("Cache-Control", "private, no-store");
  return out;
}

bool may_set_hold(const http::Principal& who) {
  return who.has("examiner") || may_lift_hold(who);
}

bool may_lift_hold(const http::Principal& who) {
  return who.has("decider") || who.has("security_decider") || who.has("appeal_officer");
}

json::object hold_json(store::Transaction& tx, const evidence::Hold& hold, const http::Principal& who, Instant now) {
  return {{"id", hold.id},
          {"kind", hold.kind},
          {"site", or_null(hold.site)},
          {"case_id", or_null(hold.case_id)},
          {"case_number", or_null(hold.case_number)},
          {"from", time_json(hold.from)},
          {"to", time_json(hold.to)},
          {"law", hold.law},
          {"reference", hold.reference},
          {"reason", hold.reason},
          {"set_by", person_json(tx, hold.set_by)},
          {"set_at", time_json(hold.set_at)},
          {"until", time_json(hold.until)},
          {"stands", hold.stands(now)},
          {"lifted_by", hold.lifted_by.empty() ? json::value(nullptr) : person_json(tx, hold.lifted_by)},
          {"lifted_at", time_json(hold.lifted_at)},
          {"lift_reason", or_null(hold.lift_reason)},
          {"may_lift", hold.stands(now) && may_lift_hold(who)}};
}

http::Response hold_answer(const Services& services, const evidence::Hold& hold, const http::Principal& who,
                           int status) {
  MUSTER_ANSWER_TRY(auto made, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return hold_json(tx, hold, who, services.clock.now());
  }));
  auto out = answer(std::move(made), status);
  if (status == 201) out.header("Location", "/api/evidence-holds/" + hold.id);
  return out;
}

// A sealed test's address is nobody's to read here.
json::object fate_json(const evidence::TestFate& fate) {
  json::array keepers;
  bool sealed = false;
  for (const auto& keeper : fate.keepers) {
    sealed |= keeper.kind == "sealed";
    keepers.push_back(json::object{{"kind", keeper.kind},
                                   {"ref", keeper.ref},
                                   {"label", keeper.label},
                                   {"stands", keeper.stands},
                                   {"since", time_json(keeper.since)},
                                   {"ends_at", time_json(keeper.ends_at)}});
  }
  json::value destroyed;
  if (fate.destroyed)
    destroyed = json::object{{"at", time_json(fate.destroyed->at)},
                             {"rule", fate.destroyed->rule},
                             {"term", fate.destroyed->term},
                             {"sha256", fate.destroyed->sha256},
                             {"sentence", testing::destroyed_error(*fate.destroyed).sentence}};
  const bool gone = fate.destroyed.has_value();
  return {{"test_id", fate.run_id},
          {"url", sealed ? json::value(nullptr) : json::value(fate.url)},
          {"tested_at", time_json(fate.finished_at)},
          {"ends_at", gone ? json::value(nullptr) : time_json(fate.fate.ends_at)},
          {"rule", gone ? json::value(nullptr) : json::value(fate.fate.rule)},
          {"keepers", std::move(keepers)},
          {"destroyed", std::move(destroyed)}};
}

}  // namespace muster::api
