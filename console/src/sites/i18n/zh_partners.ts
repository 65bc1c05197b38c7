// 合作方：推广、代收费、转售，须出示的材料，以及其链接。
export const partners = {
  'kind.partner': '合作方',
  'log.partner.applied': '合作方提出申请', 'log.partner.moved': '合作方状态变更', 'log.partner.suspended': '依决定暂停合作', 'log.partner.restored': '暂停结束', 'log.partner.ended': '合作终止', 'log.partner.bar_proposed': '拟禁止合作，已告知', 'log.partner.barred': '禁止合作', 'log.partner.document_recorded': '材料已登记', 'log.partner.item_checked': '已核对项目', 'log.partner.responsible_named': '登记责任人', 'log.partner.responsible_left': '责任人离任', 'log.partner.warned': '到期提醒已发出',
  'log.promo_inventory.taken': '链接清单已登记', 'log.promo_site.named': '登记自有网站', 'log.promo_link.inspected': '链接已逐跳检查', 'log.promo_finding.found': '发现问题', 'log.promo_finding.fixed': '复测已消除', 'log.promo_finding.dismissed': '问题不成立', 'log.promo_finding.told': '合作方自行报告问题', 'log.promo_finding.referred': '就问题立案', 'log.promo_scope.suspended': '依决定暂停', 'log.promo_scope.restored': '暂停结束',
} as const;
