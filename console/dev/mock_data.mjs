// Neutral invented records for the mock server. Names end in .example (RFC 2606), addresses are of RFC 5737.
import { createHash } from 'node:crypto';
import { Ledger } from './mock_ledger.mjs';

const ago = (hours) => new Date(Date.now() - hours * 3_600_000);
const iso = (hours) => ago(hours).toISOString();
export const ledger = new Ledger();

export const people = [
  ['u-registrar', 'Ines Okafor', 'ines', 'Northern Telecom', 'carrier', ['registrar', 'operator']],
  ['u-examiner', 'Tomas Berg', 'tomas', 'Northern Telecom', 'carrier', ['examiner']],
  ['u-decider', 'Lin Yao', 'lin', 'Media Authority North', 'authority', ['decider', 'confirmer']],
  ['u-confirmer', 'Maren Holt', 'maren', 'Media Authority North', 'authority', ['decider', 'confirmer']],
  ['u-appeal', 'Ade Mbeki', 'ade', 'Media Authority North', 'authority', ['appeal_officer']],
  ['u-keys', 'Rosa Lind', 'rosa', 'Northern Telecom', 'carrier', ['key_officer']],
  ['u-admin', 'Sam Ito', 'sam', 'Northern Telecom', 'carrier', ['admin']],
  ['u-auditor', 'Vera Novak', 'vera', 'Court of Audit', 'court', ['auditor']],
].map(([id, display_name, login, party, kind, roles]) => ({ id, display_name, login, roles, state: 'active', party: { id: 'p-' + kind, name: party, kind }, keys: [], last_signed_in_at: iso(20) }));
export const ref = (id) => {
  const p = people.find((x) => x.id === id);
  return p ? { id: p.id, display_name: p.display_name, party: p.party.name } : null;
};

const words = ['harbour', 'orchard', 'lantern', 'meadow', 'granite', 'willow', 'copper', 'juniper', 'saffron', 'tundra', 'marble', 'cinder', 'velvet', 'pepper', 'falcon', 'thistle'];
export const filings = words.map((w, i) => {
  const id = `f-${i}`;
  const state = ['filed', 'filed', 'filed', 'under_review', 'filed', 'change_pending', 'defect_notice', 'cancelled'][i % 8];
  ledger.add('filing.imported', null, 'filing', id, ago(900 - i));
  if (state !== 'filed') ledger.add('filing.advanced', ref('u-registrar'), 'filing', id, ago(60 - i));
  return {
    id, site_id: id, site_number: `N-26-${String(4100 + i)}-1`, site_name: `${w[0].toUpperCase()}${w.slice(1)} online shop`, domains: i % 3 ? [`${w}.example`] : [`${w}.example`, `${w}-shop.example`],
    subject_id: `s-${i}`, subject_number: `N-26-${4100 + i}`, subject_kind: i % 5 === 4 ? 'individual' : 'company', subject_name: i % 5 === 4 ? null : `${w[0].toUpperCase()}${w.slice(1)} Trading Ltd`,
    provider: ['Kestrel Hosting', 'Fjord Cloud', 'Blue Rack'][i % 3], state, state_since: iso(60 + i * 30), due_at: state === 'under_review' ? new Date(Date.now() + 3 * 3_600_000).toISOString() : state === 'defect_notice' ? iso(5) : null,
  };
});

const standing = ['unfiled', 'unfiled', 'unfiled', 'cancelled', 'provider_differs', 'address_differs', 'unfiled', 'blocklisted'];
const sentence = { unfiled: 'No filing covers this name.', cancelled: 'Its filing was cancelled.', provider_differs: 'Seen at a provider that its access records do not name.', address_differs: 'Seen at an address outside of what is on record.', blocklisted: 'An active blocklist entry covers the name.' };
export const findings = Array.from({ length: 240 }, (_, i) => {
  const s = standing[i % standing.length];
  return { run_id: 'r-2', name: `${words[i % 16]}-${String(i).padStart(3, '0')}.example`, standing: s, rule: 'no_filing', sentence: sentence[s], site_id: null, provider: ['Kestrel Hosting', 'Fjord Cloud', 'unknown'][i % 3], provider_id: null, first_seen: '2026-11-03', last_seen: '2026-11-24', is_new: i % 7 === 0, noticed: i % 4 === 0 };
});
const counts = { filed: 184_211, unfiled: 9_874, cancelled: 612, provider_differs: 430, address_differs: 391, held: 12, blocklisted: 7 };
const run = (number, hours) => ({ id: `r-${number}`, number, state: 'done', source_name: number === 2 ? 'observed-2026-11-24.txt' : 'observed-2026-11-17.txt', format: 'plain', k: 10, job_id: null, by: ref('u-registrar'), started_at: iso(hours), finished_at: iso(hours - 0.01), lines: 195_824, names: 195_537, bad_lines: 41, not_sites: 96, below_k: number === 2 ? 0 : 1204, counts, found_new: 318, found_gone: 97, differences_sha256: 'ab'.repeat(32), problem: null });
export const runs = [run(2, 6), run(1, 174)];
ledger.add('census.completed', ref('u-registrar'), 'census_run', 'r-2', ago(6));

