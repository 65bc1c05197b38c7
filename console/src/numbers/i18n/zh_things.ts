import type { things as en } from './en_things';

export const things: Record<keyof typeof en, string> = {
  'nav.things': '物联网', 'things.text': '一张物联网卡只绑定一台设备、一种用途。发现用于其他设备的，应在期限内说明；逾期停机。', 'things.none': '暂无物联网号码', 'things.none.do': '由登记员或操作员逐一绑定，或用命令行批量导入。',
  'things.without.none': '物联网号码均已绑定设备', 'things.without.none.do': '已有持有人而未绑定设备的号码列在这里，直至绑定或停机。',
  'thing.title': '{number} · {scenario}', 'thing.bind': '绑定设备', 'thing.bind.act': '绑定', 'thing.find': '按设备查找', 'thing.find.act': '查找',
  'thing.kind': '标识类型', 'thing.device': '设备', 'thing.device.hint': 'IMEI 为 15 位，EID 为 32 位', 'thing.scenario': '用途', 'thing.services': '开通业务', 'thing.contact': '责任人', 'thing.contact.hint': '责任人档案编号；留空即为号码持有人',
  'thing.evidence': '合同或凭证编号', 'thing.replaces': '原设备', 'thing.ended.why': '终止原因', 'thing.bound.at': '绑定时间', 'thing.held.since': '持有起始', 'thing.barred.after': '停机期限', 'thing.barred.never': '规则施行前已在用：由人员决定',
  'thing.mismatched.text': '网络侧发现该号码用于其他设备。请在期限内说明情况或变更设备，逾期停机。',
  'device_kind.imei': 'IMEI', 'device_kind.eid': 'EID', 'service.data': '数据', 'service.sms': '短信', 'service.voice': '语音',
  'scenario.metering': '表计', 'scenario.vehicle': '车辆', 'scenario.payment': '支付终端', 'scenario.wearable': '可穿戴', 'scenario.camera': '摄像', 'scenario.industry': '工业', 'scenario.agriculture': '农业', 'scenario.other': '其他',
  'thing_state.bound': '已绑定', 'thing_state.mismatched': '机卡不符', 'thing_state.ended': '已终止', 'thing_state.without': '未绑定设备',
  'thing_event.change_device': '变更设备', 'thing_event.explain': '说明情况', 'thing_event.unbind': '解除绑定',
  'thing_step.change_device': '自此号码用于另一台设备；原绑定终止并留存。', 'thing_step.explain': '曾用于其他设备确有原因（如维修）。绑定不变，因此停机的号码随即恢复。', 'thing_step.unbind': '号码不再绑定设备；未及时绑定其他设备的，将停机。',
  'thing_end.device_changed': '变更设备', 'thing_end.unbound': '解除绑定', 'thing_end.line_ended': '号码已换人或无人持有',
  'reason.device_mismatch': '机卡不符', 'reason.device_unbound': '未绑定设备', 'kind.thing': '号码绑定设备',
  'log.thing.bound': '绑定设备', 'log.thing.seen_elsewhere': '发现机卡不符', 'log.thing.explained': '已说明', 'log.thing.ended': '绑定终止', 'log.thing.line_barred': '因设备原因停机',
};
