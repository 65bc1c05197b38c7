// Telling providers: GET and POST /census/runs/{id}/notices, POST /census/findings/notices for single names, and the
// list that a letter names.
#include "census_handlers.h"
#include <census/job.h>
#include <jobs/jobs.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <web/jobs.h>
#include <web/page_stream.h>

namespace muster::api {
namespace {

constexpr int kNoticesAPiece = 5'000;
constexpr const char* kLetterReaders[] = {"registrar", "examiner", "decider", "confirmer", "operator", "auditor"};

json::object counts_json(const census::NoticeCounts& counts) {
  return {{"due", counts.due}, {"told", counts.told}, {"overdue", counts.overdue}};
}

json::object provider_json(store::Transaction& tx, const census::ProviderNotices& p) {
  const auto party = parties::find_party(tx, p.provider_id);
  json::object by_standing;
  for (const auto s : census::kAllStandings)
    if (census::needs_notice(s)) by_standing[census::to_text(s)] = counts_json(p.of[static_cast<std::size_t>(s)]);
  json::object out = counts_json(p.all());
  out["provider_id"] = p.provider_id;
  out["provider"] = party ? party->name : p.provider_id;
  out["by_standing"] = std::move(by_standing);
  return out;
}

// The letter's recipient and the staff; to others it is not there.
Result<void> may_read(const Services& services, const http::Principal& me, const std::string& id) {
  MUSTER_TRY(const auto letter, services.notices.find(id));
  const bool staff =
      std::any_of(std::begin(kLetterReaders), std::end(kLetterReaders), [&](const char* role) { return me.has(role); });
  if (staff || (!me.party_id.empty() && me.party_id == letter.party_id)) return {};
  return not_found("notice_not_found", "There is no such notice.");
}

}  // namespace

http::Response census_notices(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto due, services.census.notices_due(request.param("id"), page.after, page.limit));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& p : due) out.push_back(provider_json(tx, p));
    return out;
  }));
  const bool more = static_cast<int>(due.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(due.back().provider_id) : std::nullopt);
}

http::Response census_notices_send(const Services& services, const http::Request& request) {
  Body body(request);
  census::NoticesJob what;
  what.providers = body.texts("providers", 500, 60);
  what.remind = body.flag_or("remind", false);
  MUSTER_BODY_DONE(body);
  what.run_id = request.param("id");
  what.actor = request.principal->person_id;
  MUSTER_ANSWER_CHECK(services.census.notices_due(what.run_id, "", 1));  // run_unknown, run_not_done
  MUSTER_ANSWER_TRY(const auto job_id,
                    services.jobs.enqueue(what.actor, census::kNoticesJob, census::to_arguments(what)));
  return job_started(job_id);
}

http::Response census_notice_sites(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_CHECK(may_read(services, *request.principal, id));
  MUSTER_ANSWER_TRY(auto begin, services.census.sites_of_notice(id, "", kNoticesAPiece));
  if (begin.empty())
    return http::Response::problem(not_found("notice_without_list", "This notice has no list of sites."));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"sites.csv\"");
  response.stream = page_stream<std::vector<census::NoticedSite>>(
      census::kNoticedSitesHeader, std::move(begin), [](const auto& page) { return census::csv_lines(page); },
      [&census = services.census, id](const auto& page) -> std::optional<Result<std::vector<census::NoticedSite>>> {
        if (static_cast<int>(page.size()) < kNoticesAPiece) return std::nullopt;
        return census.sites_of_notice(id, page.back().name, kNoticesAPiece);
      });
  return response;
}

http::Response census_findings_notices(const Services& services, const http::Request& request) {
  Body body(request);
  const auto run_id = body.maybe_id("run_id");  // absent: the newest finished run
  const auto names = body.texts("names", 500, 253);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto report, services.census.notify_providers(
                                           run_id.value_or(""), request.principal->person_id, {.names = names}));
  return answer({{"sent", report.names},
                 {"providers", report.providers},
                 {"left_out", report.left_out + report.unattributed},
                 {"unattributed", report.unattributed}});
}

}  // namespace muster::api
