// 不予封堵名单，以及由此要求的第三人签名。
export const neverBlock = {
  'never.title': '不予封堵名单', 'kind.never_block': '不予封堵名单变更', 'job.never_block_import': '导入不予封堵名单',
  'never.text': '对名单内域名、其下级域名或涵盖它的上级域名下令封堵，须另有第三人签名。名单由两人共同维护。根域、顶级域和公共后缀一律不得封堵，无须列入。',
  'never.tab.names': '域名', 'never.tab.proposals': '变更', 'never.kind': '类别', 'never.action': '变更方式', 'never.names': '域名', 'never.names.hint': '每行一个，最多 500 个；更多的请用文件导入。', 'never.reason': '理由', 'never.source': '来源', 'never.typed': '手工录入', 'never.since': '列入时间', 'never.change': '变更', 'never.open': '打开', 'never.proposed': '提出时间', 'never.facts': '变更内容', 'never.proposed.by': '提出人', 'never.decided.by': '确认或否决人', 'never.refused': '有误的行', 'never.cli': '命令行',
  'never.propose': '提出变更', 'never.propose.text': '经另一人确认后生效。', 'never.import': '导入文件', 'never.import.text': '每行一个域名、含 name 和 kind 两列的 CSV，或先名次后域名的两列 CSV。请先检查。导入后形成一项变更，由另一人确认。',
  'never.adds': '增加 {n} 个域名', 'never.removes': '移除 {n} 个域名',
  'never.lookup': '域名', 'never.lookup.act': '查一个域名', 'never.lookup.yes': '须有第三人签名：{name}（{kind}）。', 'never.lookup.no': '两人签名即可。',
  'never.none': '名单为空', 'never.none.do': '可导入热门网站名单，或提出应急、医疗、通讯社等域名。', 'never.proposals.none': '没有变更', 'never.proposals.none.do': '可提出变更，或选择其他状态。',
  'never.kind.top_site': '热门网站', 'never.kind.emergency': '应急服务', 'never.kind.health': '医疗卫生', 'never.kind.news_agency': '通讯社', 'never.kind.resolver': '域名解析服务', 'never.kind.operator_name': '运营者自有域名',
  'never.action.add': '增加', 'never.action.remove': '移除',
  'never.state.open': '导入中', 'never.state.proposed': '待确认', 'never.state.confirmed': '已确认', 'never.state.rejected': '已否决',
  'never.event.confirm': '确认', 'never.event.reject': '否决',
  'what.never_block_to_confirm': '待确认的不予封堵名单变更',
  'role.third': '第三人',
  'third.title': '第三人签名', 'third.missing': '{name} 在不予封堵名单内（{kind}）。须有第三人签名，方可在网络上执行。', 'third.given': '{name} 在不予封堵名单内（{kind}），第三人已签名。', 'third.from': '可签名的人：{names}。', 'third.nobody': '没有其他人同时具备该职责和签名密钥，可由其他机关借用复核人。', 'third.open': '阅读决定并签名', 'sign.third': '以第三人身份签名',
  'hold_page.title': '供接入方使用：451 页面', 'hold_page.text': '接入方在暂停网站时返回的页面，写明依据哪份命令、如何申诉，并附服务器配置。配置不记录访问者。', 'hold_page.host': '接入方网址', 'hold_page.host.hint': '写明由谁执行，供访问者的程序读取。', 'hold_page.folder': '页面在接入方服务器上的目录', 'hold_page.page': '页面', 'hold_page.first': '请先填写接入方网址。',
  'log.never_block.proposed': '提出不予封堵名单变更', 'log.never_block.confirmed': '确认不予封堵名单变更', 'log.never_block.rejected': '否决不予封堵名单变更',
} as const;
