// Reading what inspections came to, and the jobs that make them.
#include "finding_store.h"
#include <jobs/jobs.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::promotion {
namespace json = boost::json;
namespace {

using store::Sql;
using store::Transaction;

constexpr int kDueAtOnce = 200;
constexpr Sql kNotes{
    "promo_inspected_of",
    "select at, run_id, entry, outcome, changed from promo_inspected where partner_id = :partner and code = :code "
    "order by run_id desc limit :limit"};
std::string inspected_json(const Inspected& done) {
  return fmt::format(R"({{"links":{},"clean":{},"with_findings":{},"inconclusive":{},"found":{},"fixed":{}}})",
                     done.links, done.clean, done.with_findings, done.inconclusive, done.found, done.fixed);
}

}  // namespace

Result<std::optional<Inspection>> Inspector::inspection(const LinkKey& link) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<Inspection>> {
    const auto row = select_inspection(tx, link);
    return row ? std::optional<Inspection>(*row) : std::nullopt;
  });
}

Result<std::vector<InspectionNote>> Inspector::history(const LinkKey& link, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<InspectionNote>> {
    std::vector<InspectionNote> out;
    for (const auto& row :
         tx.query(kNotes, {{"partner", link.partner_id}, {"code", link.code}, {"limit", std::clamp(limit, 1, 500)}}))
      out.push_back(
          {row.instant("at"), row.text("run_id"), row.text("outcome"), row.text("changed"), row.text("entry") == "qr"});
    return out;
  });
}

Result<void> add_inspection_jobs(jobs::Service& jobs, Inspector& inspector, Instant now) {
  jobs.add_kind(kInspectJob, [&inspector](jobs::JobContext& context) -> Result<std::string> {
    MUSTER_TRY(const int wild, inspector.look_in_the_wild());
    MUSTER_TRY(const Inspected done, inspector.inspect_due(kDueAtOnce, [&] { return context.cancelled(); }));
    return fmt::format(R"({{"unlisted":{},"due":{}}})", wild, inspected_json(done));
  });
  jobs.add_kind(kInspectNowJob, [&inspector](jobs::JobContext& context) -> Result<std::string> {
    const json::value arguments = json::parse(context.arguments());
    std::vector<LinkKey> links;
    for (const json::value& each : arguments.at("links").as_array())
      links.push_back({std::string(each.at("partner").as_string()), std::string(each.at("code").as_string())});
    MUSTER_TRY(const Inspected done, inspector.inspect(links, std::string(arguments.at("requested_by").as_string()),
                                                       [&] { return context.cancelled(); }));
    return inspected_json(done);
  });
  return jobs.schedule(kInspectJob, std::chrono::minutes(1), now);
}

}  // namespace muster::promotion
