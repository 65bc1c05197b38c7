// 证据的经手与取出
export const evidence = {
  'custody.title': '证据经手记录', 'custody.none': '尚无人查阅或取出。',
  'custody.stamped': '{authority} 已确认该证据在 {at} 即已存在', 'custody.checkpoint': '已纳入账本 {at} 的检查点；没有时间戳机构为其确认。', 'custody.pending': '尚未纳入账本检查点。',
  'custody.take': '连同证明一并取出', 'custody.take.text': '打包为一个 ZIP：证据、索引、账本证明、本记录，以及无需 Muster 即可逐项核对的程序。取出本身会记录在案。',
  'custody.purpose': '用途', 'custody.reference': '对应案卷编号', 'custody.reference.hint': '请勿填写姓名', 'custody.save': '保存证据包', 'custody.working': '正在打包……',
  'purpose.court': '提交法院', 'purpose.authority': '提交主管机关', 'purpose.responsible_entity': '责任主体申请查阅', 'purpose.audit': '审计', 'purpose.review': '内部复核',
  'kind.ledger_checkpoint': '检查点', 'job.evidence_time_stamp': '时间戳',
};
