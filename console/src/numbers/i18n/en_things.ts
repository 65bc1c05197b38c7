// Devices that lines of things are bound to.
export const things = {
  'nav.things': 'Things', 'things.text': 'A line of things is bound to one device and one use. Seen in another device, people have a term to say why; then it is barred.', 'things.none': 'No line of things here', 'things.none.do': 'A registrar or an operator binds a line to its device, one by one or by a file on the command line.',
  'things.without.none': 'Every line of things has its device', 'things.without.none.do': 'A line that somebody holds and that has no device comes here until it is bound, or barred.',
  'thing.title': '{number} · {scenario}', 'thing.bind': 'Bind a line to a device', 'thing.bind.act': 'Bind', 'thing.find': 'Find by device', 'thing.find.act': 'Find',
  'thing.kind': 'Known by', 'thing.device': 'Device', 'thing.device.hint': '15 digits of an IMEI, 32 of an EID', 'thing.scenario': 'Use', 'thing.services': 'Services', 'thing.contact': 'Who answers for it', 'thing.contact.hint': 'Id of a person’s record; empty: the line’s holder',
  'thing.evidence': 'Contract, note or letter', 'thing.replaces': 'Device before', 'thing.ended.why': 'Why it ended', 'thing.bound.at': 'Bound', 'thing.held.since': 'Held since', 'thing.barred.after': 'Barred after', 'thing.barred.never': 'Served before this rule: people decide',
  'thing.mismatched.text': 'The network saw this line in another device. Explain it or change the device before the term is over; then the line is barred.',
  'device_kind.imei': 'IMEI', 'device_kind.eid': 'EID', 'service.data': 'Data', 'service.sms': 'Short messages', 'service.voice': 'Voice',
  'scenario.metering': 'Metering', 'scenario.vehicle': 'Vehicles', 'scenario.payment': 'Payment terminals', 'scenario.wearable': 'Wearables', 'scenario.camera': 'Cameras', 'scenario.industry': 'Industry', 'scenario.agriculture': 'Agriculture', 'scenario.other': 'Other',
  'thing_state.bound': 'Bound', 'thing_state.mismatched': 'Seen elsewhere', 'thing_state.ended': 'Ended', 'thing_state.without': 'Without a device',
  'thing_event.change_device': 'Change the device', 'thing_event.explain': 'Explain', 'thing_event.unbind': 'Unbind',
  'thing_step.change_device': 'The line is in another device from now on. The former interval ends and stays on record.', 'thing_step.explain': 'It was seen elsewhere for a reason, a repair for instance. The device stays, and a line that was barred because of it serves again.', 'thing_step.unbind': 'The line has no device any more. It is barred unless another one follows soon.',
  'thing_end.device_changed': 'Another device', 'thing_end.unbound': 'Unbound', 'thing_end.line_ended': 'The line is another’s, or nobody’s',
  'reason.device_mismatch': 'Seen in another device', 'reason.device_unbound': 'Without a device', 'kind.thing': 'Device of a line',
  'log.thing.bound': 'Bound to a device', 'log.thing.seen_elsewhere': 'Seen in another device', 'log.thing.explained': 'Explained', 'log.thing.ended': 'Binding ended', 'log.thing.line_barred': 'Barred because of the device',
} as const;
