// 总览
export const dashboard = {
  'nav.dashboard': '总览', 'dash.print': '打印', 'dash.live': '实时', 'dash.not.live': '未连接，请刷新查看最新数字', 'dash.span': '时段', 'dash.months': '{n} 个月', 'dash.before': '上月：{n}', 'dash.series.label': '{title}逐月走势', 'dash.whole': '整个时段：{n}。',
  'dash.region': '地区', 'dash.region.all': '全部地区', 'dash.regions': '地区', 'dash.regions.text': '按发出的命令排序', 'dash.regions.none': '此时段没有命令。', 'dash.ended': '已终结 {n}', 'dash.stage.observed': '观测到的网站', 'dash.stage.unfiled': '未备案', 'dash.of.census': '最近一次普查', 'dash.definitions': '所依据的定义',
};
