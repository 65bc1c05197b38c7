// Partners: who promotes, charges or sells on, what they have to show, and their links.
export const partners = {
  'kind.partner': 'Partner',
  'log.partner.applied': 'Partner applied', 'log.partner.moved': 'Partner moved on', 'log.partner.suspended': 'Partner suspended by an order', 'log.partner.restored': 'Suspension ended', 'log.partner.ended': 'Contract ended', 'log.partner.bar_proposed': 'Bar proposed, partner told', 'log.partner.barred': 'Partner barred', 'log.partner.document_recorded': 'Paper recorded', 'log.partner.item_checked': 'Item checked', 'log.partner.responsible_named': 'Responsible person named', 'log.partner.responsible_left': 'Responsible person left', 'log.partner.warned': 'Warned of an end',
} as const;
