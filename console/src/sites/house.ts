// The console of `muster`: what is its own in the frame.
import { ask, query } from '../api/client';
import type { RecordLink } from '../api/types';
import type { Hit, House } from '../app/house';
import { recordPath } from '../app/places';
import { word } from '../i18n';
import { en } from './i18n/en';
import { entries, recordPlace } from './places';
import { views } from './views';

// What of the API changes when a record of this kind does.
const changes: Record<string, string[]> = {
  filing: ['/filings', '/sites', '/subjects', '/takeovers/filings'],
  filing_origin: ['/takeovers'],
  takeover_mapping: ['/takeovers/mappings'],
  shadow_run: ['/shadow'],
  site: ['/sites', '/filings'],
  access: ['/filings', '/sites'],
  subject: ['/subjects', '/filings'],
  census_run: ['/census'],
  census: ['/census'],
  test: ['/tests', '/suspicions', '/cases'],
  test_run: ['/tests', '/suspicions', '/cases'],
  suspicion: ['/suspicions'],
  evidence_hold: ['/evidence-holds', '/tests', '/cases'],
  test_campaign: ['/test-campaigns'],
  bundle: ['/bundles', '/bundle-reruns'],
  bundle_publisher: ['/bundle-publishers'],
  case: ['/cases', '/case-queue'],
  conflict_of_interest: ['/conflicts', '/case-queue'],
  duty: ['/duties'],
  confirmer_pool: ['/confirmer-pools', '/staffing'],
  decision: ['/decisions', '/cases'],
  order: ['/orders', '/cases', '/feeds'],
  appeal: ['/appeals', '/orders', '/cases'],
  received_order: ['/received-orders'],
  statement: ['/statements'],
  debarment: ['/debarments'],
  partner: ['/partners'],
  promo_link: ['/partners', '/links'],
  promo_finding: ['/link-findings', '/partners', '/retests'],
  promo_inventory: ['/partners', '/links'],
  promo_scope: ['/partners', '/orders'],
  never_block: ['/never-block', '/orders', '/decisions'],
  figures: ['/figures'],
  exercise: ['/exercises'],
  programme: ['/programmes'],
  programme_item: ['/programme-items', '/programmes'],
  inspection: ['/inspections'],
  inspection_finding: ['/inspection-findings', '/inspections'],
  programme_report: ['/programme-reports'],
  inspection_visit: ['/inspection-visits'],
  regulator: ['/regulators', '/referrals'],
  referral: ['/referrals'],
  received_referral: ['/received-referrals'],
  aggregate_source: ['/aggregate-sources', '/aggregate-figures'],
  calendar_token: ['/calendars'],
  person: ['/people', '/me'],
  key: ['/people', '/me'],
  signing_key: ['/people', '/me'],
  key_registration: ['/people', '/me'],
  party: ['/parties'],
  notice: ['/notices'],
  job: ['/jobs'],
};

async function find(text: string, signal: AbortSignal): Promise<Hit[] | null> {
  const answer = await ask<{ items: RecordLink[] }>('/search' + query({ q: text }), { signal });
  if (!answer.ok || !answer.data) return null;
  return answer.data.items.flatMap((l) => {
    const path = recordPath(l.record_kind, l.record_id);
    return path ? [{ group: word('kind', l.record_kind), title: l.title, detail: l.state ? word('state', l.state) : '', path }] : [];
  });
}

export const sites: House = {
  name: 'Muster',
  words: { en, zh: () => import('./i18n/zh').then((m) => m.zh) },
  entries,
  views,
  recordPath: recordPlace,
  states: (kind) => (kind === 'statement' || kind === 'debarment' || kind === 'partner' || kind === 'programme' ? `${kind}.state` : kind === 'programme_item' ? 'item.state' : kind === 'promo_finding' ? 'found.state' : 'state'),
  changes,
  served: ['/public', '/lookup', '/rdap', '/feeds', '/api', '/metrics'],
  figures: {
    filings_filed: '/filings?state=filed', names_unfiled: '/census?standing=unfiled', cases_open: '/cases', orders_in_force: '/orders', appeals_open: '/orders?tab=appeals', ledger_size: '/ledger',
  },
  roles: ['registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer', 'operator', 'auditor', 'partner_user', 'security_decider', 'security_confirmer', 'supervisor', 'key_officer', 'admin'],
  links: [{ path: '/lookup', name: 'signin.lookup', at: ['sign_in'] }, { path: '/public', name: 'signin.public', at: ['sign_in'] }, { path: '/public', name: 'frame.public', at: ['rail'] }],
  find,
};
