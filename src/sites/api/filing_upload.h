// A register's file that comes in with a request: its format, and how its columns are read. What importing and
// reconciling share. Not a public header.
#pragma once

#include "import_job.h"
#include <filings/import.h>

namespace muster::api {

struct FilingUpload {
  filings::Format format = filings::Format::csv;
  std::string media_type, mapping, sheet;
  json::object arguments() const;  // of the job
};

// By the content type and ?mapping=, ?source=, ?sheet=; a mapping is remembered for the source. Errors: content_type,
// sheet_xlsx_only, sheet_name, mapping_csv_only, mapping_unknown.
Result<FilingUpload> filing_upload(const Services& services, const http::Request& request);

// The same of a job's arguments, with the file itself.
struct KeptUpload {
  std::string document, actor, content, sheet;
  bool dry_run = false;
  filings::Format format = filings::Format::csv;
  filings::Mapping mapping;
};
Result<KeptUpload> kept_upload(const Services& services, const json::object& arguments, const std::string& purpose);

}  // namespace muster::api
