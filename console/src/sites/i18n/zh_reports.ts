// 公众举报。
export const reports = {
  'nav.reports': '举报', 'kind.report': '举报', 'kind.report_flagger': '可信举报方', 'job.reports': '公众举报处理', 'what.report_to_look_at': '待查看举报',
  'state.received': '已收到', 'state.screening': '待查看', 'state.merged': '已合并', 'state.in_case': '已立案', 'state.sealed': '已封存',
  'reports.search': '编号或名称', 'reports.empty': '没有待查看的举报', 'reports.empty.do': '任何人均可在公开页面举报。可去掉部分筛选条件。', 'reports.queue': '排序：可信举报方优先，其次为紧急情形，再按收到时间。',
  'report.number': '编号', 'report.address': '被举报网页', 'report.ground': '事由', 'report.turn': '次序', 'report.merged': '同类举报', 'report.received': '收到时间', 'report.channel': '来源', 'report.outcome': '结果', 'report.sealed': '已封存', 'report.flagger': '可信举报方', 'report.decided': '驳回人', 'report.reasons': '告知举报人的理由',
  'report.title': '举报 {number}', 'report.facts': '举报信息', 'report.pages': '被举报网页', 'report.pages.none': '不显示网页地址。', 'report.times': '举报次数', 'report.suspicion': '疑点', 'report.lead': '已并入另一件举报', 'report.case': '查看案件', 'report.others': '内容相同的举报',
  'report.words': '举报人所述', 'report.words.read': '查看', 'report.words.text': '每次查看均记入账本。', 'report.contact': '联系方式，仅供核实', 'report.words.gone': '未保存任何内容。', 'report.minor.key': '按 M 键：可能涉及未成年人，立即封存。',
  'reports.tab': '待办', 'report.enter': '录入举报', 'report.enter.text': '用于录入来信、来电举报，以及可信举报方提交举报。可信举报方的举报优先查看。', 'report.enter.act': '提交举报', 'report.enter.done': '已收到：{number}。查询密码 {secret} 仅显示一次，凭两者可查询结果。', 'report.words.hint': '最多 4000 字。涉及儿童性侵害内容的，请勿填写。',
  'flaggers.title': '可信举报方', 'flaggers.text': '其就某一事由提交的举报优先查看。一人提议，另一人确认；查看标准与其他举报相同。', 'flaggers.new': '提议可信举报方', 'flaggers.party.hint': '类别为可信举报方的机构。', 'flaggers.empty': '尚无可信举报方', 'flaggers.empty.do': '请先在人员页面登记该机构，再在此提议。', 'flaggers.reason': '撤销原因', 'flaggers.revoke': '撤销',
  'report_state.received': '已收到', 'report_state.screening': '待查看', 'report_state.merged': '已合并', 'report_state.in_case': '已立案', 'report_state.closed': '已办结', 'report_state.sealed': '已封存', 'report_state.withdrawn': '已撤回',
  'report_event.reject': '查无实据，驳回', 'report_event.may_show_minor': '可能涉及未成年人',
  'report_outcome.violation': '查实违法', 'report_outcome.no_violation': '未发现违法', 'report_outcome.reversed': '经申诉撤销', 'report_outcome.unfounded': '查无实据', 'report_outcome.referred': '已转举报热线',
  'turn.trusted': '可信举报方', 'turn.urgent': '紧急', 'turn.ordinary': '按时间',
  'channel.page': '公开页面', 'channel.api': '接口', 'channel.desk': '人工录入', 'channel.arf': '邮件（ARF）', 'channel.xarf': 'XARF 文件',
  'log.report.received': '收到举报', 'log.report.moved': '举报推进', 'log.report.sealed': '举报已封存，地址转交举报热线', 'log.report.reporter_warned': '已提醒举报人', 'log.report.words_read': '查看举报内容', 'log.report.forgotten': '举报内容已销毁',
  'log.report_flagger.proposed': '提议可信举报方', 'log.report_flagger.confirmed': '可信举报方经第二人确认', 'log.report_flagger.revoked': '可信举报方已撤销', 'log.suspicion.sealed': '疑点已封存',
};
