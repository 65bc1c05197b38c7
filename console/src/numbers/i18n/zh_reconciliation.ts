// 与其他登记库比对。
export const reconciliation = {
  'nav.reconciliations': '数据比对', 'reconciliations.text': '只比对号码是否在用、持有人是否已核验，从不比对是谁。比对不改动任何号码。', 'reconciliations.none': '尚未比对', 'reconciliations.none.do': '由运营人员用“muster-numbers reconcile run”比对文件。',
  'register.national': '国家登记库', 'register.network': '网络侧', 'reconciliation.title': '与{register}比对', 'reconciliation.file': '文件', 'reconciliation.started': '开始时间', 'reconciliation.differing': '差异', 'reconciliation.opened': '新增差异', 'reconciliation.vanished': '已恢复一致', 'reconciliation.theirs': '对方号码', 'reconciliation.ours': '本方号码', 'reconciliation.same': '一致',
  'reconciliation.bad': '文件行', 'reconciliation.bad.of': '无效 {bad} 行，重复 {repeated} 行', 'reconciliation.facts': '比对情况', 'reconciliation.nothing': '差异一直保留，直到下一次比对确认一致。', 'reconciliation.kinds': '差异类别', 'reconciliation.differ': '共 {n} 个差异', 'reconciliation.kind': '类别', 'reconciliation.share': '对比',
  'reconciliation.so.far': '已将本方 {ours} 个号码与对方 {theirs} 个号码比对', 'reconciliation.resume': '中断后用同一文件即可继续。', 'reconciliation.cancel': '放弃', 'reconciliation.newer': '已有更新的比对，以下为最新结果。', 'reconciliation.empty': '均已恢复一致。', 'reconciliation.foreign': '仅列出前若干个；全部见“muster-numbers reconcile open --kind not_ours”。',
  'reconciliation.campaign': '据此发起补登记专项', 'reconciliation.campaign.act': '起草', 'reconciliation.campaign.text': '起草针对这 {n} 个号码（{kind}）的专项：其中未经核验的号码将被邀请补登记。须由主管批准。',
  'reconciliation_state.running': '进行中', 'reconciliation_state.done': '完成', 'reconciliation_state.cancelled': '已放弃',
  'difference.not_ours': '不属于本方号段', 'difference.missing_here': '对方在用，本方无人持有', 'difference.missing_there': '本方在用，对方没有', 'difference.barred_there': '对方停机，本方在用', 'difference.barred_here': '本方停机，对方在用', 'difference.verified_there': '仅对方已核验', 'difference.verified_here': '仅本方已核验',
  'difference_text.not_ours': '对方视为本方号码；请向对方核实，或录入号段。', 'difference_text.missing_here': '对方有持有人，本方无人持有。', 'difference_text.missing_there': '号码在本方使用，对方没有记录。', 'difference_text.barred_there': '对方记为停机，本方仍在使用。', 'difference_text.barred_here': '本方已停机，对方记为在用。', 'difference_text.verified_there': '对方记为已核验，本方未经核验。', 'difference_text.verified_here': '本方已核验，对方未核验。',
  'cohort.differs': '差异来源', 'kind.reconciliation_run': '数据比对', 'log.reconciliation.begun': '开始比对', 'log.reconciliation.done': '比对完成', 'log.reconciliation.cancelled': '放弃比对',
} as const;
