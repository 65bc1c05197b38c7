// One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "filing_json.h"
#include <jobs/jobs.h>

namespace muster::api {

http::Response filing_list(const Services& services, const http::Request& request);
http::Response filing_create(const Services& services, const http::Request& request);
http::Response filing_show(const Services& services, const http::Request& request);
http::Response filing_review_next(const Services& services, const http::Request& request);
http::Response filing_conflict_list(const Services& services, const http::Request& request);
http::Response filing_conflict_event(const Services& services, const http::Request& request);
http::Response filing_event(const Services& services, const http::Request& request);
http::Response filing_import(const Services& services, const http::Request& request);
http::Response filing_reconcile(const Services& services, const http::Request& request);
http::Response filing_mapping_list(const Services& services, const http::Request& request);
http::Response filing_mapping_save(const Services& services, const http::Request& request);
http::Response filing_import_list(const Services& services, const http::Request& request);
http::Response filing_import_show(const Services& services, const http::Request& request);
http::Response filing_import_undo(const Services& services, const http::Request& request);
http::Response filing_access_request(const Services& services, const http::Request& request);
http::Response access_request(const Services& services, const http::Request& request);
http::Response access_gate(const Services& services, const http::Request& request);
http::Response access_event(const Services& services, const http::Request& request);
http::Response site_show(const Services& services, const http::Request& request);
http::Response subject_show(const Services& services, const http::Request& request);
http::Response restriction_holds(const Services& services, const http::Request& request);
http::Response restriction_blocklist(const Services& services, const http::Request& request);

inline constexpr const char* kImportJob = "filings_import";
inline constexpr std::size_t kImportBodyMax = 64u << 20;
// What the job does: the uploaded document into the register. Its result is an ImportReport.
Result<std::string> run_import(const Services& services, jobs::JobContext& context);

inline constexpr const char* kReconcileJob = "filings_reconcile";
// Another register's document held against ours. Its result is a ReconcileReport.
Result<std::string> run_reconcile(const Services& services, jobs::JobContext& context);

inline constexpr const char* kUndoImportJob = "filings_import_undo";
Result<std::string> run_undo(const Services& services, jobs::JobContext& context);

// An access as a body has it.
filings::AccessDraft read_access(Body& body);

}  // namespace muster::api
