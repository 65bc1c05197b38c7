// A register's file comes in by the API: it is kept encrypted as a document and imported by a job. What the imports of
// all rooms share. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>

namespace muster::api {

inline constexpr std::size_t kImportErrorsKept = 1'000;  // of a job's result

struct ImportFile {
  std::string media_type, title, record_kind, job_kind;
};

// 202 with the job's id; the job's arguments get the document's id, dry_run and the actor. 422 import_empty.
http::Response import_by_job(const Services& services, const http::Request& request, const ImportFile& what,
                             json::object arguments);
// The first kImportErrorsKept of them. `number`: of the record, where it has one.
void keep_line_error(json::array& errors, std::int64_t line, const Error& error, const std::string& number = {});

}  // namespace muster::api
