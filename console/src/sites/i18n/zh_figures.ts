// 数字及其定义
export const figures = {
  'nav.figures': '统计',
  'figures.text': '每个数字都由定义和已发生的事件得出，据此任何人都能算出同样的结果。处置数量不是任何人的指标，系统也不允许设为指标。',
  'figures.public': '透明度报告', 'figures.recompute': '全部重新统计', 'figures.none': '没有统计项',
  'figures.figure': '统计项', 'figures.now': '本月至今', 'figures.before': '上月', 'figures.target': '要求', 'figures.within': '{n} 小时内', 'figures.no.aim': '数量不作指标', 'figures.meaning': '含义', 'figures.median': '半数在 {time} 以内',
  'figures.months': '逐月', 'figures.month': '月份', 'figures.known': '目前数字', 'figures.first': '首次公布', 'figures.latest': '更正', 'figures.same': '无变化', 'figures.not.published': '尚未公布', 'figures.edition': '第 {n} 版，{day}',
  'figures.definition': '定义', 'figures.counts': '计入', 'figures.since': '起算', 'figures.undone': '扣除', 'figures.once': '去重依据', 'figures.about': '公开时', 'figures.about.persons': '涉及个人，不显示小数目',
  'figures.parts': '{month} 构成', 'figures.by': '划分方式', 'figures.by.none': '不划分', 'figures.behind': '{month} 计入的记录', 'figures.behind.none': '没有计入的记录。', 'figures.record': '记录', 'figures.when': '时间', 'figures.took': '用时',
  'dimension.ground': '事由', 'dimension.measure': '措施', 'dimension.region': '地区', 'dimension.channel': '渠道', 'dimension.source': '线索来源', 'dimension.outcome': '结果', 'dimension.to': '结果', 'dimension.reason': '原因', 'dimension.cause': '缘由',
  'dimension.code': '失败原因', 
  'figure_value.unknown': '不详', 'figure_value.other': '其他', 'figure_value.lifted_by_its_body': '作出机关自行撤回', 'figure_value.reversed': '申诉成立', 'figure_value.varied': '申诉部分成立', 'figure_value.appeal_lapsed': '申诉逾期未审结', 'figure_value.upheld': '维持', 'figure_value.none': '不存在违法情形', 'figure_value.violation': '存在违法情形', 'figure_value.more_evidence': '要求补充证据',
  'job.metrics_recompute': '全部重新统计', 'job.figures': '统计', 'job.figures_publish': '公布月度数字',
  'log.figures.published': '公布月度数字', 'kind.figures': '月度数字',
};
