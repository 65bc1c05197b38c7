// 网站之间的共同点、浏览器所见、集中核查。
export const likeness = {
  'job.likeness': '登记已结案件的特征', 'job.test_campaign': '统计集中核查进度',
  'likeness.title': '{host} 与其他网站的共同点', 'likeness.open': '查看共同点', 'likeness.seen': '采集于', 'likeness.graph': '关联图', 'likeness.graph.of': '{n} 个网站，{m} 处相似', 'likeness.graph.cut': '还有更多，这里只列最相近的。',
  'likeness.sites.title': '相似的网站', 'likeness.cases.title': '相似的已结案件', 'likeness.none': '没有发现相似的网站。', 'likeness.cases.none': '没有。', 'likeness.print': '网站特征', 'likeness.visit': '查看采集特征的那次访问',
  'likeness.value': '相似度 {n}%', 'likeness.words': '{n}% 的词相同', 'likeness.words.n': '{n} 个词', 'likeness.pictures.n': '{n} 张图片', 'likeness.text.short': '文字过少，无从比较', 'likeness.sites': '另见于 {n} 个网站', 'likeness.sites.many': '另见于 {n} 个以上网站', 'likeness.company': '仅属关联，不构成疑点', 'likeness.registrant.known': '备案中有记录', 'likeness.registrant.unknown': '备案中无记录',
  'likeness.about': '访问所见内容若与已结案件相似，只列为疑点，交由人工查看，不产生其他后果。许多网站共有的特征不计入。', 'likeness.resembles': '与已结案件相似',
  'likeness.text': '文字', 'likeness.pictures': '图片', 'likeness.favicon': '网站图标', 'likeness.certificate': '证书公钥', 'likeness.analytics': '统计账号', 'likeness.payment': '收款账号', 'likeness.structure': '页面结构', 'likeness.address': 'IP 地址', 'likeness.registrant': '主办单位',
  'hops.graph': '跳转路径', 'hops.more': '另有 {n} 次跳转',
  'browser.title': '浏览器所见', 'browser.text': '直接请求几乎看不到内容，因此又用浏览器以手机身份打开一次，读取脚本生成的内容。', 'browser.failed': '浏览器未能打开（{why}），按直接请求所得读取。', 'browser.dom': '文档', 'browser.settled': '加载', 'browser.settled.yes': '加载完毕，{n} 毫秒', 'browser.settled.no': '到时仍在加载，{n} 毫秒', 'browser.refused': '已拦截', 'browser.requests': '{n} 个请求',
  'browser.shot.none': '没有截图。', 'browser.shot.unkept': '截图已经机器查看，未留存。', 'browser.shot.title': '截图', 'browser.shot.load': '调取截图', 'browser.shot.hide': '收起截图', 'browser.shot.recorded': '截图默认为灰色并模糊处理。每次调取都会留下记录，并计入您当日的查看次数。', 'browser.shot.show': '显示原图', 'browser.shot.blur': '恢复灰色和模糊', 'browser.shot.of': '{host} 的截图',
  'browser.minor': '可能涉及未成年人', 'browser.minor.text': '立即永久封存对该主机的全部访问记录，并将网址转交举报热线，不再询问。',
  'campaign.tab': '集中核查', 'campaign.new': '发起集中核查', 'campaign.start': '发起', 'campaign.name': '名称', 'campaign.days': '天数', 'campaign.days.hint': '在这些天内，把计划中的每个网站核查一遍，不影响日常核查。', 'campaign.empty': '还没有集中核查', 'campaign.empty.do': '发起后，将在限定天数内把每个网站核查一遍。',
  'campaign.title': '{name}：{days} 天核查 {sites} 个网站', 'campaign.progress': '预计与实际', 'campaign.chart': '{sites} 个网站中已核查 {tested} 个，按计划此时应为 {expected} 个', 'campaign.tested': '已核查', 'campaign.handed': '已派发', 'campaign.expected': '预计', 'campaign.expected.now': '此时应完成', 'campaign.needed': '所需速度', 'campaign.lately': '最近一天', 'campaign.a.day': '每天 {n} 个', 'campaign.of': '{n} / {of}（{p}%）', 'campaign.deadline': '期限', 'campaign.measured': '统计于', 'campaign.ends': '照此速度完成于', 'campaign.ends.unknown': '尚无法估算', 'campaign.text': '不占用每日核查额度。暂停后保留进度，恢复后按原速继续，不会一次补齐。',
  'campaign.running': '进行中', 'campaign.paused': '已暂停', 'campaign.cancelled': '已取消', 'campaign.done': '已完成',
  'campaign_event.pause': '暂停', 'campaign_event.resume': '恢复', 'campaign_event.cancel': '取消', 'campaign_event.finish': '结束',
  'kind.test_campaign': '集中核查', 'log.test_campaign.started': '发起集中核查', 'log.test_campaign.moved': '集中核查状态变更',
};
