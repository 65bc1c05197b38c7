// 办案人员的工作台。
export const desk = {
  'desk.queue': '待办', 'desk.all': '全部案件', 'desk.history': '导出办案记录（CSV）', 'desk.by.step': '环节', 'desk.region': '地区', 'desk.region.none': '不详', 'desk.every.ground': '全部事由', 'desk.urgent': '紧急', 'desk.urgent.one': '紧急', 'desk.late': '已逾期', 'desk.everybody': '含他人在办', 'desk.next': '领取下一件', 'desk.order': '最先到期的排在最前，别无其他次序。',
  'desk.empty': '这里没有您可以办理的案件', 'desk.empty.do': '您本人发现的、签署过的和选择回避的事由不在此列。可去掉部分筛选条件。', 'desk.who': '办理人', 'desk.free': '无人办理', 'desk.free.one': '目前无人办理。', 'desk.mine': '您', 'desk.mine.title': '您正在办理', 'desk.mine.until': '由您办理，截至', 'desk.other.until': '{name} 正在办理，截至', 'desk.note': '交接说明', 'desk.take': '领取', 'desk.longer': '延长', 'desk.release': '放回待办',
  'desk.hand.over': '移交', 'desk.hand.to': '移交给', 'desk.hand.note': '需要交代什么？', 'desk.hand.note.hint': '将记入案件经过。',
  'step.screen': '初查', 'step.decide': '决定', 'step.confirm': '复核', 'step.execute': '执行', 'step.verify': '核实', 'step.hear': '审理申诉', 'step.restore': '恢复',
  'staffing.tab': '人手', 'staffing.title': '一案四人，各不相同', 'staffing.text': '发现的人不作决定，作决定的人不复核，申诉由此外的人审理。任何机关的初查人员和申诉审理人员均可计入。', 'staffing.none': '目前无人可作决定：没有人担任决定人或复核人。', 'staffing.complete': '人手齐备，案件可以走完全程。', 'staffing.missing': '尚缺：', 'staffing.no.key': '{n} 人无密钥', 'staffing.screen': '初查人员', 'staffing.decide': '决定人', 'staffing.confirm': '复核人', 'staffing.hear': '申诉审理人员',
  'staffing.lack.screen': '专司发现和初查、不参与本案其他环节的人员', 'staffing.lack.decide': '持有已登记密钥的决定人', 'staffing.lack.confirm': '持有已登记密钥、且不是唯一决定人的复核人', 'staffing.lack.hear': '未参与本案的申诉审理人员',
  'duty.title': '值班', 'duty.text': '仅表明可以找谁，并不因此获得任何权限。', 'duty.none': '尚未排班。', 'duty.now': '当班', 'duty.enter': '排班', 'duty.end': '结束', 'duty.person': '人员', 'duty.from': '开始', 'duty.until': '结束时间', 'duty.region.hint': '留空则为全部地区',
  'care.tab': '与我有关', 'care.title': '对您的保护', 'care.views': '今天您已查看内容 {n} 次，上限 {max} 次。', 'care.text': '此处只有您自己看得到，不会告知他人，也无需说明理由。', 'care.opt.out': '不愿查看的事由',
  'interest.title': '利益冲突', 'interest.text': '凡您申报的，您既不签署也不审理。申报这件事会留下记录，内容不对他人显示。', 'interest.none': '您没有申报。', 'interest.kind': '涉及', 'interest.ref': '具体对象', 'interest.ref.hint': '域名（含其下所有名称）、单位的标识或案号', 'interest.declare': '申报', 'interest.end': '冲突已消除', 'interest.domain': '域名', 'interest.party': '单位', 'interest.case': '案件',
  'restoration.title': '恢复情况', 'restoration.ended': '终结时间', 'restoration.due': '应恢复于', 'restoration.took': '{n} 分钟后各处全部恢复：', 'restoration.waits': '尚未确认各处均已恢复。', 'renewal.open': '提请续期', 'renewal.text': '另立新案，由两人依据新证据作出决定。各次续期合计不得超过政策规定的总时长。',
  'appeal.body': '移送外部机构', 'appeal.body.to': '机构', 'appeal.body.hint': '须为未参与原决定的机关或法院，由其人员在同一期限内审理。', 'appeal.body.send': '移送', 'appeal.body.heard': '审理机构', 'log.appeal.referred': '申诉移送外部机构',
  'pool.title': '借调复核人', 'pool.text': '人手不足四人的机关，可请其他机关或法院派出复核人。双方各由一人同意，到期自动终止；决定仍由本机关作出。', 'pool.none': '目前没有借调。', 'pool.line': '{lender} 派往 {to}', 'pool.waits': '对方尚未同意', 'pool.accept': '同意', 'pool.ask': '请求借调', 'pool.lender': '派出机关', 'log.confirmer_pool.proposed': '请求借调复核人', 'log.confirmer_pool.accepted': '同意借调复核人', 'log.confirmer_pool.ended': '借调复核人终止', 'kind.confirmer_pool': '借调复核人',
  'delegation.title': '临时代理', 'delegation.text': '由本单位同事在一段时间内代行职责，最长 30 天。利益冲突随之转移，不得再转托。', 'delegation.none': '没有委托。', 'delegation.give': '委托他人', 'delegation.role': '职责',
  'keys.take': '领取案件或延长办理时间', 'keys.hand': '移交', 'keys.release': '放回待办',
  'kind.conflict_of_interest': '利益冲突', 'kind.duty': '值班',
};
