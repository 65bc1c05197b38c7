// Services that partners charge on subscribers' bills, files of charges, the stop list, and charge flows as a phone sees them.
export const billing = {
  'kind.billing_service': 'Billing service', 'kind.charge_run': 'Charges', 'kind.stop_list': 'Stop list',
  'log.billing_service.proposed': 'Service proposed', 'log.billing_service.confirmed': 'Service confirmed', 'log.billing_service.refused': 'Service refused', 'log.billing_service.changed': 'Service changed', 'log.billing_service.ended': 'Service ended',
  'log.billing_price.proposed': 'Price proposed', 'log.billing_price.confirmed': 'Price confirmed', 'log.billing_price.refused': 'Price refused',
  'log.charge_run.started': 'Charges: comparison started', 'log.charge_run.completed': 'Charges compared', 'log.stop_list.changed': 'Stop list changed',
} as const;
