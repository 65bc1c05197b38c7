#include <base/text.h>
#include <parties/roles.h>

namespace muster::parties {
namespace {

constexpr RoleInfo kCatalogue[] = {
    {roles::kAdmin, "Administrator", "管理员",
     "Manages people and accounts; can't decide, confirm, hear appeals, enrol keys, read personal data or approve.",
     "管理人员和账号；不得作出、复核决定，不得审理申诉，不得登记签名密钥，不得查阅个人信息或审批。",
     "key_officer decider confirmer appeal_officer security_decider security_confirmer compliance_officer supervisor",
     "", false},
    {roles::kKeyOfficer, "Key officer", "密钥管理员", "Enrols and revokes the signing keys of other people.",
     "登记和吊销他人的签名密钥。", "admin", "", false},
    {roles::kRegistrar, "Registrar", "备案管理员", "Receives, reviews and returns filings.", "受理、审核和退回备案。",
     "", "", false},
    {roles::kExaminer, "Examiner", "检查员", "Tests sites, screens suspicions and opens cases.",
     "拨测网站、筛查线索、立案。", "", "", false},
    {roles::kDecider, "Decider", "决定人", "Signs decisions of an authority or a court.",
     "代表主管部门或法院签署决定。", "admin", "authority court", true},
    {roles::kConfirmer, "Confirmer", "复核人", "Signs decisions as the second person.", "以第二人身份签署决定。",
     "admin", "authority court", true},
    {roles::kAppealOfficer, "Appeal officer", "申诉审理人", "Hears appeals against decisions that others made.",
     "审理对他人所作决定的申诉。", "admin", "authority court", true},
    {roles::kOperator, "Operator", "运行人员", "Executes orders, exports and feeds.", "执行指令、导出和下发数据。", "",
     "", false},
    {roles::kAuditor, "Auditor", "审计员", "Reads everything, the sealed included; changes nothing.",
     "可查阅全部记录（包括封存内容），不得修改。", "", "", false},
    {roles::kPartnerUser, "Partner's user", "合作方用户", "Sees and answers what concerns its own party.",
     "查看并答复与本单位有关的事项。", "", "", false},
    {roles::kSecurityDecider, "Security decider", "安全决定人",
     "Signs decisions on phishing and malware alone, for 72 hours at most.",
     "仅就钓鱼和恶意程序签署决定，最长 72 小时。", "admin", "carrier access_provider", true},
    {roles::kSecurityConfirmer, "Security confirmer", "安全复核人", "Confirms decisions on phishing and malware alone.",
     "仅就钓鱼和恶意程序复核决定。", "admin", "carrier access_provider", true},
    {roles::kComplianceOfficer, "Compliance officer", "合规专员",
     "Reads personal data for a stated purpose; handles disputes, legal holds and requests of authorities.",
     "按注明的用途查阅个人信息，处理异议、依法保全和有关机关的调取请求。", "admin", "", false},
    {roles::kSupervisor, "Supervisor", "主管",
     "Approves what others propose: campaigns, suspensions, second signatures.",
     "审批他人提出的事项：清理批次、暂停措施、第二人签署。", "admin", "", false},
};

}  // namespace

std::span<const RoleInfo> all_roles() {
  return kCatalogue;
}

const RoleInfo* find_role(std::string_view name) {
  for (const RoleInfo& role : kCatalogue)
    if (role.name == name) return &role;
  return nullptr;
}

bool roles_exclude(std::string_view a, std::string_view b) {
  const RoleInfo* role = find_role(a);
  if (!role) return false;
  for (const std::string_view other : split(role->excludes, ' '))
    if (other == b) return true;
  return false;
}

}  // namespace muster::parties
