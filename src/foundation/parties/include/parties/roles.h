// The roles that a person can hold, and what each may do. The table feeds the documentation, the console's "why can't
// I?" and the checks of the parties room; the schema (0004_parties.sql, 0010_more_roles.sql) refuses the same
// combinations.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace muster::parties {

namespace roles {
inline constexpr const char* kAdmin = "admin";                           // accounts and people only
inline constexpr const char* kKeyOfficer = "key_officer";                // enrols and revokes signing keys
inline constexpr const char* kRegistrar = "registrar";                   // filings
inline constexpr const char* kExaminer = "examiner";                     // tests, opens and screens cases
inline constexpr const char* kDecider = "decider";                       // authority: signs decisions
inline constexpr const char* kConfirmer = "confirmer";                   // authority: signs as the second person
inline constexpr const char* kAppealOfficer = "appeal_officer";          // authority: hears appeals
inline constexpr const char* kOperator = "operator";                     // executes orders, exports, feeds
inline constexpr const char* kAuditor = "auditor";                       // reads everything, changes nothing
inline constexpr const char* kPartnerUser = "partner_user";              // its own party's records
inline constexpr const char* kSecurityDecider = "security_decider";      // operator: ground phishing_or_malware alone
inline constexpr const char* kSecurityConfirmer = "security_confirmer";  // operator: ground phishing_or_malware alone
inline constexpr const char* kComplianceOfficer = "compliance_officer";  // reads personal data, for a stated purpose
inline constexpr const char* kSupervisor = "supervisor";                 // approves what others propose
}  // namespace roles

struct RoleInfo {
  std::string_view name;
  std::string_view title_en, title_zh;
  std::string_view may_en, may_zh;  // what it may do, one sentence
  std::string_view excludes;        // space-separated roles that the same person can't hold at the same time
  std::string_view party_kinds;     // space-separated kinds of party whose people can hold it; empty: any
  bool signs;                       // holds a signing key in its work
};

std::span<const RoleInfo> all_roles();
const RoleInfo* find_role(std::string_view name);  // nullptr: no such role
// Whether one person can't hold both at the same time.
bool roles_exclude(std::string_view a, std::string_view b);

}  // namespace muster::parties
