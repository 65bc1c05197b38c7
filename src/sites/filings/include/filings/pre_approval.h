// What another authority has to have allowed before a service may be offered, as it is recorded with a filing. Plain
// values; not personal. Source: Order 292 of the State Council (2000), arts. 5 and 9, and the orders on news,
// audio-visual services, publishing and culture that followed. Which services need which kind says the policy
// ([pre_approval]).
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::policy {
class Policy;
}

namespace muster::filings {

enum class PreApprovalKind : std::uint8_t { news, publishing, education, health, drugs, culture, audiovisual, bbs };
inline constexpr std::size_t kPreApprovalKindCount = 8;
const char* to_text(PreApprovalKind kind);
std::optional<PreApprovalKind> pre_approval_kind(std::string_view text);

struct PreApproval {
  PreApprovalKind kind = PreApprovalKind::news;
  std::string number;                  // the document's
  std::string issued_by;               // may be empty in an imported register alone
  std::optional<Instant> valid_until;  // midnight UTC of the last day; nothing: without a term
  bool operator==(const PreApproval&) const = default;
};
// Which one is meant where one is taken out.
struct PreApprovalKey {
  PreApprovalKind kind = PreApprovalKind::news;
  std::string number;
  bool operator==(const PreApprovalKey&) const = default;
};
inline constexpr std::size_t kPreApprovalsMax = 20;

// It holds through the whole of its last day (UTC).
bool is_expired(const PreApproval& approval, Instant now);
// "in_force", "expiring" (it holds now, and no longer at `notice_until`), "expired".
const char* standing_of(const PreApproval& approval, Instant now, Instant notice_until);

// As files write it: "kind|number|issued by|YYYY-MM-DD"; what is empty at the end is left out.
std::string written(const PreApproval& approval);
// Errors: pre_approval_form, pre_approval_kind_unknown, time_form.
Result<PreApproval> read_pre_approval(std::string_view text);

// Service types with the kind that each needs; a type may need several.
using ApprovalNeeds = std::vector<std::pair<std::string, PreApprovalKind>>;
ApprovalNeeds approval_needs(const policy::Policy& policy);
// Every service that needs a kind has one of it that is not expired: pre_approval_missing, pre_approval_expired, each
// with the field "site.pre_approvals"; all of them at once. Types are compared without regard to case.
Result<void> check_needed(const std::vector<std::string>& service_types, const std::vector<PreApproval>& approvals,
                          const ApprovalNeeds& needs, Instant now);

}  // namespace muster::filings
