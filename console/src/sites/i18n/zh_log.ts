// 账本事项、任务、角色职责、常见问题、各事由的构成要件。
export const log = {
  'log.access.requested': '申请接入', 'log.access.reserved': '预留地址', 'log.access.opened': '开通接入', 'log.access.refused': '不予接入', 'log.access.held': '暂停接入', 'log.access.reopened': '恢复接入', 'log.access.closed': '关闭接入',
  'log.appeal.filed': '提出申诉', 'log.appeal.acknowledged': '受理申诉', 'log.appeal.stayed': '因申诉暂缓执行', 'log.appeal.decided': '申诉审结', 'log.appeal.ended': '申诉终结',
  'log.authority.enrolled': '登记主管机关',
  'log.case.opened': '立案', 'log.case.element_added': '关联证据', 'log.case.moved': '案件推进', 'log.case.notice_given': '事先通知',
  'log.decision.prepared': '拟定决定', 'log.decision.signed': '签署决定', 'log.decision.confirmed': '第二人复核决定', 'log.decision.withdrawn': '撤回决定',
  'log.order.issued': '下达命令', 'log.order.executed': '执行命令', 'log.order.verified': '核实执行', 'log.order.stayed': '暂缓执行', 'log.order.resumed': '命令恢复效力', 'log.order.lifted': '解除命令', 'log.order.lapsed': '申诉逾期未审结，命令失效', 'log.order.expired': '命令到期',
  'log.received_order.entered': '录入来函命令', 'log.received_order.checked': '核对来函命令',
  'log.census.completed': '普查完成', 'log.census.notices_sent': '已通知接入商',
  'log.test.finished': '完成访问', 'log.test.evidence_sealed': '封存证据', 'log.test.evidence_read': '查阅证据', 'log.test.evidence_exported': '取出证据', 'log.ledger_checkpoint.time_stamped': '检查点加盖时间戳', 'log.test.work_retried': '检测任务重新派发', 'log.test.work_dropped': '放弃检测任务', 'log.suspicion.raised': '发现疑点', 'log.suspicion.seen_again': '疑点再次出现', 'log.suspicion.moved': '疑点推进',
  'log.hash_list.proposed': '提名已知图片名单', 'log.hash_list.enabled': '第二人启用已知图片名单', 'log.hash_list.changed': '已知图片名单有增减', 'log.hash_list.retired': '停用已知图片名单', 'log.hash_list.quarantined': '名单中的哈希已搁置待查', 'log.hash_list.released': '搁置的哈希已有人工结论',
  'log.publisher.proposed': '提名发布方', 'log.publisher.enrolled': '第二人确认发布方', 'log.publisher.withdrawn': '撤销发布方', 'log.golden_item.proposed': '录入已知页面', 'log.golden_item.confirmed': '已知页面经第二人确认', 'log.golden_item.retired': '已知页面停用', 'log.blind_review.drawn': '抽取复核', 'log.blind_review.answered': '复核完成', 'log.score_report.made': '生成月度报告', 'log.bundle.loaded': '载入数据包', 'log.bundle.refused': '拒收数据包', 'log.bundle.moved': '数据包状态变更', 'log.bundle.enabled': '第二人启用数据包', 'log.bundle.retired': '停用数据包', 'log.bundle.rerun_asked': '提交历史回算', 'log.bundle.rerun_finished': '历史回算完成',
  'log.lexicon.enabled': '启用词库', 'log.lexicon.publisher_enrolled': '登记词库发布方',
  'log.filing.reverified': '备案已重新核验', 'log.takeover.begun': '开始接收其他系统的登记', 'log.vault.destroyed': '记录密钥已销毁',
  'log.filing.drafted': '填报备案', 'log.filing.advanced': '备案推进', 'log.filing.returned': '退回备案', 'log.filing.withdrawn': '撤回备案', 'log.filing.filed': '准予备案', 'log.filing.review_taken': '领取审核', 'log.filing.conflict_found': '其他登记簿记载不同', 'log.filing.conflict_vanished': '其他登记簿不再有出入', 'log.filing.conflict_resolved': '认定登记簿出入', 'log.filing.import_undone': '撤销导入', 'log.filing_mapping.saved': '保存列名对应', 'log.filing.imported': '随登记簿导入', 'log.filing.change_asked': '申请变更', 'log.filing.changed': '备案变更', 'log.filing.change_refused': '不同意变更', 'log.filing.defect_noticed': '发出整改通知', 'log.filing.corrected': '报告已整改', 'log.filing.public_notice': '转入公示', 'log.filing.cancelled': '注销备案', 'log.filing.restored': '恢复备案',
  'log.hold.placed': '暂停接入', 'log.hold.lifted': '解除暂停', 'log.hold.expired': '暂停到期', 'log.blocklist_entry.proposed': '拟列入黑名单', 'log.blocklist_entry.activated': '列入黑名单', 'log.blocklist_entry.removed': '移出黑名单', 'log.blocklist_entry.expired': '黑名单到期',
  'log.feed.fetched': '下发数据被读取', 'log.feed.changed': '下发数据变更', 'log.feed_token.given': '发放解析器令牌', 'log.feed_token.revoked': '吊销解析器令牌', 'log.zone.changed': '解析区数据变更', 'log.zone_secondary.added': '允许解析器拉取区数据', 'log.zone_secondary.ended': '停止解析器拉取区数据', 'kind.zone': '解析区', 'kind.zone_secondary': '拉取区数据的解析器',

  'job.filing_import': '导入登记簿', 'job.census': '普查', 'job.census_notices': '通知接入商', 'job.site_test': '访问', 'job.bundle_rerun': '数据包历史回算', 'job.export': '导出',

  'may.registrar': '管理备案', 'may.examiner': '访问网站，立案并初核', 'may.decider': '代表机关签署决定', 'may.confirmer': '作为第二人签署', 'may.appeal_officer': '审理申诉', 'may.operator': '执行命令，导出下发数据', 'may.partner_user': '查看本机构的记录', 'may.supervisor': '批准他人的提议', 'may.security_decider': '就钓鱼和恶意软件作决定，最长 72 小时', 'may.security_confirmer': '就钓鱼和恶意软件复核',

  'req.unfiled.observed': '该名称下的网站可以访问。', 'req.unfiled.no_filing': '登记簿中没有它的备案。',
  'req.false_filing.filed_record': '备案所载内容。', 'req.false_filing.contradiction': '证明备案不实的材料。',
  'req.age_assurance_missing.sealed_visit': '未经年龄核验即获得该内容的访问记录。', 'req.age_assurance_missing.law_applies': '所引法律为何要求该网站核验年龄。',
  'req.explicit_unlawful.sealed_visit': '显示该内容的访问记录，含全部跳转。', 'req.explicit_unlawful.content_in_context': '经人工查看的内容及其上下文。', 'req.explicit_unlawful.law_applies': '所引法律为何禁止在当地提供。',
  'req.child_abuse_material.listed_match': '与所提供的哈希名单相符，或举报热线的通知。',
  'req.billing_fraud.charge_flow': '经测试的扣费步骤。', 'req.billing_fraud.terms_missed': '应向用户明示而未明示的内容。',
  'req.phishing_or_malware.sealed_visit': '显示欺骗内容或有害文件的访问记录，含全部跳转。', 'req.phishing_or_malware.harm_shown': '仿冒了谁，或该文件有何危害。',
  'req.partner_breach.agreement_clause': '协议条款。', 'req.partner_breach.finding': '违反该条款的事实。',
  'req.unrecorded_sub_assignment.lease_chain': '登记的租用链条。', 'req.unrecorded_sub_assignment.actual_use': '地址的实际使用者。',
  'log.domain.mirrored': '已从注册局同步', 'log.domain.documents_handed_in': '收到持有者材料', 'log.domain.documents_refused': '持有者材料被退回', 'log.domain.verified': '持有者已核验', 'log.domain.verification_revoked': '核验已撤回', 'log.domain.lapsed': '域名失效', 'log.domain.filing_flagged': '备案被标记', 'log.domain.registrant_related': '已登记持有者关系', 'log.domain.registrant_relation_ended': '持有者关系已终止', 'log.domain.flag_cleared': '标记已解除', 'log.domain.tests_asked': '其他域名已排队检测', 'log.domain.mirror_late': '注册局数据未按期同步',
} as const;
