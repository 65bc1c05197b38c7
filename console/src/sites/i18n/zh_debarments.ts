// 限制接入
export const debarments = {
  'debarments.title': '限制接入', 'debarments.text': '在一定期限内不得为网站新增接入的主体。须事先听取意见，由三人分别经办，到期自行解除。',
  'debarments.none': '暂无记录', 'debarments.none.do': '由审查人员依据已作出的决定提出。', 'debarments.public': '公开名单',
  'debarments.number': '编号', 'debarments.whom': '主体', 'debarments.individual': '个人（{number}）', 'debarments.cause': '缘由', 'debarments.until': '截止',
  'debarments.propose': '提出限制', 'debarments.propose.text': '须先告知并听取意见。已有接入的网站不受影响。', 'debarments.subject': '主体', 'debarments.subject.hint': '其页面地址末尾的编号', 'debarments.reason': '原因', 'debarments.reason.hint': '将告知主体；单位的还将公开。请勿填写个人信息', 'debarments.decision': '所依据的决定', 'debarments.decision.hint': '决定编号', 'debarments.decided': '决定日期',
  'debarments.hear': '登记听取意见', 'debarments.hear.text': '您未参与提出。主体陈述的内容加密保存。', 'debarments.words': '主体的陈述', 'debarments.words.hint': '尽量保留原话', 'debarments.silent': '逾期未陈述', 'debarments.silent.not': '陈述期限未满',
  'debarments.activate': '予以限制', 'debarments.activate.text': '自现在起至所填日期止，不得新增接入，除此之外不作其他处理。', 'debarments.read': '查看陈述',
  'debarments.why': '理由', 'debarments.hearing': '听取意见', 'debarments.answer_by': '陈述期限', 'debarments.heard': '听取方式', 'debarments.people': '经办人', 'debarments.proposed_by': '提出人', 'debarments.heard_by': '听取人', 'debarments.activated_by': '决定人', 'debarments.review': '复核日期', 'debarments.ended': '终结原因', 'debarments.term_over': '期限届满',
  'debarments.effect': '不得为其网站新增接入。生效期间列入公开名单。', 'debarments.never.published': '不得为其网站新增接入。个人一律不予公布。',
  'debarment.cause.false_filing': '备案信息不实', 'debarment.cause.authority_decision': '主管机关的决定', 'debarment.heard.words': '已陈述意见', 'debarment.heard.silent': '逾期未陈述',
  'debarment.state.proposed': '已提出', 'debarment.state.notified': '已告知', 'debarment.state.heard': '已听取意见', 'debarment.state.active': '生效中', 'debarment.state.reviewed': '生效中，已复核', 'debarment.state.expired': '已到期', 'debarment.state.removed': '已终结',
  'debarment.event.notify': '告知主体', 'debarment.event.hear': '登记听取意见', 'debarment.event.activate': '予以限制', 'debarment.event.review': '复核并维持', 'debarment.event.remove': '终结', 'debarment.event.withdraw': '撤回',
  'kind.debarment': '限制接入', 'what.debarment_to_hear': '听取主体意见', 'what.debarment_to_decide': '待决定的限制接入',
  'log.debarment.proposed': '提出限制接入', 'log.debarment.moved': '限制接入有进展', 'log.debarment.activated': '限制接入生效', 'log.debarment.ended': '限制接入终结',
};
