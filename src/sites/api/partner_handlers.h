// Partners, their inventories of links, and what inspections find. One handler an action, each in the file of its name.
// Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <partners/service.h>

#include <promotion/findings.h>
#include <promotion/inspector.h>
#include <promotion/inventory.h>
#include <promotion/suspensions.h>

namespace muster::jobs {
class JobContext;
}

namespace muster::api {

http::Response partner_list(const Services& services, const http::Request& request);
http::Response partner_apply(const Services& services, const http::Request& request);
http::Response partner_show(const Services& services, const http::Request& request);
http::Response partner_event(const Services& services, const http::Request& request);
http::Response partner_paper(const Services& services, const http::Request& request);
http::Response partner_check(const Services& services, const http::Request& request);
http::Response partner_responsible(const Services& services, const http::Request& request);
http::Response partner_bar(const Services& services, const http::Request& request);
http::Response partner_site(const Services& services, const http::Request& request);
http::Response partner_tell(const Services& services, const http::Request& request);

http::Response channel_list(const Services& services, const http::Request& request);
http::Response inventory_list(const Services& services, const http::Request& request);
http::Response inventory_difference(const Services& services, const http::Request& request);
http::Response inventory_import(const Services& services, const http::Request& request);
http::Response link_mapping_list(const Services& services, const http::Request& request);
http::Response link_mapping_save(const Services& services, const http::Request& request);
http::Response link_list(const Services& services, const http::Request& request);
http::Response link_put(const Services& services, const http::Request& request);
http::Response link_show(const Services& services, const http::Request& request);
http::Response link_event(const Services& services, const http::Request& request);
http::Response link_coverage(const Services& services, const http::Request& request);
http::Response link_finding_list(const Services& services, const http::Request& request);
http::Response link_finding_counts(const Services& services, const http::Request& request);
http::Response link_finding_show(const Services& services, const http::Request& request);
http::Response link_finding_event(const Services& services, const http::Request& request);
http::Response retest_show(const Services& services, const http::Request& request);

inline constexpr const char* kLinkImportJob = "link_import";
inline constexpr std::size_t kLinkImportBodyMax = 256u << 20;
Result<std::string> run_link_import(const Services& services, jobs::JobContext& context);

// partner_json.cc
// A partner that this person may see: their own people see their own alone. Errors: partner_unknown.
Result<partners::Partner> seen_partner(const Services& services, const http::Request& request,
                                       const std::string& id_or_number);
// The whole page of a partner as this person may see it; partner_show.cc.
http::Response partner_answer(const Services& services, const http::Request& request, const std::string& id,
                              int status = 200);
json::object partner_line_json(const partners::Partner& p);
json::object link_json(const promotion::Link& link, const std::string& partner_number);
json::object finding_json(const promotion::Finding& f);
json::object suspension_json(const promotion::Suspension& s);
json::array counts_json(const std::vector<promotion::FindingCount>& counts);

}  // namespace muster::api
