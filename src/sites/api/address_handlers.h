// One handler an action, each in the file of its name, and the forms of blocks and leases. Not a public header.
#pragma once

#include "filing_json.h"
#include <jobs/jobs.h>
#include <resources/service.h>
#include <resources/sub_assignment.h>

namespace muster::api {

http::Response address_block_list(const Services& services, const http::Request& request);
http::Response address_block_create(const Services& services, const http::Request& request);
http::Response address_block_show(const Services& services, const http::Request& request);
http::Response address_block_event(const Services& services, const http::Request& request);
http::Response address_block_change(const Services& services, const http::Request& request);
http::Response address_block_import(const Services& services, const http::Request& request);
http::Response address_lease_list(const Services& services, const http::Request& request);
http::Response address_lease_create(const Services& services, const http::Request& request);
http::Response address_lease_show(const Services& services, const http::Request& request);
http::Response address_lease_event(const Services& services, const http::Request& request);
http::Response address_show(const Services& services, const http::Request& request);
http::Response address_findings(const Services& services, const http::Request& request);

inline constexpr const char* kBlockImportJob = "address_blocks_import";
inline constexpr std::size_t kBlockImportBodyMax = 64u << 20;
// What the job does: the uploaded document into the register. Its result is an ImportReport.
Result<std::string> run_block_import(const Services& services, jobs::JobContext& context);

resources::Actor address_actor(const http::Principal& who);
// The block, or the problem of one that isn't there (or isn't theirs).
Result<resources::Block> visible_block(const Services& services, const http::Request& request);
Result<resources::Lease> visible_lease(const Services& services, const http::Request& request);

json::object block_json(const resources::Block& block, ProviderNames& parties);
json::object lease_json(const resources::Lease& lease, ProviderNames& parties);
json::object tenant_json(const resources::Tenant& tenant, ProviderNames& parties);
json::object finding_json(const resources::Finding& finding);
resources::Particulars read_particulars(Body& body);
// A range as a body or a query has it; notes the fault.
resources::AddressRange read_range(Body& body, std::string_view field);

http::Response block_answer(const Services& services, const std::string& id, const http::Principal& who,
                            int status = 200);
http::Response lease_answer(const Services& services, const std::string& id, const http::Principal& who,
                            int status = 200);

}  // namespace muster::api
