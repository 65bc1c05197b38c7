// The frame of this house: places, roles, and where it says something else than the other console.
export const frame = {
  'nav.registrations': 'Registrations', 'nav.lines': 'Lines', 'nav.persons': 'Persons', 'nav.pools': 'Number ranges',
  'frame.own': 'Numbers in my name',
  'search.hint': 'A place, or a number to look up',
  'role.registrar': 'Registrar', 'role.operator': 'Operator', 'role.partner_user': 'Dealer', 'role.compliance_officer': 'Compliance officer', 'role.supervisor': 'Supervisor',
  'may.registrar': 'registers, and checks by hand as one of two', 'may.operator': 'keeps ranges, lines and SIMs', 'may.partner_user': 'registers at a point of sale',
  'may.compliance_officer': 'reads personal data for a stated purpose, keeps legal holds and requests of authorities', 'may.supervisor': 'approves what others propose',
  'people.separation': 'Who manages accounts can neither read personal data nor approve what others propose.',
  'ledger.keep': 'Whoever keeps a copy can prove later that nothing was changed: muster-numbers ledger verify --since.',
  'ledger.signed.unknown': 'This browser knows no Ed25519; use muster-numbers ledger verify.',
  'jobs.empty.do': 'Imports, campaigns and reconciliations show their progress here.',
} as const;
