// Pre-approvals of services: their forms, and which service needs which.
#include "rule_support.h"
#include <base/text.h>
#include <base/words.h>
#include <policy/policy.h>

#include <algorithm>
#include <array>
#include <set>

namespace muster::filings {
namespace {

constexpr std::array<const char*, kPreApprovalKindCount> kApprovalKinds{"news",  "publishing", "education",   "health",
                                                                        "drugs", "culture",    "audiovisual", "bbs"};
constexpr std::size_t kApprovalNumberMax = 100;
constexpr Duration kWholeDay = std::chrono::hours(24);

// '|' and ';' part the texts that files are made of.
bool approval_text(std::string_view text, std::size_t max) {
  return one_line(text) && characters(text) <= max && text.find_first_of("|;") == std::string_view::npos;
}

Instant end_of(const PreApproval& approval) {
  return *approval.valid_until + kWholeDay;
}

}  // namespace

const char* to_text(PreApprovalKind kind) {
  return kApprovalKinds[static_cast<std::size_t>(kind)];
}
std::optional<PreApprovalKind> pre_approval_kind(std::string_view text) {
  return find_word<PreApprovalKind>(kApprovalKinds, text);
}

bool is_expired(const PreApproval& approval, Instant now) {
  return approval.valid_until && now >= end_of(approval);
}
const char* standing_of(const PreApproval& approval, Instant now, Instant notice_until) {
  if (is_expired(approval, now)) return "expired";
  return approval.valid_until && notice_until >= end_of(approval) ? "expiring" : "in_force";
}

std::string written(const PreApproval& approval) {
  std::string out = std::string(to_text(approval.kind)) + "|" + approval.number;
  if (!approval.issued_by.empty() || approval.valid_until) out += "|" + approval.issued_by;
  if (approval.valid_until) out += "|" + to_day(*approval.valid_until);
  return out;
}

Result<PreApproval> read_pre_approval(std::string_view text) {
  const auto parts = split(text, '|');
  if (parts.size() < 2 || parts.size() > 4)
    return invalid("pre_approval_form",
                   "Write a pre-approval as kind|number|issued by|valid until; the last two may be left out.");
  PreApproval approval;
  const auto kind = pre_approval_kind(trim(parts[0]));
  if (!kind)
    return invalid("pre_approval_kind_unknown",
                   "The kind is news, publishing, education, health, drugs, culture, audiovisual or bbs.");
  approval.kind = *kind;
  approval.number = std::string(trim(parts[1]));
  if (parts.size() > 2) approval.issued_by = std::string(trim(parts[2]));
  if (parts.size() < 4 || trim(parts[3]).empty()) return approval;
  const auto day = parse_day(trim(parts[3]));
  if (!day.ok()) return invalid("time_form", "Write the last day of a pre-approval as YYYY-MM-DD.");
  approval.valid_until = *day;
  return approval;
}

void check_pre_approval(Faults& faults, PreApproval& approval, Completeness completeness, const std::string& at) {
  approval.number = std::string(trim(approval.number));
  approval.issued_by = std::string(trim(approval.issued_by));
  if (approval.number.empty() || !approval_text(approval.number, kApprovalNumberMax))
    faults.add(invalid("pre_approval_number_form",
                       "The document's number is one line of 1 to 100 characters without | and ;."),
               at + "number");
  if (approval.issued_by.empty() && completeness == Completeness::full)
    faults.add(invalid("pre_approval_issuer_missing", "Say which authority issued the pre-approval."),
               at + "issued_by");
  if (!approval_text(approval.issued_by, kTextMax))
    faults.add(invalid("pre_approval_issuer_form",
                       "Who issued the pre-approval is one line of at most 200 characters without | and ;."),
               at + "issued_by");
}

void check_pre_approvals(Faults& faults, std::vector<PreApproval>& approvals, Completeness completeness) {
  if (approvals.size() > kPreApprovalsMax)
    return faults.add(invalid("pre_approvals_too_many", "A site has at most 20 pre-approvals."), "site.pre_approvals");
  std::set<std::pair<PreApprovalKind, std::string>> seen;
  for (std::size_t i = 0; i < approvals.size(); ++i) {
    const std::string at = "site.pre_approvals[" + std::to_string(i) + "]";
    check_pre_approval(faults, approvals[i], completeness, at + ".");
    if (!seen.emplace(approvals[i].kind, approvals[i].number).second)
      faults.add(invalid("pre_approval_twice", "This pre-approval stands in the filing twice."), at);
  }
}

std::vector<PreApproval> after_change(const std::vector<PreApproval>& before, const Change& change) {
  std::vector<PreApproval> out;
  for (const PreApproval& a : before)
    if (std::none_of(change.remove_pre_approvals.begin(), change.remove_pre_approvals.end(),
                     [&](const PreApprovalKey& gone) { return gone.kind == a.kind && gone.number == a.number; }))
      out.push_back(a);
  out.insert(out.end(), change.add_pre_approvals.begin(), change.add_pre_approvals.end());
  return out;
}

ApprovalNeeds approval_needs(const policy::Policy& policy) {
  ApprovalNeeds needs;
  for (std::size_t i = 0; i < kPreApprovalKindCount; ++i)
    for (const auto& type : policy.list(std::string("pre_approval.") + kApprovalKinds[i]))
      needs.emplace_back(to_lower_ascii(type), static_cast<PreApprovalKind>(i));
  return needs;
}

Result<void> check_needed(const std::vector<std::string>& service_types, const std::vector<PreApproval>& approvals,
                          const ApprovalNeeds& needs, Instant now) {
  Faults faults;
  for (const auto& service : service_types)
    for (const auto& [type, kind] : needs) {
      if (to_lower_ascii(service) != type) continue;
      const PreApproval* expired = nullptr;
      const bool holds = std::any_of(approvals.begin(), approvals.end(), [&, of = kind](const PreApproval& a) {
        if (a.kind != of) return false;
        if (is_expired(a, now)) expired = &a;
        return !is_expired(a, now);
      });
      if (holds) continue;
      if (expired)
        faults.add(invalid("pre_approval_expired", "The service \"" + service + "\" needs a pre-approval of the kind " +
                                                       to_text(kind) + "; that of number " + expired->number +
                                                       " expired on " + to_day(*expired->valid_until) + "."),
                   "site.pre_approvals");
      else
        faults.add(invalid("pre_approval_missing", "The service \"" + service + "\" needs a pre-approval of the kind " +
                                                       to_text(kind) + "; none is in the filing."),
                   "site.pre_approvals");
    }
  if (auto error = faults.take()) return *error;
  return {};
}

Result<void> check_changed_approvals(const Filing& filing, const Change& change, const ApprovalNeeds& needs,
                                     Instant now) {
  for (std::size_t i = 0; i < change.add_pre_approvals.size(); ++i)
    if (const PreApproval& a = change.add_pre_approvals[i]; is_expired(a, now))
      return invalid("pre_approval_expired", "This pre-approval expired on " + to_day(*a.valid_until) + ".",
                     "data.add_pre_approvals[" + std::to_string(i) + "].valid_until");
  if (change.remove_pre_approvals.empty() && !change.service_types) return {};
  return check_needed(change.service_types.value_or(filing.service_types), after_change(filing.pre_approvals, change),
                      needs, now);
}

}  // namespace muster::filings
