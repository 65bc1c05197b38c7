// 登记。
export const registrations = {
  'registrations.waiting': '等待事项', 'registrations.waiting.persons': '待两人核验', 'registrations.waiting.term': '已开通，限期核验', 'registrations.of.dealer': '限某一网点', 'registrations.of.holder': '限某一用户',
  'registrations.of.line': '限某一号码', 'registrations.empty': '暂无登记', 'registrations.empty.do': '登记来自网点，也可用 `muster-numbers register` 导入。', 'registrations.none.wait': '没有待办',
  'registrations.none.wait.do': '取消筛选可查看全部。',
  'registration.title': '{number} 的登记', 'registration.at': '在 {place} 办理', 'registration.place': '办理地点', 'registration.device': '设备', 'registration.captured': '采集时间', 'registration.method': '核验方式', 'registration.why': '原因',
  'registration.facts': '基本情况', 'registration.organisation': '单位', 'registration.consent': '同意的条款', 'registration.capture': '采集情况', 'registration.dealer': '代理网点', 'registration.by': '采集人',
  'registration.pending.text': '主管机关暂不可用：号码先行开通，逾期未核验将停机。',
  'check.first': '第一人', 'check.second': '第二人', 'check.why.not': '我为什么不能核验？', 'check.not.manual': '由主管机关核验，不由人工核验。', 'check.not.waiting': '已不再等待核验。',
  'check.not.role': '人工核验由登记员和合规专员进行。', 'check.not.capturer': '由您采集；采集人不得核验。', 'check.not.twice': '您已核验；第二次须由他人进行。',
  'check.authority.next': '接下来由主管机关核验，无需处理。', 'check.authority.again': '系统会自动再次询问主管机关。',
  'check.deny.text': '登记将立即不予通过，号码重新释放，并告知本人原因。请先核对姓名、出生日期和证件。',
} as const;
