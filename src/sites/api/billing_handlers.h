// Services for charging, files of charges, the stop list, charge flows. One handler an action, a file for what belongs
// together. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <jobs/jobs.h>
#include <web/records.h>

#include <billing/service.h>

namespace muster::api {

http::Response billing_service_list(const Services& services, const http::Request& request);
http::Response billing_service_propose(const Services& services, const http::Request& request);
http::Response billing_service_show(const Services& services, const http::Request& request);
http::Response billing_service_change(const Services& services, const http::Request& request);
http::Response billing_service_event(const Services& services, const http::Request& request);
http::Response billing_service_findings(const Services& services, const http::Request& request);
http::Response billing_price_propose(const Services& services, const http::Request& request);
http::Response billing_price_event(const Services& services, const http::Request& request);
http::Response billing_import(const Services& services, const http::Request& request);
http::Response billing_import_event(const Services& services, const http::Request& request);
http::Response flow_inspect(const Services& services, const http::Request& request);
http::Response flow_list(const Services& services, const http::Request& request);
http::Response flow_show(const Services& services, const http::Request& request);
http::Response charge_files(const Services& services, const http::Request& request);
http::Response charge_start(const Services& services, const http::Request& request);
http::Response charge_list(const Services& services, const http::Request& request);
http::Response charge_show(const Services& services, const http::Request& request);
http::Response charge_findings(const Services& services, const http::Request& request);
http::Response stop_list_feed(const Services& services, const http::Request& request);
http::Response stop_list_entries(const Services& services, const http::Request& request);

http::Response partner_stops(const Services& services, const http::Request& request);

// billing_json.cc
// A service that this person may see: a partner's people see their own alone. Errors: service_unknown.
Result<billing::BillingService> seen_service(const Services& services, const http::Request& request,
                                             const std::string& id);
json::array stop_entries_json(const std::vector<billing::StopEntry>& entries);
json::object billing_service_json(const billing::BillingService& service);
json::object charge_finding_json(const billing::StoredFinding& finding);
json::object charge_run_json(store::Transaction& tx, const billing::ChargeRun& run);
json::object inspection_json(const billing::Inspection& inspection, bool whole);

inline constexpr const char* kServiceImportJob = "billing_service_import";
Result<std::string> run_service_import(const Services& services, jobs::JobContext& context);

}  // namespace muster::api
