#include "import_job.h"

#include <base/random.h>
#include <documents/documents.h>
#include <jobs/jobs.h>
#include <store/database.h>
#include <web/jobs.h>

namespace muster::api {
namespace {

constexpr Duration kKept = std::chrono::hours(24 * 90);  // the file itself, as evidence of what came in

bool is_dry_run(const http::Request& request) {
  const std::string asked = request.query_or("dry_run", "");
  return asked == "1" || asked == "true";
}

}  // namespace

http::Response import_by_job(const Services& services, const http::Request& request, const ImportFile& what,
                             json::object arguments) {
  if (request.body.empty()) return http::Response::problem(invalid("import_empty", "The file is empty."));
  const std::string& person = request.principal->person_id;
  documents::NewDocument file;
  file.media_type = what.media_type;
  file.title = what.title;
  file.record_kind = what.record_kind;
  file.record_id = new_id(services.clock, services.random);
  file.personal = true;  // what registers and registries send names people
  file.retain_until = services.clock.now() + kKept;
  arguments["dry_run"] = is_dry_run(request);
  arguments["actor"] = person;
  const auto job = services.database.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(const auto kept, services.documents.add(tx, person, file, request.body));
    arguments["document"] = kept.id;
    return services.jobs.enqueue(tx, person, what.job_kind, json::serialize(arguments));
  });
  MUSTER_ANSWER_TRY(const std::string job_id, job);
  return job_started(job_id);
}

void keep_line_error(json::array& errors, std::int64_t line, const Error& error, const std::string& number) {
  if (errors.size() >= kImportErrorsKept) return;
  json::object one{{"line", line}, {"field", error.field}, {"code", error.code}, {"sentence", error.sentence}};
  if (!number.empty()) one["number"] = number;
  errors.push_back(std::move(one));
}

}  // namespace muster::api
