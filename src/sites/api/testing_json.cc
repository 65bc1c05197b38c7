#include "testing_json.h"

#include <events/event.h>
#include <filings/service.h>
#include <store/database.h>
#include <web/records.h>

#include <likeness/likeness.h>

namespace muster::api {
namespace {

constexpr int kTestsShown = 5;

json::array hops_json(const std::vector<testing::TestHop>& hops) {
  json::array out;
  for (const auto& hop : hops)
    out.push_back(json::object{{"seq", hop.seq},
                               {"kind", hop.kind},
                               {"url", hop.url},
                               {"location", hop.location},
                               {"status", hop.status},
                               {"address", hop.address},
                               {"content_type", hop.content_type},
                               {"body_bytes", hop.body_bytes},
                               {"body_sha256", hop.body_sha256},
                               {"truncated", hop.truncated},
                               {"started_at", time_json(hop.started_at)},
                               {"took_ms", hop.took_ms},
                               {"error", hop.error}});
  return out;
}

json::array hits_json(const std::vector<testing::TestHit>& hits) {
  json::array out;
  for (const auto& hit : hits)
    out.push_back(json::object{{"seq", hit.seq},
                               {"ground", hit.ground},
                               {"bundle", hit.bundle},
                               {"language", hit.language},
                               {"term", hit.term},
                               {"before", hit.before},
                               {"match", hit.match},
                               {"after", hit.after},
                               {"sentence", hit.sentence},
                               {"weight", hit.weight},
                               {"damped", hit.damped},
                               {"spelling", hit.spelling}});
  return out;
}

json::array vantages_json(const std::vector<testing::TestVantage>& vantages) {
  json::array out;
  for (const auto& each : vantages)
    out.push_back(json::object{{"seq", each.seq},
                               {"name", each.name},
                               {"user_agent", each.user_agent},
                               {"accept_language", each.accept_language},
                               {"referrer", each.referrer},
                               {"exit", each.exit_name},
                               {"started_at", time_json(each.started_at)},
                               {"final_url", each.final_url},
                               {"status", each.status},
                               {"error", each.error},
                               {"title", each.title},
                               {"language", each.language},
                               {"text_bytes", each.text_bytes},
                               {"excerpt", each.excerpt},
                               {"scored", each.shown},
                               {"difference", each.value},
                               {"reasons", parsed(each.reasons)}});
  return out;
}

json::array pictures_json(const std::vector<testing::TestPicture>& pictures) {
  json::array out;
  for (const auto& picture : pictures) {
    json::array known;
    for (const auto& list : picture.known)
      known.push_back(json::object{{"list_id", list.list_id},
                                   {"list", list.list},
                                   {"kind", list.kind},
                                   {"distance", list.distance},
                                   {"put_aside", list.put_aside}});
    out.push_back(json::object{
        {"seq", picture.seq},
        {"url", picture.url},
        {"source", picture.source},
        {"outcome", picture.outcome},
        {"format", picture.format},
        {"width", picture.width},
        {"height", picture.height},
        {"bytes", picture.bytes},
        {"sha256", picture.sha256},
        {"pdq", picture.pdq},
        {"quality", picture.quality},
        {"explicit", picture.explicit_likely ? json::value(*picture.explicit_likely) : json::value(nullptr)},
        {"model", picture.model},
        {"known", std::move(known)},
        {"lifted", picture.lifted},
        {"kept", picture.kept}});
  }
  return out;
}

json::value browser_json(const std::optional<testing::TestBrowser>& browser) {
  if (!browser) return nullptr;
  json::value screenshot = nullptr;
  if (!browser->screenshot.outcome.empty()) {
    auto all = pictures_json({browser->screenshot});
    screenshot = std::move(all.front());
  }
  return json::object{{"error", browser->error},           {"final_url", browser->final_url},
                      {"status", browser->status},         {"settled", browser->settled},
                      {"took_ms", browser->took_ms},       {"dom_bytes", browser->dom_bytes},
                      {"dom_sha256", browser->dom_sha256}, {"requests", browser->requests},
                      {"log", parsed(browser->log)},       {"screenshot", std::move(screenshot)}};
}

json::value site_id_of(const Services& services, store::Transaction& tx, const std::string& host) {
  const auto site = services.filings.site_of(tx, host);
  return site ? json::value(site->site_id) : json::value(nullptr);
}

json::value index_of_evidence(store::Transaction& tx, const std::string& run_id) {
  for (const auto& entry : timeline_json(tx, events::of_record(tx, "test", run_id)))
    if (entry.at("kind").as_string() == testing::kEvidenceSealed.name) return entry.at("ledger_index");
  return nullptr;
}

json::array resembles_json(const std::vector<likeness::Noted>& resembled) {
  json::array out;
  for (const auto& each : resembled)
    out.push_back(json::object{{"case_id", each.case_id},
                               {"case_number", each.case_number},
                               {"host", each.host},
                               {"test_id", each.test_id},
                               {"value", each.value},
                               {"reasons", parsed(each.reasons)},
                               {"found_at", time_json(each.found_at)}});
  return out;
}

json::array next_events(const testing::Suspicion& suspicion, const http::Principal& who) {
  json::array out;
  for (const std::string& name : testing::possible_events(suspicion.state)) {
    const auto event = *testing::suspicion_event(name);
    json::array why_not;
    if (!testing::needs_person(event))
      why_not.push_back(json::object{{"code", "machine_step"}, {"sentence", "This step follows from a test."}});
    else if (!who.has("examiner"))
      why_not.push_back(json::object{{"code", "role"}, {"sentence", "Only an examiner takes this step."}});
    out.push_back(json::object{{"event", name},
                               {"to", *testing::next_state(suspicion.state, event)},
                               {"allowed", why_not.empty()},
                               {"why_not", std::move(why_not)},
                               {"needs_reasons", event == testing::SuspicionEvent::dismiss}});
  }
  return out;
}

}  // namespace

json::object test_summary_json(const testing::TestRun& run) {
  return {{"id", run.id},
          {"url", run.url},
          {"host", run.host},
          {"final_url", run.final_url},
          {"site_id", nullptr},
          {"requested_by", run.requested_by},
          {"started_at", time_json(run.started_at)},
          {"finished_at", time_json(run.finished_at)},
          {"http_status", run.http_status},
          {"verdict", run.verdict},
          {"error", run.error},
          {"ground", run.ground},
          {"score", run.score},
          {"top_reason", run.top_reason},
          {"robots", run.robots},
          {"vantage", parsed(run.vantage)},
          {"hop_count", run.hop_count},
          {"suspicion_id", or_null(run.suspicion_id)},
          {"evidence_sha256", run.evidence_sha256},
          {"ledger_index", nullptr}};
}

Result<json::object> test_json(const Services& services, const testing::TestRun& run) {
  return services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = test_summary_json(run);
    out["hops"] = hops_json(run.hops);
    out["hits"] = hits_json(run.hits);
    out["pictures"] = pictures_json(run.pictures);
    out["vantages"] = vantages_json(run.vantages);
    out["cloaked"] = run.cloaked();
    out["browser"] = browser_json(run.browser);
    out["site_id"] = site_id_of(services, tx, run.host);
    out["ledger_index"] = index_of_evidence(tx, run.id);
    return out;
  });
}

