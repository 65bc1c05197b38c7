// 代收费业务、话单核对、停止名单，以及手机上看到的扣费流程。
export const billing = {
  'kind.billing_service': '代收费业务', 'kind.charge_run': '话单核对', 'kind.stop_list': '停止名单',
  'log.billing_service.proposed': '提交业务', 'log.billing_service.confirmed': '业务复核通过', 'log.billing_service.refused': '业务未通过', 'log.billing_service.changed': '业务信息变更', 'log.billing_service.ended': '业务终止',
  'log.billing_price.proposed': '提交资费', 'log.billing_price.confirmed': '资费复核通过', 'log.billing_price.refused': '资费未通过',
  'log.charge_run.started': '开始核对话单', 'log.charge_run.completed': '话单核对完成', 'log.stop_list.changed': '停止名单有变',
} as const;
