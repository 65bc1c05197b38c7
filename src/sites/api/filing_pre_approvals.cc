// Pre-approvals of services as bodies and answers have them.
#include "filing_json.h"
#include <policy/policy.h>

#include <array>

namespace muster::api {
namespace {

constexpr std::size_t kNumberMax = 400, kIssuerMax = 800;  // bytes; the rules count characters
constexpr std::array<std::string_view, filings::kPreApprovalKindCount> kApprovalKinds{
    "news", "publishing", "education", "health", "drugs", "culture", "audiovisual", "bbs"};

filings::PreApprovalKind read_approval_kind(Body& body) {
  return filings::pre_approval_kind(body.one_of("kind", kApprovalKinds)).value_or(filings::PreApprovalKind::news);
}

}  // namespace

json::object pre_approval_json(const Services& services, const filings::PreApproval& approval) {
  const Instant now = services.clock.now();
  json::value until = nullptr;
  if (approval.valid_until) until = to_day(*approval.valid_until);
  return {{"kind", filings::to_text(approval.kind)},
          {"number", approval.number},
          {"issued_by", approval.issued_by},
          {"valid_until", until},
          {"standing", filings::standing_of(approval, now, services.policy.due("filing.pre_approval_notice", now))}};
}

std::vector<filings::PreApproval> read_pre_approvals(Body& body, std::string_view field) {
  std::vector<filings::PreApproval> out;
  for (Body& one : body.objects(field, filings::kPreApprovalsMax)) {
    filings::PreApproval approval;
    approval.kind = read_approval_kind(one);
    approval.number = one.text("number", kNumberMax);
    approval.issued_by = one.maybe_text("issued_by", kIssuerMax).value_or("");
    if (const auto text = one.maybe_text("valid_until", 10)) {
      const auto day = parse_day(*text);
      if (day.ok())
        approval.valid_until = *day;
      else
        one.fault("valid_until", "time_form", "Write the last day as YYYY-MM-DD.");
    }
    out.push_back(std::move(approval));
  }
  return out;
}

std::vector<filings::PreApprovalKey> read_pre_approval_keys(Body& body, std::string_view field) {
  std::vector<filings::PreApprovalKey> out;
  for (Body& one : body.objects(field, filings::kPreApprovalsMax)) {
    const auto kind = read_approval_kind(one);
    out.push_back({kind, one.text("number", kNumberMax)});
  }
  return out;
}

}  // namespace muster::api
