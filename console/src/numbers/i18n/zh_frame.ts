// 本控制台的框架用词。
export const frame = {
  'nav.registrations': '登记', 'nav.lines': '号码', 'nav.persons': '用户', 'nav.pools': '号段',
  'frame.own': '查询本人名下号码',
  'search.hint': '前往某处，或输入要查询的号码',
  'role.registrar': '登记员', 'role.operator': '运营人员', 'role.partner_user': '代理网点', 'role.compliance_officer': '合规专员', 'role.supervisor': '主管',
  'may.registrar': '办理登记，并作为两人之一人工核验', 'may.operator': '维护号段、号码和 SIM 卡', 'may.partner_user': '在网点办理登记',
  'may.compliance_officer': '按注明的用途查阅个人信息，办理依法保全和有关机关的调取请求', 'may.supervisor': '审批他人提出的事项',
  'people.separation': '管理账号的人不得查阅个人信息，也不得审批他人提出的事项。',
  'ledger.keep': '留存副本的人日后可以证明内容未被改动：muster-numbers ledger verify --since。',
  'ledger.signed.unknown': '本浏览器不支持 Ed25519，请使用 muster-numbers ledger verify。',
  'jobs.empty.do': '导入、清理批次和比对的进度会显示在这里。',
} as const;