json::object suspicion_summary_json(const testing::Suspicion& suspicion) {
  return {{"id", suspicion.id},
          {"name", suspicion.name},
          {"registrable", suspicion.registrable},
          {"site_id", nullptr},
          {"ground", suspicion.ground},
          {"seen", suspicion.seen},
          {"note", suspicion.note},
          {"score", suspicion.score},
          {"state", suspicion.state},
          {"state_since", time_json(suspicion.updated_at)},
          {"source", suspicion.source},
          {"case_id", or_null(suspicion.case_id)}};
}

http::Response suspicion_answer(const Services& services, const std::string& id, const http::Principal& who) {
  MUSTER_ANSWER_TRY(const auto suspicion, services.testing.suspicion(id));
  testing::TestFilter filter;
  filter.host = suspicion.name;
  filter.limit = kTestsShown;
  MUSTER_ANSWER_TRY(auto runs, services.testing.runs(filter));
  // The test that gives the evidence leads, wherever the newest ones stand.
  if (!suspicion.test_run_id.empty()) {
    std::erase_if(runs, [&](const auto& run) { return run.id == suspicion.test_run_id; });
    // What may show a minor was sealed since, and stays away.
    if (auto first = services.testing.run(suspicion.test_run_id); first.ok())
      runs.insert(runs.begin(), std::move(*first));
  }
  json::array tests;
  for (const auto& run : runs) {
    MUSTER_ANSWER_TRY(const auto whole, services.testing.run(run.id));
    MUSTER_ANSWER_TRY(auto test, test_json(services, whole));
    tests.push_back(std::move(test));
  }
  MUSTER_ANSWER_TRY(const auto resembled, services.likeness.of_suspicion(suspicion.id));
  json::object out = suspicion_summary_json(suspicion);
  out["tests"] = std::move(tests);
  out["resembles"] = resembles_json(resembled);
  out["next_events"] = next_events(suspicion, who);
  MUSTER_ANSWER_CHECK(services.database.read([&](store::Transaction& tx) -> Result<void> {
    out["site_id"] = site_id_of(services, tx, suspicion.name);
    out["timeline"] = timeline_json(tx, events::of_record(tx, "suspicion", suspicion.id));
    return {};
  }));
  return answer(std::move(out)).header("ETag", http::etag_of(suspicion.version));
}

}  // namespace muster::api
