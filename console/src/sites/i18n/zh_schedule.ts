// 网站何时核查、为何此时核查。
export const schedule = {
  'job.schedule_plan': '编排核查计划',
  'schedule.tab': '核查计划', 'schedule.host': '网站', 'schedule.due': '下次核查', 'schedule.cause': '缘由', 'schedule.tests': '已核查', 'schedule.found': '发现', 'schedule.at.once': '立即',
  'schedule.empty': '没有纳入核查的网站', 'schedule.empty.do': '已备案的网站和普查发现的未备案网站每天列入；首次访问、收到举报，或其主办单位的其他域名排队检测时立即列入。',
  'schedule.plan': '每天 {budget} 次核查额度中，{planned} 次已排给 {sites} 个网站：{floor} 个按 {days} 天一次的下限，{ceiling} 个已达访问频率上限。今天到此刻还可核查 {left} 次。',
  'schedule.plan.none': '尚未编排计划，目前仅按策略文件确定频率。今天到此刻还可核查 {left} 次。',
  'schedule.plan.short': '额度不足以保证每个网站 {days} 天核查一次，所有网站按相同频率核查。',
  'schedule.title': '{host} 的核查安排', 'schedule.why': '频率从何而来', 'schedule.class': '网站特征', 'schedule.history': '经过', 'schedule.history.none': '尚无记录。',
  'schedule.every': '核查间隔', 'schedule.days': '{n} 天', 'schedule.hours': '{n} 小时', 'schedule.never': '不核查', 'schedule.next': '下次', 'schedule.last': '上次', 'schedule.since': '纳入时间',
  'schedule.hazard': '预计每年违规', 'schedule.hazard.text': '{n} ± {d} 次', 'schedule.hazard.class': '同类网站', 'schedule.hazard.base': '普通网站', 'schedule.looked': '已覆盖时间', 'schedule.count': '查出违规', 'schedule.times': '{n} 次', 'schedule.weight': '违规的危害权重', 'schedule.detection': '单次核查能发现', 'schedule.percent': '{n}%', 'schedule.rule': '仅按公式', 'schedule.explored': '另有随机抽查', 'schedule.shown': '最可能违规的时段', 'schedule.between': '世界时 {from}:00–{to}:00', 'schedule.shown.any': '不限时段', 'schedule.factor': '× {n}',
  'work.line': '{waiting} 项检测待领取，{taken} 项正在进行。', 'work.aside': '已搁置', 'work.aside.text': '这些检测任务都未能完成。请查看原因，再重新派发或放弃。', 'work.attempts': '尝试 {n} 次', 'work.retry': '重新派发', 'work.drop': '放弃', 'work.more': '另有 {n} 项',
  'schedule.text': '公式把额度用在最能缩短违规未被发现时间的地方：频率与“预计违规次数×权重”的平方根成正比。具体时刻由密钥随机决定，外人无法推算；多数核查避开上次的时段，或选在曾查出违规的时段。',
  'bound.none': '由公式决定。', 'bound.floor': '由下限决定：每个网站至少这样核查一次。', 'bound.ceiling': '由上限决定：为不打扰网站，不会更频繁。', 'bound.budget': '额度达不到下限要求，所有网站频率相同。',
  'cause.new': '新网站', 'cause.routine': '排队检测', 'cause.plan': '按频率', 'cause.retry': '上次访问失败', 'cause.report': '举报', 'cause.address': '地址变更', 'cause.holder': '主体变更', 'cause.partner': '合作方问题', 'cause.growth': '访问量骤增',
  'told.clean': '已核查，未发现问题', 'told.violation': '已核查，有发现', 'told.error': '访问失败', 'told.report': '收到举报', 'told.address': '地址变更', 'told.holder': '主体变更', 'told.partner': '合作方问题', 'told.growth': '访问量骤增',
  'feature.filing': '备案', 'feature.category': '服务类型', 'feature.age': '存续时间', 'feature.growth': '增长', 'feature.holder': '同一主体的其他网站', 'feature.reports': '举报', 'feature.partner': '合作方推广链接',
  'filing.filed': '有效', 'filing.unfiled': '无有效备案', 'category.information': '信息', 'category.trade': '交易', 'category.community': '社区', 'category.media': '视听娱乐', 'category.download': '下载', 'age.over_a_year': '一年以上', 'age.under_a_year': '不满一年', 'age.under_a_quarter': '不满三个月', 'growth.steady': '平稳', 'growth.sudden': '骤增', 'holder.no_violation': '未曾违规', 'holder.violation': '曾有违规', 'reports.none': '近期没有', 'reports.reported': '近期有举报', 'partner.none': '近期没有', 'partner.promoted': '近期被推广',
};