const hop = (seq, kind, url, status, extra = {}) => ({ seq, kind, url, location: '', status, address: '192.0.2.17', content_type: 'text/html', body_bytes: 16_804, body_sha256: 'cd'.repeat(32), truncated: '', took_ms: 41, error: '', ...extra });
export const test = {
  id: 't-1', url: 'http://lantern-009.example/', host: 'lantern-009.example', final_url: 'https://www.lantern-009.example/offers', site_id: null, requested_by: 'u-examiner', started_at: iso(5.2), finished_at: iso(5.19), http_status: 200,
  verdict: 'clue', error: '', ground: 'explicit_unlawful', score: 0.86, top_reason: 'Planted specimen term in the heading and in 4 paragraphs', robots: 'allowed',
  vantage: { user_agent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36', exit_address: '198.51.100.4', resolver: '127.0.0.1', resolver_answer: ['192.0.2.17'] },
  hop_count: 3, hops: [hop(1, 'start', 'http://lantern-009.example/', 301), hop(2, 'http', 'https://www.lantern-009.example/', 302, { took_ms: 88 }), hop(3, 'http', 'https://www.lantern-009.example/offers', 200, { body_bytes: 48_211, took_ms: 132 })],
  hits: [
    { seq: 1, ground: 'explicit_unlawful', bundle: 'planted 1.0', language: 'en', term: 'specimen-alpha', before: 'Welcome to our page. Today we offer ', match: 'specimen-alpha', after: ' to visitors of every age, without any check at the door.', sentence: '', weight: 0.9, damped: '' },
    { seq: 2, ground: 'explicit_unlawful', bundle: 'planted 1.0', language: 'en', term: 'specimen-beta', before: 'A museum catalogue describes ', match: 'specimen-beta', after: ' as a term of the nineteenth century.', sentence: '', weight: 0.1, damped: 'art' },
  ],
  suspicion_id: 'x-1', evidence_sha256: createHash('sha256').update('warc').digest('hex'), ledger_index: 21,
};
ledger.add('test.evidence_sealed', ref('u-examiner'), 'test_run', 't-1', ago(5.2));
ledger.add('suspicion.raised', null, 'suspicion', 'x-1', ago(5.19));
export const tests = [test, { ...test, id: 't-2', url: 'http://meadow-003.example/', host: 'meadow-003.example', verdict: 'clean', score: 0.02, top_reason: '', ground: '', hops: [test.hops[0]], hits: [], hop_count: 1, suspicion_id: null }, { ...test, id: 't-3', url: 'http://granite-004.example/', host: 'granite-004.example', verdict: 'error', score: 0, top_reason: '', error: 'address_private', hits: [], suspicion_id: null }];
export const suspicion = { id: 'x-1', name: 'lantern-009.example', registrable: 'lantern-009.example', site_id: null, ground: 'explicit_unlawful', seen: 2, note: '', score: 0.86, state: 'screened_by_human', state_since: iso(5), source: 'test', tests: [test], case_id: null, next_events: [{ event: 'refer', to: 'referred', allowed: true, why_not: [], needs_reasons: false }, { event: 'dismiss', to: 'dismissed', allowed: true, why_not: [], needs_reasons: true }] };

const rules = { ground: 'explicit_unlawful', scope_max: 'domain', network_allowed: true, who: 'authority', cap_hours: 8760, operator_cap_hours: null, needs_notice: false, sealed: false, law: 'Youth Media Protection Act (model)', article: 'section 4 (2)', elements: [], allows: [] };
const tie = (seq, kind, r, by) => ({ seq, evidence_kind: kind, evidence_ref: r, sha256: 'ab'.repeat(32), note: '', added_by: ref(by), added_at: iso(4) });
export const theCase = {
  id: 'c-1', number: 'C-2026-000017', target: 'lantern-009.example', host: 'lantern-009.example', ground: 'explicit_unlawful', state: 'referred', state_since: iso(3), due_at: new Date(Date.now() + 2.5 * 3_600_000).toISOString(), breached: false, waits_for_me: true, order_id: null,
  rules, opened_by: ref('u-examiner'), note: 'Screened at 09:40; the offer is open to everybody.', site: null, filing: null,
  evidence: [{ kind: 'test_run', ref: 't-1', title: 'lantern-009.example as a phone, 3 hops', at: iso(5.2), sha256: test.evidence_sha256, ledger_index: 16, test }, { kind: 'lookup', ref: 'No filing covers lantern-009.example (census no. 2).', title: 'Register: no filing', at: iso(5), sha256: null, ledger_index: 17, test: null, text: 'No filing covers lantern-009.example (census no. 2).' }],
  elements: [
    { element: 'sealed_visit', sentence: 'A visit, kept with every hop, that shows the content.', ties: [tie(1, 'test_run', 't-1', 'u-examiner')] },
    { element: 'content_in_context', sentence: 'The content in its context, looked at by a person.', ties: [tie(2, 'statement', 'I looked at the page: the planted specimen is offered in the heading.', 'u-examiner')] },
    { element: 'law_applies', sentence: 'Why the named law forbids to offer it there.', ties: [tie(3, 'statement', 'Section 4 (2) forbids the offer without a check of age.', 'u-examiner')] },
  ],
  missing_elements: [], notices: [],
  effects: [
    { measure: 'network', scope: { kind: 'host', value: 'lantern-009.example' }, hit: ['lantern-009.example'], reachable: ['lantern-009-help.example', 'harbour.example'], beyond_case: false },
    { measure: 'network', scope: { kind: 'domain', value: 'lantern-009.example' }, hit: ['lantern-009.example', 'www.lantern-009.example', 'mail.lantern-009.example'], reachable: ['harbour.example'], beyond_case: true },
    { measure: 'hold', scope: { kind: 'host', value: 'lantern-009.example' }, hit: ['lantern-009.example'], reachable: ['harbour.example'], beyond_case: false },
  ],
  may_decide: { allowed: true, why_not: [] }, decision: null, order: null, clocks: [], next_events: [], related: [{ record_kind: 'suspicion', record_id: 'x-1', title: 'lantern-009.example', state: 'referred' }],
};
ledger.add('case.opened', ref('u-examiner'), 'case', 'c-1', ago(4.6));
for (let i = 0; i < 3; i++) ledger.add('case.element_added', ref('u-examiner'), 'case', 'c-1', ago(4 - i * 0.1));
ledger.add('case.moved', ref('u-examiner'), 'case', 'c-1', ago(3));
export const cases = [theCase, ...['C-2026-000016', 'C-2026-000015', 'C-2026-000014'].map((number, i) => ({ ...theCase, id: `c-${i + 2}`, number, host: `${words[i + 3]}-${i}.example`, target: `${words[i + 3]}-${i}.example`, ground: ['unfiled', 'phishing_or_malware', 'false_filing'][i], state: ['evidence_sealed', 'executed', 'appealed'][i], waits_for_me: false, due_at: null, may_decide: { allowed: false, why_not: [{ code: 'case_state', sentence: 'The case has not been referred yet.' }] }, next_events: i ? [] : [{ event: 'screen', to: 'screened', allowed: true, why_not: [], needs_reasons: false }, { event: 'refer', to: 'referred', allowed: false, why_not: [{ code: 'case_state', sentence: 'A person looks at the evidence first.' }], needs_reasons: false }] }))];

const appeal = { id: 'a-1', number: 'A-2026-000003', order_id: 'o-1', order_number: 'O-2026-000009', scope: { kind: 'host', value: 'thistle-7.example' }, state: 'acknowledged', filed_at: iso(26), due_at: new Date(Date.now() + 30 * 3_600_000).toISOString(), text: 'The page was removed on Monday. The shop sells garden tools; please look again.', reasons: [], next_events: [{ event: 'stay', to: 'stayed', allowed: true, why_not: [], needs_reasons: false }, { event: 'uphold', to: 'upheld', allowed: true, why_not: [], needs_reasons: true }, { event: 'reverse', to: 'reversed', allowed: true, why_not: [], needs_reasons: true }], timeline: [] };
ledger.add('order.issued', ref('u-confirmer'), 'order', 'o-1', ago(80));
ledger.add('order.executed', null, 'order', 'o-1', ago(79.9));
ledger.add('appeal.filed', null, 'order', 'o-1', ago(26));
export const orders = [{
  id: 'o-1', number: 'O-2026-000009', case_id: 'c-4', ground: 'explicit_unlawful', authority: 'Media Authority North', measure: 'network', scope: { kind: 'host', value: 'thistle-7.example' }, state: 'executed', state_since: iso(79.9), in_force: true, expires_at: new Date(Date.now() + 27 * 86_400_000).toISOString(), appeal_id: 'a-1',
  law: 'Youth Media Protection Act (model), section 4 (2)', executor: 'network', prior_notice: 'N-2026-000411 of 12 November', decision_id: 'd-0', canonical_text: 'muster-decision/1\nscope host thistle-7.example\n', signatures: [{ as: 'decider', person: ref('u-decider'), party: 'Media Authority North', at: iso(81), key_id: 'k', key_kind: 'webauthn', ledger_index: 20 }, { as: 'confirmer', person: ref('u-confirmer'), party: 'Media Authority North', at: iso(80), key_id: 'k', key_kind: 'webauthn', ledger_index: 21 }],
  entries: [{ id: 'e-1', feed: 'rpz', name: 'thistle-7.example', from: iso(80), until: new Date(Date.now() + 27 * 86_400_000).toISOString(), in_force: true, lifted_at: null, lifted_by: null }], appeals: [appeal], clocks: [{ clock: 'appeal_decided', due_at: appeal.due_at, breached: false }], next_events: [{ event: 'verify', to: 'verified', allowed: false, why_not: [{ code: 'role_missing', sentence: 'Only the operator’s people verify that an order was carried out.' }], needs_reasons: false }], may_appeal: false,
}];
export const appeals = [appeal];
