// The never-block list: one handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <restrictions/never_block_service.h>

namespace muster::jobs {
class JobContext;
}

namespace muster::api {

inline constexpr const char* kNeverBlockImportJob = "never_block_import";
inline constexpr std::size_t kNeverBlockImportBodyMax = 64u << 20;

http::Response never_block_list(const Services& services, const http::Request& request);
http::Response never_block_lookup(const Services& services, const http::Request& request);
http::Response never_block_proposals(const Services& services, const http::Request& request);
http::Response never_block_propose(const Services& services, const http::Request& request);
http::Response never_block_show(const Services& services, const http::Request& request);
http::Response never_block_names(const Services& services, const http::Request& request);
http::Response never_block_event(const Services& services, const http::Request& request);
http::Response never_block_import(const Services& services, const http::Request& request);
Result<std::string> run_never_block_import(const Services& services, jobs::JobContext& context);

json::object protection_json(const restrictions::Protection& protection);
http::Response proposal_answer(const Services& services, const restrictions::NeverBlockProposal& proposal,
                               const http::Principal& who, int status = 200);

}  // namespace muster::api
