// The rail of `muster`, in the order of the flow, and who sees what; and where a record has its page.
import type { Entry } from '../app/house';
import { current } from '../app/session';

const reading = ['registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer', 'operator', 'auditor', 'partner_user'];
const judging = ['examiner', 'decider', 'confirmer', 'appeal_officer', 'auditor', 'security_decider', 'security_confirmer'];

export const entries: Entry[] = [
  { path: '/', name: 'nav.home', roles: null },
  { path: '/dashboard', name: 'nav.dashboard', roles: [...reading.filter((r) => r !== 'partner_user'), 'security_decider', 'security_confirmer', 'supervisor'] },
  { path: '/filings', name: 'nav.filings', roles: reading, also: /^\/(sites|subjects|debarments)(\/|$)/ },
  { path: '/domains', name: 'nav.domains', roles: ['registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer', 'operator', 'auditor'] },
  { path: '/resources', name: 'nav.resources', roles: ['registrar', 'examiner', 'decider', 'confirmer', 'operator', 'auditor', 'partner_user'] },
  { path: '/census', name: 'nav.census', roles: ['registrar', 'examiner', 'decider', 'confirmer', 'operator', 'auditor'] },
  { path: '/legacy', name: 'nav.legacy', roles: ['registrar', 'examiner', 'decider', 'confirmer', 'operator', 'auditor'] },
  { path: '/testing', name: 'nav.testing', roles: [...judging, 'supervisor'] },
  { path: '/reports', name: 'nav.reports', roles: [...judging.filter((r) => r !== 'appeal_officer'), 'operator', 'supervisor', 'partner_user'] },
  { path: '/cases', name: 'nav.cases', roles: [...judging, 'operator', 'supervisor'], also: /^\/decisions\// },
  { path: '/orders', name: 'nav.orders', roles: null, also: /^\/(appeals|statements|never-block)/ },
  { path: '/instructions', name: 'nav.instructions', roles: ['partner_user', 'operator', 'examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'appeal_officer', 'auditor', 'supervisor'] },
  { path: '/partners', name: 'nav.partners', roles: ['registrar', 'examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'operator', 'supervisor', 'auditor', 'partner_user'] },
  { path: '/billing', name: 'nav.billing', roles: ['registrar', 'examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'operator', 'supervisor', 'auditor', 'partner_user'] },
  { path: '/programme', name: 'nav.programme', roles: null },
  { path: '/training', name: 'nav.training', roles: judging.filter((r) => r !== 'auditor'), only: 'training' },
  { path: '/figures', name: 'nav.figures', roles: null },
  { path: '/ledger', name: 'nav.ledger', roles: null },
  { path: '/jobs', name: 'nav.jobs', roles: ['registrar', 'examiner', 'operator', 'auditor'] },
  { path: '/people', name: 'nav.people', roles: ['admin', 'key_officer', 'auditor'] },
  { path: '/settings', name: 'nav.settings', roles: null },
];

// Registrations of domains are read by staff, not by providers.
export function canSeeDomains(): boolean {
  const mine = current()?.roles ?? [];
  return [...reading, ...judging].some((r) => r !== 'partner_user' && mine.includes(r));
}

// Whom the schedule of tests is open to: not those who hear appeals.
export function canSeeSchedule(): boolean {
  const mine = current()?.roles ?? [];
  return judging.some((r) => r !== 'appeal_officer' && mine.includes(r));
}

export function canSeeHolds(): boolean {
  const mine = current()?.roles ?? [];
  return judging.some((r) => mine.includes(r));
}

// Campaigns, too, are seen by those who supervise.
export function canSeeCampaigns(): boolean {
  return canSeeSchedule() || (current()?.roles ?? []).includes('supervisor');
}

export function recordPlace(kind: string, id: string): string | null {
  switch (kind) {
    case 'filing': return `/filings/${id}`;
    case 'site': return `/sites/${id}`;
    case 'domain': return `/domains/${id}`;
    case 'subject': return `/subjects/${id}`;
    case 'address_block': return `/resources/${id}`;
    case 'address_lease': return `/resources/leases/${id}`;
    case 'census_run': case 'census': return `/census?run=${id}`;
    case 'shadow_run': return `/census/shadow?run=${id}`;
    case 'filing_origin': case 'takeover_mapping': return '/filings/takeover';
    case 'test': case 'test_run': return `/testing/visits/${id}`;
    case 'evidence_hold': return '/testing?tab=holds';
    case 'test_campaign': return `/testing/campaigns/${id}`;
    case 'suspicion': return `/testing/suspicions/${id}`;
    case 'bundle': return `/testing/bundles/${id}`;
    case 'bundle_publisher': return '/testing?tab=bundles';
    case 'golden_item': return '/testing?tab=quality';
    case 'score_report': return `/testing/reports/${id}`;
    case 'legacy_block': return '/legacy';
    case 'report': return `/reports/${id}`;
    case 'case': return `/cases/${id}`;
    case 'decision': return `/decisions/${id}`;
    case 'order': return `/orders/${id}`;
    case 'instruction': return `/instructions/${id}`;
    case 'instruction_message': case 'provider_channel': return '/instructions';
    case 'partner': return `/partners/${id}`;
    case 'promo_finding': return `/partners/findings/${id}`;
    case 'promo_link': return `/partners/${id.replace('/', '/links/')}`;
    case 'debarment': return `/debarments/${id}`;
    case 'programme': return `/programme/${id}`;
    case 'aggregate_source': return '/dashboard/operators';
    case 'regulator': case 'referral': case 'received_referral': return '/dashboard/referrals';
    case 'inspection_visit': return `/programme/visits/${id}`;
    case 'inspection': return `/programme/inspections/${id}`;
    case 'inspection_finding': return '/programme/inspections';
    case 'programme_report': return '/programme/reports';
    case 'programme_item': return `/programme/items/${id}`;
    case 'billing_service': return `/billing/${id}`;
    case 'charge_run': return `/billing/charges/${id}`;
    case 'stop_list': return '/billing?tab=stops';
    case 'never_block': return `/never-block/${id}`;
    case 'exercise': return `/training/${id}`;
    case 'resolver': return '/orders/resolvers';
    case 'statement': return `/statements/${id}`;
    case 'appeal': return `/appeals/${id}`;
    case 'person': return `/people/${id}`;
    case 'job': return `/jobs`;
    case 'signing_key': case 'key': return `/people`;
    default: return null;
  }
}
