// 总览
export const dashboard = {
  'nav.dashboard': '总览', 'dash.print': '打印', 'dash.live': '实时', 'dash.not.live': '未连接，请刷新查看最新数字', 'dash.span': '时段', 'dash.months': '{n} 个月', 'dash.before': '上月：{n}', 'dash.series.label': '{title}逐月走势', 'dash.whole': '整个时段：{n}。',
  'dash.region': '地区', 'dash.region.all': '全部地区', 'dash.regions': '地区', 'dash.regions.text': '按发出的命令排序', 'dash.regions.none': '此时段没有命令。', 'dash.ended': '已终结 {n}', 'dash.stage.observed': '观测到的网站', 'dash.stage.unfiled': '未备案', 'dash.of.census': '最近一次普查', 'dash.definitions': '所依据的定义',
  'aggr.title': '各运营单位', 'aggr.text': '其他单位的数字，由其账本密钥签名，定义与本系统一致；不含合同、名称和个人信息。', 'aggr.name': '单位', 'aggr.until': '最近月份', 'aggr.late': '逾期：{month}', 'aggr.received': '收到时间', 'aggr.none': '尚无报送单位', 'aggr.none.do': '由主管登记单位及其账本密钥。', 'aggr.expect': '登记单位', 'aggr.vkey': '账本密钥', 'aggr.vkey.hint': '即 muster ledger key 的输出', 'aggr.url': '地址', 'aggr.url.hint': '留空则由对方推送', 'aggr.due': '月末后天数', 'aggr.end': '停止接收', 'aggr.ended': '已停止', 'aggr.in.time': '按时', 'aggr.small': '数目过小', 'aggr.first': '首报 {n}',
  'kind.aggregate_source': '单位数字', 'job.aggregates': '各单位数字', 'log.aggregate_source.added': '登记报送单位', 'log.aggregate_source.ended': '停止接收单位数字', 'log.aggregate_source.delivered': '收到单位数字', 'log.aggregate_source.refused': '退回单位数字',
};
