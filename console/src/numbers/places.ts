// The rail of `muster-numbers`, in the order of the flow, and who sees what; and where a record has its page. A room that
// gets a page adds a line here, one in views.ts, its words in i18n/, and its places in src/cli/muster-numbers/console.cc.
import type { Entry } from '../app/house';

const reading = ['registrar', 'operator', 'compliance_officer', 'supervisor', 'auditor'];

export const entries: Entry[] = [
  { path: '/', name: 'nav.home', roles: null },
  { path: '/registrations', name: 'nav.registrations', roles: [...reading, 'partner_user'] },
  { path: '/lines', name: 'nav.lines', roles: reading, also: /^\/(pools|transfers|ports|things)/ },
  { path: '/persons', name: 'nav.persons', roles: ['registrar', 'compliance_officer', 'supervisor', 'auditor'], also: /^\/(duplicates|excess|corrections)/ },
  { path: '/companies', name: 'nav.companies', roles: reading },
  { path: '/dealers', name: 'nav.dealers', roles: [...reading, 'partner_user'] },
  { path: '/campaigns', name: 'nav.campaigns', roles: reading },
  { path: '/reconciliations', name: 'nav.reconciliations', roles: reading },
  { path: '/disputes', name: 'nav.disputes', roles: ['registrar', 'compliance_officer', 'supervisor', 'auditor'] },
  { path: '/requests', name: 'nav.requests', roles: ['compliance_officer', 'supervisor', 'auditor'] },
  { path: '/ledger', name: 'nav.ledger', roles: null },
  { path: '/jobs', name: 'nav.jobs', roles: ['registrar', 'operator', 'supervisor', 'auditor'] },
  { path: '/people', name: 'nav.people', roles: ['admin', 'key_officer', 'auditor'] },
  { path: '/settings', name: 'nav.settings', roles: null },
];

export function recordPlace(kind: string, id: string): string | null {
  switch (kind) {
    case 'registration': return `/registrations/${id}`;
    case 'line': return `/lines/${id}`;
    case 'holder': return `/persons/${id}`;
    case 'campaign': return `/campaigns/${id}`;
    case 'dealer': return `/dealers/${id}`;
    case 'dispute': return `/disputes/${id}`;
    case 'authority_request': return `/requests/${id}`;
    case 'duplicate_pair': return `/duplicates/${id}`;
    case 'line_excess': return `/excess/${id}`;
    case 'company': return `/companies/${id}`;
    case 'line_transfer': return `/transfers/${id}`;
    case 'holder_correction': return `/corrections/${id}`;
    case 'line_port': return `/ports/${id}`;
    case 'thing': return `/things/${id}`;
    case 'reconciliation_run': return `/reconciliations/${id}`;
    case 'number_pool': return '/pools';
    case 'person': return `/people/${id}`;
    case 'job': return '/jobs';
    case 'signing_key': case 'key': return '/people';
    default: return null;
  }
}
