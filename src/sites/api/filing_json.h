// Filings, sites and subjects as docs/openapi.yaml has them. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <filings/conflict.h>
#include <filings/service.h>
#include <restrictions/service.h>

#include <map>
#include <string>

namespace muster::api {

filings::Actor actor_of(const http::Principal& who);
// A partner sees its own records alone; everybody else whom the route lets in sees all.
bool only_own(const http::Principal& who);
// The filing, or the problem of one that isn't there (or isn't theirs).
Result<filings::Filing> visible_filing(const Services& services, const http::Request& request);

// Names of providers, each asked for once.
class ProviderNames {
 public:
  explicit ProviderNames(const Services& services) : services_(services) {}
  const std::string& of(const std::string& party_id);

 private:
  const Services& services_;
  std::map<std::string, std::string> names_;
};

json::object filing_summary_json(const filings::FilingRow& row, ProviderNames& providers);
json::object conflict_json(const filings::Conflict& conflict);
json::object access_json(const filings::Access& access, ProviderNames& providers);
// With its standing now; the same in lists.
json::object pre_approval_json(const Services& services, const filings::PreApproval& approval);
// Those of a body's list of objects: kind, number, issued_by, valid_until (a day).
std::vector<filings::PreApproval> read_pre_approvals(Body& body, std::string_view field);
std::vector<filings::PreApprovalKey> read_pre_approval_keys(Body& body, std::string_view field);
json::object subject_json(const filings::Subject& subject);
json::object restriction_json(const Services& services, const restrictions::Hold& hold, const std::string& language);
json::object restriction_json(const restrictions::Entry& entry);
// Visits and cases of the site's names, where the caller may open them.
json::array related_json(const Services& services, const filings::Filing& filing, const http::Principal& who);
// Everything that happened to a filing, with people and ledger indexes.
Result<json::array> filing_timeline(const Services& services, const std::string& id);
filings::FilingRow row_of(const filings::Filing& filing, const filings::Subject& subject);

// The whole record with its ETag.
http::Response filing_answer(const Services& services, const std::string& id, const http::Principal& who,
                             int status = 200);
// A fault's field as the body has it: the rules say "site.accesses[0]", the body "accesses[0]".
http::Response filing_problem(Error error);

}  // namespace muster::api
