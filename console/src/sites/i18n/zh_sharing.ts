// 与其他运营者共享；解析器是否同步。
export const sharing = {
  'peers.title': '其他运营者', 'peers.text': '对方可逐条读取本方生效的命令及撤回记录。对方通报的命令在本方仅作为线索交由人员核查，不会自动封停任何网站。',
  'peers.own': '已通报 {n} 条命令。本方身份标识：', 'peers.misp': '同一内容的 MISP 数据源（凭下发令牌或运营者令牌读取）：', 'peers.none': '尚未与任何运营者共享', 'peers.none.do': '添加运营者后将生成令牌交给对方，也可填写对方给本方的令牌。',
  'peers.label': '运营者', 'peers.standing': '有效', 'peers.withdrawn': '已撤回', 'peers.waiting': '待处理', 'peers.reached': '最近应答', 'peers.never': '尚未应答', 'peers.only_tells': '不主动查询', 'peers.ended': '已停止共享',
  'peers.add': '添加运营者', 'peers.identity': '对方身份标识', 'peers.identity.hint': 'identity-- 加 UUID，见对方页面或其 API 根', 'peers.url': '对方数据集', 'peers.url.hint': 'https://…/collections/ID/；留空表示只接收、不查询', 'peers.token': '对方给本方的令牌', 'peers.token.hint': '存入仅服务器可读的文件', 'peers.token.once': '给对方的令牌仅显示一次，请通过安全途径转交：',
  'peers.ask': '立即查询', 'peers.end': '停止', 'peers.received': '对方通报内容', 'peers.received.none': '暂无通报', 'peers.names': '域名', 'peers.from': '通报方',
  'received.state.waiting': '待处理', 'received.state.raised': '已转线索', 'received.state.unknown_ground': '本方无此事由', 'received.state.withdrawn': '对方已撤回',
  'peers.fault.peer_unreachable': '无法连接', 'peers.fault.peer_status': '对方拒绝', 'peers.fault.peer_busy': '对方繁忙', 'peers.fault.peer_full': '超过单日接收上限', 'peers.fault.peer_form': '应答格式无法识别', 'peers.fault.envelope_large': '单次应答过大', 'peers.fault.envelope_objects': '单次应答过大', 'peers.fault.stix_form': '应答格式无法识别',
  'job.sharing': '与其他运营者共享', 'kind.share': '共享', 'kind.share_peer': '其他运营者',
  'log.share.told': '向其他运营者通报命令', 'log.share_peer.added': '添加共享运营者', 'log.share_peer.ended': '停止与运营者共享', 'log.share_peer.told': '其他运营者通报其命令',
  'resolvers.title': '解析器', 'resolvers.text': '逐一查询各解析器的应答是否与解析区数据一致：命令生效的域名应无法解析，解除的域名应恢复解析。用时为最近一天内从数据变更到首次正确应答的时间。',
  'resolvers.none': '尚未查询任何解析器', 'resolvers.none.do': '请添加拉取区数据的解析器。', 'resolvers.label': '解析器', 'resolvers.address': '地址', 'resolvers.address.hint': '可供本方查询的 IP 地址', 'resolvers.port': '端口', 'resolvers.state': '状态', 'resolvers.drifts': '不一致', 'resolvers.waiting': '等待中', 'resolvers.changes': '变更数', 'resolvers.answered': '最近应答',
  'resolvers.add': '添加解析器', 'resolvers.end': '停止查询', 'resolvers.probes': '查询的域名', 'resolvers.probes.none': '尚无查询', 'resolvers.name': '域名', 'resolvers.wanted': '应为', 'resolvers.held': '封停', 'resolvers.open': '可解析', 'resolvers.says': '实际应答', 'resolvers.changed': '变更时间', 'resolvers.took': '用时',
  'resolver.state.agreed': '已同步', 'resolver.state.waiting': '等待中', 'resolver.state.drift': '应答不一致', 'resolver.state.undecided': '无法判断', 'resolver.state.silent': '从未应答',
  'resolver.seen.silent': '无应答', 'resolver.seen.open': '正常解析', 'resolver.seen.blocked': '已封停', 'resolver.seen.no_name': '域名不存在',
  'kind.resolver': '解析器', 'what.resolver_to_mend': '解析器应答不一致', 'log.resolver.added': '开始查询解析器', 'log.resolver.ended': '停止查询解析器', 'log.resolver.drifted': '解析器应答不一致', 'log.resolver.agrees': '解析器恢复一致',
};
