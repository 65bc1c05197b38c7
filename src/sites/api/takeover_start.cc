// POST /takeovers?mapping=&label=&provider_id=&dry_run=: the body is the other system's register, CSV or an SQLite
// file, kept encrypted as a document and taken over by a job. The job has the mapping's version as it was then.
#include "import_job.h"
#include "takeover_handlers.h"
#include <base/bytes.h>
#include <base/text.h>
#include <documents/documents.h>
#include <filings/import.h>
#include <jobs/jobs.h>
#include <parties/parties.h>
#include <takeover/mappings.h>
#include <takeover/takeover.h>
#include <web/media_type.h>

#include <algorithm>

namespace muster::api {
namespace {

constexpr const char* kSqliteType = "application/vnd.sqlite3";
constexpr std::size_t kMarkDigits = 12;

Result<std::string> takeover_label(const http::Request& request) {
  const std::string label(trim(request.query_or("label", "")));
  const bool plain = std::none_of(label.begin(), label.end(),
                                  [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '/' || c == '\\'; });
  if (label.empty() || label.size() > kTakeoverLabelMax || !is_valid_utf8(label) || !plain)
    return invalid("takeover_label", "Give the file's name, without its folder, in at most 200 bytes.", "label");
  return label;
}

// Of records that name no provider.
Result<std::string> default_provider(const Services& services, const http::Request& request) {
  const std::string id = request.query_or("provider_id", "");
  if (id.empty()) return id;
  const auto party = services.parties.party(id);
  if (!party.ok() || party->kind != "access_provider")
    return invalid("provider_unknown", "There is no access provider of this id.", "provider_id");
  return id;
}

Result<void> check_takeover_type(const http::Request& request, const takeover::Mapping& mapping) {
  const std::string bare = web::media_type(request.header("content-type"));
  if (bare == (mapping.table.empty() ? "text/csv" : kSqliteType)) return {};
  return invalid("content_type",
                 mapping.table.empty()
                     ? "This mapping is of a CSV file; send it as text/csv."
                     : "This mapping is of a table of an SQLite file; send it as application/vnd.sqlite3.");
}

}  // namespace

http::Response takeover_start(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto kept,
                    takeover::Mappings(services.database, services.recorder).get(request.query_or("mapping", "")));
  MUSTER_ANSWER_TRY(const auto mapping, takeover::parse_mapping(kept.text));
  MUSTER_ANSWER_TRY(const std::string label, takeover_label(request));
  MUSTER_ANSWER_TRY(const std::string provider, default_provider(services, request));
  MUSTER_ANSWER_CHECK(check_takeover_type(request, mapping));
  return import_by_job(
      services, request,
      {mapping.table.empty() ? "text/csv" : kSqliteType, "The register of another system", "takeover", kTakeoverJob},
      {{"mapping", kept.name}, {"version", kept.version}, {"label", label}, {"provider_id", provider}});
}

Result<std::string> run_takeover(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(const auto kept, takeover::Mappings(services.database, services.recorder)
                                  .get(text("mapping"), arguments.at("version").as_int64()));
  MUSTER_TRY(const auto mapping, takeover::parse_mapping(kept.text));
  MUSTER_TRY(const std::string content,
             services.documents.content(text("actor"), text("document"), "take_over_filings"));
  json::array errors;
  takeover::Options options;
  options.file = text("label");
  options.content = content;
  // The same file by the same mapping is the same take-over, whoever sends it: it goes on where one was cut off.
  options.mark = to_hex(sha256(kept.text + '\0' + content)).substr(0, kMarkDigits);
  options.dry_run = arguments.at("dry_run").as_bool();
  options.provider_id = text("provider_id");
  options.actor = text("actor");
  options.on_error = [&](const filings::LineError& e) { keep_line_error(errors, e.line, e.error, e.number); };
  options.on_progress = [&](const takeover::Progress& p) {
    context.progress(p.done, p.total, options.dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  const filings::Importer importer(services.database, services.recorder, services.vault, services.restrictions);
  const takeover::Service service(services.database, services.recorder, services.policy, importer);
  MUSTER_TRY(const auto result, service.take_over(mapping, options));
  if (result.stopped) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", options.dry_run},
                                      {"system", mapping.system},
                                      {"mapping", kept.name},
                                      {"mapping_version", kept.version},
                                      {"lines", result.lines},
                                      {"accepted", result.accepted},
                                      {"already_in", result.already_in},
                                      {"refused", result.refused},
                                      {"resumed", result.resumed},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api
