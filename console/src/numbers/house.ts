// The console of `muster-numbers`: what is its own in the frame.
import type { Hit, House } from '../app/house';
import { rail } from '../app/places';
import { t } from '../i18n';
import { en } from './i18n/en';
import { entries, recordPlace } from './places';
import { more } from './ui/person_tabs';
import { views } from './views';

// What of the API changes when a record of this kind does.
const changes: Record<string, string[]> = {
  registration: ['/registrations', '/lines', '/holders'],
  line: ['/lines', '/registrations', '/holders', '/pools'],
  holder: ['/holders', '/registrations', '/lines'],
  vault_record: ['/holders'],
  number_pool: ['/pools'],
  network_command: ['/lines'],
  campaign: ['/campaigns'],
  person: ['/people', '/me'],
  key: ['/people', '/me'],
  signing_key: ['/people', '/me'],
  party: ['/parties', '/dealers'],
  dealer: ['/dealers', '/dealer-signals'],
  dealer_device: ['/dealers'],
  dealer_signal: ['/dealer-signals', '/dealers'],
  authority_request: ['/authority-requests'],
  authority_scope: ['/authority-scopes'],
  dispute: ['/disputes'],
  duplicate_pair: ['/duplicates'],
  line_excess: ['/excesses'],
  company: ['/companies'],
  line_transfer: ['/transfers'],
  holder_correction: ['/corrections'],
  line_port: ['/ports'],
  reconciliation_run: ['/reconciliations', '/reconciliation-differences'],
  job: ['/jobs'],
};

// A number of a line is looked up for a purpose, in a request's body, and each look-up is in the ledger: none happens
// while somebody types. The search leads to where it can be asked.
async function find(text: string): Promise<Hit[]> {
  const places = rail().some((e) => e.path === '/persons') ? more.filter((p) => t(p.name).toLowerCase().includes(text.toLowerCase()) && !entries.some((e) => e.path === p.path)) : [];
  const found: Hit[] = places.map((p) => ({ group: t('search.places'), title: t(p.name), detail: '', path: p.path }));
  return /^[+\d][\d\s()-]{5,}$/.test(text) ? [{ group: t('nav.lines'), title: t('look.command'), detail: '', path: '/lines' }] : found;
}

export const numbers: House = {
  name: 'Muster Numbers',
  words: { en, zh: () => import('./i18n/zh').then((m) => m.zh) },
  entries,
  views,
  recordPath: recordPlace,
  states: (kind) => ({ registration: 'registration_state', line: 'line_state', network_command: 'command_state', campaign: 'campaign_state', dealer: 'dealer_state', authority_request: 'request_state', dispute: 'dispute_state', duplicate_pair: 'pair_state', line_excess: 'excess_state', line_transfer: 'transfer_state', holder_correction: 'correction_state', line_port: 'port_state', reconciliation_run: 'reconciliation_state' })[kind] ?? 'state',
  changes,
  served: ['/api', '/metrics', '/me'],
  figures: { lines_stocked: '/pools', registrations_to_check: '/registrations?waiting=persons', registrations_pending: '/registrations?waiting=term', lines_stopped: '/lines', ledger_size: '/ledger' },
  roles: ['registrar', 'operator', 'compliance_officer', 'supervisor', 'auditor', 'partner_user', 'key_officer', 'admin'],
  links: [{ path: '/me', name: 'frame.own', at: ['rail', 'sign_in'] }],
  find,
};
