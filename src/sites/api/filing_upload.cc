#include "filing_upload.h"

#include <base/text.h>
#include <base/words.h>
#include <documents/documents.h>
#include <web/media_type.h>

namespace muster::api {
namespace {

constexpr const char* kWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr const char* kWorkbookWithMacros = "application/vnd.ms-excel.sheet.macroenabled.12";  // which nobody runs

const char* media_type_of(filings::Format format) {
  if (format == filings::Format::xlsx) return kWorkbook;
  return format == filings::Format::csv ? "text/csv" : "application/x-ndjson";
}

std::optional<filings::Format> format_of(const http::Request& request) {
  const std::string bare = web::media_type(request.header("content-type"));
  if (bare == "text/csv") return filings::Format::csv;
  if (bare == kWorkbook || bare == kWorkbookWithMacros) return filings::Format::xlsx;
  if (bare == "application/x-ndjson" || bare == "application/jsonl") return filings::Format::jsonl;
  return std::nullopt;
}

// Not inlined: g++ 12 then reports a false overread within its own std::string.
[[gnu::noinline]] Error wrong_type() {
  return invalid("content_type", std::string("Send the file as text/csv, application/x-ndjson or ") + kWorkbook + ".");
}

}  // namespace

json::object FilingUpload::arguments() const {
  return {{"format", filings::to_text(format)}, {"mapping", mapping}, {"sheet", sheet}};
}

Result<FilingUpload> filing_upload(const Services& services, const http::Request& request) {
  const auto format = format_of(request);
  if (!format) return wrong_type();
  const filings::Mappings mappings(services.database, services.recorder);
  const std::string source = request.query_or("source", "");
  FilingUpload upload{*format, media_type_of(*format), request.query_or("mapping", ""), request.query_or("sheet", "")};
  MUSTER_CHECK_OK(filings::check_layout(!upload.mapping.empty(), upload.sheet, *format));
  if (upload.mapping.empty()) return upload;
  MUSTER_CHECK_OK(mappings.get(upload.mapping));
  if (!source.empty()) MUSTER_CHECK_OK(mappings.remember(source, upload.mapping));
  return upload;
}

Result<KeptUpload> kept_upload(const Services& services, const json::object& arguments, const std::string& purpose) {
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  KeptUpload out;
  out.document = text("document");
  out.actor = text("actor");
  out.dry_run = arguments.at("dry_run").as_bool();
  out.format = known(filings::import_format(text("format")));
  if (arguments.contains("sheet")) out.sheet = text("sheet");  // a job of an older program has none
  if (!text("mapping").empty()) {
    MUSTER_TRY(out.mapping, filings::Mappings(services.database, services.recorder).get(text("mapping")));
  }
  MUSTER_TRY(out.content, services.documents.content(out.actor, out.document, purpose));
  return out;
}

}  // namespace muster::api
