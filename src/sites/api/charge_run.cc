// GET /charge-files; /charge-reconciliations: start (a job), list, show, findings.
#include "billing_handlers.h"

#include <fmt/format.h>

namespace muster::api {

http::Response charge_files(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto files, services.billing.charges.inbox());
  json::array items;
  for (const auto& f : files)
    items.push_back(json::object{{"name", f.name}, {"bytes", f.bytes}, {"changed_at", time_json(f.changed_at)}});
  return answer(json::object{{"items", std::move(items)}, {"next", nullptr}});
}

http::Response charge_start(const Services& services, const http::Request& request) {
  Body body(request);
  billing::ChargeFiles files;
  files.charges = body.texts("charges", billing::kFilesMax, 200, 1);
  files.confirmations = body.texts("confirmations", billing::kFilesMax, 200);
  MUSTER_BODY_DONE(body);
  const std::string& me = request.principal->person_id;
  std::string run_id;
  MUSTER_ANSWER_TRY(const auto job_id, services.database.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(run_id, services.billing.charges.begin(tx, me, files));
    MUSTER_TRY(auto job,
               services.jobs.enqueue(tx, me, billing::kChargesJob, fmt::format("{{\"run_id\":\"{}\"}}", run_id)));
    services.billing.charges.set_job(tx, run_id, job);
    return job;
  }));
  return answer({{"job_id", job_id}, {"run_id", run_id}}, 202);
}

http::Response charge_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto runs, services.billing.charges.list(page.after, page.limit));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& r : runs) out.push_back(charge_run_json(tx, r));
    return out;
  }));
  const bool more = static_cast<int>(runs.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(runs.back().id) : std::nullopt);
}

http::Response charge_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto run, services.billing.charges.get(request.param("id")));
  MUSTER_ANSWER_TRY(const auto totals, services.billing.charges.totals(run.id));
  MUSTER_ANSWER_TRY(const auto bad, services.billing.charges.bad_lines(run.id));
  MUSTER_ANSWER_TRY(auto body, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return charge_run_json(tx, run);
  }));
  json::array all, first_bad;
  for (const auto& t : totals)
    all.push_back(json::object{{"kind", t.kind},
                               {"service_id", or_null(t.service_id)},
                               {"partner_id", or_null(t.partner_id)},
                               {"code", or_null(t.code)},
                               {"currency", t.currency},
                               {"lines", t.lines},
                               {"amount", t.amount}});
  for (const auto& b : bad)
    first_bad.push_back(json::object{
        {"file", b.file}, {"line", b.line}, {"code", b.code}, {"field", or_null(b.field)}, {"sentence", b.sentence}});
  body["totals"] = std::move(all);
  body["first_bad_lines"] = std::move(first_bad);
  return answer(body);
}

http::Response charge_findings(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string kind = request.query_or("kind", "");
  if (!kind.empty() && !billing::finding_kind(kind))
    return http::Response::problem(invalid("finding_kind", "There is no such kind of finding.", "kind"));
  MUSTER_ANSWER_TRY(const auto run, services.billing.charges.get(request.param("id")));
  MUSTER_ANSWER_TRY(const auto found,
                    services.billing.charges.findings(
                        {.run_id = run.id, .service_id = "", .kind = kind, .after = page.after, .limit = page.limit}));
  json::array items;
  for (const auto& f : found) items.push_back(charge_finding_json(f));
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(std::to_string(found.back().seq)) : std::nullopt);
}

}  // namespace muster::api
