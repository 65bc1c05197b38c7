// 界面用语。用日常中文，不逐字直译。
import { log } from './zh_log';

export const views = {
  ...log,
  'nav.filings': '备案', 'nav.census': '普查', 'nav.testing': '核查', 'nav.cases': '案件', 'nav.orders': '命令',
  'frame.public': '公众页面',
  'search.hint': '名称、编号、案件、命令或人员',
  'state.pending_appeal': '已提交',
  'list.chosen': '已选 {n} 条', 'list.csv': '导出 CSV',

  'signin.lookup': '查一查：我的域名在不在名单上', 'signin.public': '公开登记簿',

  'filings.search': '域名、备案号或名称', 'filings.new': '新增备案', 'filings.import': '导入登记簿', 'filings.empty': '没有符合条件的备案', 'filings.empty.do': '可去掉部分筛选条件，或输入完整的域名、备案号。',
  'filings.new.act': '存为草稿', 'filings.new.text': '草稿即时编号，随后依次经过接入商初核、当面核验、签署和审核。负责人的个人信息加密保存，不在列表中显示。',
  'filing.site': '网站', 'filing.site_name': '网站名称', 'filing.domains': '域名', 'filing.domains.hint': '每行一个。一个域名只能属于一份备案。', 'filing.number': '备案号', 'filing.subject': '主办单位', 'filing.provider': '接入商', 'filing.home_url': '首页网址', 'filing.language': '语言', 'filing.services': '服务类型', 'filing.access': '接入', 'filing.accesses': '接入信息', 'filing.reasons': '理由', 'filing.responsible': '负责人', 'filing.responsible.hint': '加密保存', 'filing.open.site': '查看网站', 'filing.open.subject': '查看主办单位',
  'gate.ask': '申请接入', 'gate.send': '提交审核', 'gate.look': '查看核查结果', 'gate.filed': '网站已备案', 'gate.record_true': '备案信息属实', 'gate.unrestricted': '域名未被列入名单或暂停', 'gate.address': '地址在接入商自有地址段内', 'gate.lease_chain': '租用链有效', 'gate.registrant': '域名属于主办单位', 'gate_state.open': '已开通', 'gate_state.refused': '已拒绝', 'outcome.passed': '通过', 'outcome.refused': '未通过', 'outcome.unknown': '无记录',
  'access.none': '没有接入记录。', 'access.method': '接入方式', 'access.location': '服务器所在地', 'access.address': '地址段',
  'subject.name': '名称', 'subject.kind': '性质', 'subject.number': '主体编号', 'subject.region': '地区', 'subject.address': '通信地址', 'subject.certificate': '证件', 'subject.certificate.kind': '证件类型', 'subject.certificate.number': '证件号码', 'subject.facts': '登记信息', 'subject.filings': '名下网站', 'subject.individual.hidden': '个人，姓名不予显示', 'subject.purpose': '为何需要查看此人信息？', 'subject.purpose.hint': '每次查看均记入账本，本人可以看到。', 'subject.read': '查看信息',
  'site.filing': '备案', 'site.open.filing': '查看备案', 'site.restrictions': '限制措施', 'site.restrictions.none': '无。',
  'import.text': '支持 CSV、Excel 工作簿（.xlsx）或 JSON Lines 格式的登记簿。先行检查不改动任何数据，会逐行列出问题。导入中断后可从断点继续。', 'import.file': '文件', 'import.file.hint': '.csv、.xlsx、.jsonl', 'import.sheet': '工作表', 'import.sheet.hint': '工作簿中的工作表名称；留空则取第一个。',

  'census.take': '开始普查', 'census.take.act': '开始', 'census.take.text': '把网络上出现的域名与备案逐一比对。查询日志中只读取域名；是谁查询的仅在内存中计数，绝不留存。', 'census.file': '名单或日志', 'census.format': '格式', 'census.format.auto': '自动识别', 'census.format.plain': '纯文本，每行一个', 'census.format.unbound': 'Unbound 查询日志', 'census.format.bind': 'BIND 查询日志', 'census.format.powerdns': 'PowerDNS 查询日志', 'census.format.dnsdist': 'dnsdist 查询日志', 'census.format.dnstap': 'dnstap 文件（Frame Streams）', 'census.format.zone': '区域文件',
  'census.run': '批次', 'census.option': '第 {n} 次 · {at} · {source}', 'census.summary': '{lines} 行中有 {names} 个域名', 'census.bad': '{n} 行无法识别', 'census.below': '{n} 个因查询者不足 {k} 个而略去',
  'census.search': '域名或后缀', 'census.by.standing': '按比对结果', 'census.name': '域名', 'census.standing': '比对结果', 'census.why': '依据', 'census.provider': '所见接入商', 'census.first': '首次出现', 'census.new': '新增', 'census.notice': '通知', 'census.noticed': '已发', 'census.notifying': '正在发送 {n} 份通知。', 'census.notify': '发送通知', 'census.notified': '已发出 {sent} 份通知；{left} 份未发，因为此前已发过或没有登记接入商。', 'census.test': '访问',
  'census.empty': '还没有做过普查', 'census.empty.do': '提供一份网络上出现的域名清单，每个域名都会得到比对结果。', 'census.none': '没有这类结果', 'census.none.do': '去掉筛选条件可查看其他结果。', 'census.not.done': '本次普查尚未完成，完成后显示结果。',

  'testing.suspicions': '疑点', 'testing.visits': '访问记录', 'testing.visit.new': '访问网址', 'testing.visit': '立即访问', 'testing.urls': '网址', 'testing.urls.hint': '每行一个，以手机方式访问', 'testing.search': '主机名', 'testing.url': '网址', 'testing.name': '名称', 'testing.verdict': '结果', 'testing.score': '评分', 'testing.reason': '原因', 'testing.hops': '跳转', 'testing.at': '访问时间', 'testing.seen': '出现次数',
  'testing.visits.empty': '没有访问记录', 'testing.visits.empty.do': '可直接访问网址，或从普查结果中选取。', 'testing.suspicions.empty': '没有疑点', 'testing.suspicions.empty.do': '访问发现问题后会列在这里，由人工查看。',
  'visit.title': '访问 {host}', 'visit.show': '显示内容', 'visit.blur': '遮蔽内容', 'visit.url': '网址', 'visit.final': '最终到达', 'visit.at': '访问时间', 'visit.as': '访问身份', 'visit.from': '访问位置', 'visit.robots': 'robots.txt', 'visit.sealed': '封存', 'visit.entry': '账本', 'visit.hops': '跳转过程', 'visit.hops.none': '没有跳转记录。', 'visit.hits': '文本命中', 'visit.hits.none': '文本中未发现问题。', 'visit.truncated': '已截断', 'visit.weight': '权重 {w}', 'visit.score': '评分 {s}', 'visit.result': '结果', 'visit.machine': '机器只提示疑点，由人作决定。', 'visit.suspicion': '查看疑点', 'visit.site': '查看网站',
  'suspicion.title': '{name} 的疑点', 'suspicion.case': '查看案件', 'suspicion.open.case': '立案', 'suspicion.untested': '尚未访问。',

  'cases.search': '案号或名称', 'cases.mine': '等我处理', 'cases.waits': '等您', 'cases.empty': '没有符合条件的案件', 'cases.empty.do': '疑点经人工查看后方可立案。可去掉部分筛选条件。',
  'case.number': '案号', 'case.target': '对象', 'case.ground': '事由', 'case.evidence': '证据', 'case.evidence.n': '{n} 件', 'case.evidence.none': '尚无证据，请先访问该网站。', 'case.facts': '基本情况', 'case.law': '法律依据', 'case.opened.by': '立案人', 'case.filing': '备案', 'case.no.filing': '该名称下无备案', 'case.note': '备注', 'case.elements': '构成要件', 'case.elements.n': '{of} 项中已证明 {n} 项', 'case.notices': '事先通知', 'case.notices.none': '尚未通知主办单位。', 'case.decision': '决定', 'case.order': '命令',
  'element.tie': '关联证据', 'element.tie.act': '关联证据', 'element.more': '补充证据', 'element.tied': '✓ 已证明', 'element.missing': '尚缺', 'element.none': '该事由不要求构成要件。', 'element.evidence': '证据', 'element.statement': '本人说明', 'element.lookup': '本人查询', 'element.words': '具体内容', 'element.note': '备注', 'element.kept': '关联后不可删除，并成为签署文本的一部分。',
  'notice.give': '发出事先通知', 'notice.give.act': '发送通知', 'notice.words': '通知内容', 'notice.words.hint': '说明须改正什么、何时之前改正、可向谁询问。',
  'decide.title': '作出决定', 'decide.outcome': '结论', 'decide.scope': '措施与范围', 'decide.no.measure': '该事由在此不得采取措施，案件将移交主管机关。', 'decide.executor': '执行单位', 'decide.days': '有效天数', 'decide.days.hint': '最长 {n} 天；续期须有新证据', 'decide.law': '法律依据', 'decide.article': '条款', 'decide.notice': '事先通知', 'decide.notice.none': '无', 'decide.no.notice': '为何没有事先通知？', 'decide.no.notice.hint': '将写入决定。', 'decide.notice.needed': '该事由须先通知并给予整改期。', 'decide.reasons': '理由', 'decide.reasons.hint': '将原文告知主办单位', 'decide.act': '生成待签文本', 'decide.next': '此时不产生任何效力：先由您签署，再由另一人签署。', 'decide.again': '重新拟定', 'decide.why.not': '为什么我不能作决定？',
  'effect.one': '仅影响 {name}。', 'effect.hits': '影响 {n} 个名称：{names}。', 'effect.reachable': '{n} 个相邻网站不受影响：{names}。', 'effect.no.neighbours': '没有已知的相邻网站。', 'effect.beyond': '超出了本案对象。',
  'sign.title': '须由两人分别签署', 'sign.text': '签署的完整文本', 'sign.waits': '尚未签署', 'sign.may.confirm': '可复核的人：{names}', 'sign.nobody': '没有其他人可以复核：该机关没有第二位持有已登记密钥的人员。', 'sign.hash.fits': '由本浏览器计算，与服务器一致。', 'sign.hash.differs': '与服务器给出的不一致。请勿签署，并告知运营方。', 'sign.read': '我已阅读全文', 'sign.decide': '以决定人身份签署', 'sign.confirm': '签署复核', 'sign.with.webauthn': '请按提示触碰安全密钥（{label}）。', 'sign.with.webcrypto': '使用本浏览器保管的密钥（{label}）。', 'sign.no.key.here': '您登记的密钥保存在另一个浏览器中。', 'sign.enrol': '注册本浏览器的密钥', 'sign.why.not': '为什么我不能签署？', 'sign.ordered': '两人均已签署，命令已下达。', 'sign.open.order': '查看命令',
  'keys.title': '快捷键', 'keys.next': '下一个、上一个案件', 'keys.element': '第 1 至 9 项要件', 'keys.evidence': '下一件证据', 'keys.blur': '遮蔽或显示内容', 'keys.decide': '作决定或签署', 'keys.search': '搜索', 'keys.help': '本说明',
  'decision.title': '{what}：{where}', 'decision.facts': '决定内容', 'decision.effect': '影响范围', 'decision.open.case': '查看案件',

  'orders.search': '编号或名称', 'orders.appeals': '申诉', 'orders.empty': '没有符合条件的命令', 'orders.empty.do': '决定经两人签署后才产生命令。可去掉部分筛选条件。', 'appeals.empty': '没有申诉', 'appeals.empty.do': '任何人都可以在命令的公开页面上提出申诉。',
  'order.number': '编号', 'order.scope': '范围', 'order.sealed': '不公开', 'order.measure': '措施', 'order.authority': '决定机关', 'order.expires': '到期', 'order.until': '有效至', 'order.facts': '命令内容', 'order.executor': '执行单位', 'order.prior.notice': '事先通知', 'order.entries': '下发条目', 'order.entries.none': '无：该命令不涉及网络侧。', 'order.lifted': '解除于', 'order.signatures': '签署人', 'order.public': '公开页面',
  'feed.on': '下发数据含 {n} 条，序号 {serial}', 'feed.off': '目前不向网络下发任何条目：须先登记主管机关的密钥和账本见证方。', 'feed.open': '区域文件',
  'appeal.enter': '录入申诉', 'appeal.enter.act': '录入', 'appeal.enter.text': '用于书面或电话提出的申诉，请按原意记录。', 'appeal.words': '命令为何有误', 'appeal.words.hint': '不要求承认任何事实。', 'appeal.contact': '电子邮箱', 'appeal.contact.hint': '可不填，加密保存', 'appeal.open': '有一件申诉正在审理。', 'appeal.title': '申诉 {number}', 'appeal.number': '编号', 'appeal.filed': '已提交', 'appeal.filed.at': '提交时间', 'appeal.due': '审结期限', 'appeal.facts': '基本情况', 'appeal.reasons': '理由', 'appeal.lapse': '逾期未审结的，命令自动失效。', 'appeal.page': '查看申诉',

  'nav.domains': '域名', 'domains.search': '域名开头', 'domains.name': '域名', 'domains.due': '期限', 'domains.due.only': '材料待交', 'domains.import': '导入注册局文件', 'domains.import.text': 'CSV 或 EPP 的 XML，见 docs/formats.md。合格记录入库；每条不合格记录注明行号、字段和原因。已备案而失效或易主的域名会在备案上标记。', 'domains.source': '注册局', 'domains.source.hint': '持有者按注册局及其编号识别。', 'domains.empty': '尚无域名注册记录', 'domains.empty.do': '可导入注册局文件，或通过 RDAP 逐个获取。',
  'domain.relations': '可代为持有', 'domain.relation.end': '终止', 'domain.relate': '持有者与备案主体不同', 'domain.relate.filing': '备案（备案号或域名）', 'domain.relate.kind': '持有者是其', 'domain.relate.evidence': '证明文件', 'domain.relate.send': '登记', 'relation.shareholder': '股东', 'relation.head': '负责人', 'relation.senior_manager': '高级管理人员', 'relation.same_entity': '同一主体（不同名称）',
  'domain.holder': '持有者', 'domain.verified': '核验', 'domain.registration': '注册信息', 'domain.registrar': '注册服务机构', 'domain.created': '注册时间', 'domain.expires': '到期时间', 'domain.updated': '注册局变更时间', 'domain.servers': '域名服务器', 'domain.status': '状态', 'domain.mirrored': '同步时间', 'domain.late': '已超过期限', 'domain.holdings': '历任持有者', 'domain.today': '至今', 'domain.how': '核验方式', 'domain.flags': '这份备案的域名有变动', 'domain.flags.text': '此前的事由原持有者负责，此后的事与其无关。', 'domain.clear': '解除标记', 'domain.clear.note': '解除标记的理由',
} as const;
