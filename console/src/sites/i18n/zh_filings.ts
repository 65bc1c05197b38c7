// 备案登记：审核队列。
export const filings = {
  'queue.title': '审核队列', 'queue.take': '领取下一件', 'queue.empty': '没有待审核的备案', 'queue.column': '位次',
  'queue.position': '在审核队列中排第 {n} 位', 'queue.now': '正在审核', 'queue.mine': '由您审核', 'queue.since': '排队始于', 'queue.until': '逾期未决则回到原位，期限',
  'queue.text': '备案按进入审核的先后依次办理，任何人都不能调整次序；退回后再次提交的，从队尾重新排起。',
  'conflict.title': '其他登记簿的记载不同', 'conflict.text': '本备案未被改动。登记机构说明理由，认定以本登记为准，或要求变更；对方不再有出入的，自行结束。',
  'conflict.field': '项目', 'conflict.ours': '本登记', 'conflict.theirs': '对方登记', 'conflict.register': '登记簿', 'conflict.personal': '不一致；属个人信息，双方内容均不显示', 'conflict.reason': '理由', 'conflict.reason.hint': '接入商可见。',
  'conflict_event.keep_ours': '以本登记为准', 'conflict_event.ask_change': '要求变更', 'conflict_state.open': '待认定', 'conflict_state.ours_stands': '以本登记为准', 'conflict_state.change_asked': '已要求变更', 'conflict_state.vanished': '已无出入',
  'column.site_number': '备案号', 'column.domains': '域名', 'column.subject_name': '主办单位', 'column.region': '地区', 'column.provider': '接入商', 'column.subject_kind': '单位性质', 'column.certificate_number': '证件号码', 'column.site_name': '网站名称', 'column.home_url': '首页网址', 'column.language': '语言', 'column.service_types': '服务类型', 'column.state': '状态', 'column.pre_approvals': '前置审批',
  'imports.title': '已导入的文件', 'imports.file': '文件', 'imports.accepted': '备案数', 'imports.cancelled': '已撤销', 'import_state.running': '中断', 'import_state.done': '完成',
  'undo.open': '撤销导入', 'undo.title': '撤销这次导入', 'undo.text': '这次导入且此后无人改动的备案予以注销；已有改动的逐一列出，不作处理。任何记录都不删除，域名可重新备案。', 'undo.reason': '理由', 'undo.reason.hint': '记入被注销的备案。', 'undo.act': '撤销导入',
  'undo.would': '将注销 {cancelled} 件备案，保留 {left} 件。', 'undo.did': '已注销 {cancelled} 件备案，保留 {left} 件。', 'job.filings_import_undo': '撤销导入', 'job.filings_reconcile': '比对登记簿',
  'reconcile.title': '其他登记簿', 'reconcile.text': '将其他登记簿的文件与本登记逐项比对，列名与导入相同。有出入的留待人工认定，本登记不因此改动。', 'reconcile.register': '登记簿名称', 'reconcile.register.hint': '出入记在此名称之下。', 'reconcile.act': '比对', 'reconcile.report': '已比对', 'reconcile.none': '每一行均与本登记一致。', 'reconcile.empty': '没有待认定的出入',
  'reconcile.counts': '共 {lines} 行：一致 {same}，有出入 {differing}，本登记没有 {unknown}，拒收 {refused}；新增出入 {opened} 项，自行结束 {vanished} 项',
  'filing.services.hint': '以空格分隔', 'approval.title': '前置审批', 'approval.text': '须先经其他主管部门许可的服务。', 'approval.kind': '类别', 'approval.number': '批准文号', 'approval.issued_by': '批准机关', 'approval.until': '有效期至', 'approval.until.hint': '不填表示无期限', 'approval.add': '添加前置审批', 'approval.remove': '去掉', 'approval.expiring': '将到期的前置审批', 'approval.expiring.none': '没有已过期或即将到期的前置审批',
  'approval.news': '新闻', 'approval.publishing': '出版', 'approval.education': '教育', 'approval.health': '医疗保健', 'approval.drugs': '药品', 'approval.culture': '文化', 'approval.audiovisual': '视听节目', 'approval.bbs': '电子公告', 'approval_standing.in_force': '有效', 'approval_standing.expiring': '即将到期', 'approval_standing.expired': '已过期',
  'mapping.label': '列名', 'mapping.hint': '用于列名不同的 CSV 文件或工作簿；同名文件下次自动沿用。', 'mapping.none': '本系统列名', 'mapping.new': '保存列名对应', 'mapping.name': '名称', 'mapping.columns': '列', 'mapping.columns.hint': '每行一项：本系统列名 = 对方列名', 'mapping.save': '保存',
};
