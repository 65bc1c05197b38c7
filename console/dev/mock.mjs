// A stand-in for the API while one works on the console: `npm run build && npm run mock`, then http://localhost:5199.
// Invented records in memory, one process, no rights but the role of who signs in (any password): never shipped.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import * as d from './mock_data.mjs';

const dist = fileURLToPath(new URL('../dist/sites/', import.meta.url));
const sha = (text) => createHash('sha256').update(text).digest('hex');
const instance = { name: 'north', kind: 'demo', version: '0.1.0', now: new Date().toISOString(), time_zone: 'Europe/Berlin', working_now: true, next_working_at: new Date().toISOString() };
const keys = new Map();
let version = 1;
const list = (items) => ({ items, next: null });
const since = (what, id) => d.ledger.timeline(id);
const personOf = (req) => d.people.find((p) => p.id === /mock=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1]);
const sessionOf = (p) => (p ? { signed_in: true, person: d.ref(p.id), party: p.party, roles: p.roles, language: 'en', csrf_token: 'x', must_change_password: false, instance } : { signed_in: false, instance });
const myKeys = (p) => keys.get(p?.id) ?? [];

function maySign(decision, p) {
  const role = decision.state === 'draft' ? 'decider' : decision.state === 'decided' ? 'confirmer' : null;
  const why = [];
  if (!p?.roles.includes(role)) why.push({ code: 'role_missing', sentence: 'Your roles do not include the one that signs now.' });
  if (decision.signatures.some((s) => s.person.id === p?.id)) why.push({ code: 'same_person', sentence: 'You have signed this decision already; another person confirms it.' });
  if (!myKeys(p).some((k) => k.state === 'enrolled')) why.push({ code: 'key_missing', sentence: 'You have no enrolled signing key. Register one in the settings; a key officer enrols it.' });
  return { allowed: role !== null && why.length === 0, as: role, why_not: why, keys: myKeys(p).filter((k) => k.state === 'enrolled') };
}
const decisionView = (x, p) => x && { ...x, may_sign: maySign(x, p), may_confirm: x.state === 'decided' ? [d.ref('u-confirmer')] : [] };
const caseView = (c, p) => ({ ...c, decision: decisionView(c.decision, p), may_decide: p?.roles.includes('decider') ? c.may_decide : { allowed: false, why_not: [{ code: 'role_missing', sentence: 'Only people of the competent authority decide.' }] }, timeline: since('case', c.id) });

function home(p) {
  const waiting = [];
  if (p.roles.includes('decider')) waiting.push({ what: d.theCase.decision ? 'decision_to_confirm' : 'case_to_decide', record_kind: 'case', record_id: 'c-1', title: 'lantern-009.example · C-2026-000017', state: d.theCase.state, due_at: d.theCase.due_at });
  if (p.roles.includes('decider') && !myKeys(p).length) waiting.push({ what: 'key_to_enrol', record_kind: 'signing_key', record_id: p.id, title: 'Your signing key', state: '', due_at: null });
  if (p.roles.includes('appeal_officer')) waiting.push({ what: 'appeal_to_decide', record_kind: 'appeal', record_id: 'a-1', title: 'thistle-7.example · A-2026-000003', state: 'acknowledged', due_at: d.appeals[0].due_at });
  if (p.roles.includes('registrar')) waiting.push(...d.filings.filter((f) => f.state === 'under_review').map((f) => ({ what: 'filing_to_review', record_kind: 'filing', record_id: f.id, title: f.site_name, state: f.state, due_at: f.due_at })));
  return { waiting, expiring: [{ what: 'case_to_decide', record_kind: 'case', record_id: 'c-1', title: 'lantern-009.example', state: d.theCase.state, due_at: d.theCase.due_at }, { what: 'appeal_to_decide', record_kind: 'appeal', record_id: 'a-1', title: 'thistle-7.example', state: 'acknowledged', due_at: d.appeals[0].due_at }, { what: 'order_expires', record_kind: 'order', record_id: 'o-1', title: 'thistle-7.example', state: 'executed', due_at: d.orders[0].expires_at }], changed: d.ledger.entries.slice(-8).reverse().map((e) => ({ event_id: e.event_id, at: e.at, kind: e.kind, actor: e.person ?? null, record_kind: e.record_kind, record_id: e.record_id, ledger_index: e.index })), figures: [['filings_filed', 184211], ['names_unfiled', 9874], ['cases_open', 4], ['orders_in_force', 1], ['appeals_open', 1], ['ledger_size', d.ledger.entries.length]].map(([figure, value]) => ({ figure, value })) };
}

const filingView = (f) => ({ ...f, subject: { id: f.subject_id, number: f.subject_number, kind: f.subject_kind, name: f.subject_name, region: 'North', certificate_kind: 'register', certificate_number: 'HRB 1000', postal_address: '1 Harbour Road' }, site: { name: f.site_name, home_url: `https://${f.domains[0]}/`, domains: f.domains, service_types: ['shop'], language: 'en' }, accesses: [{ id: 'ac', provider_id: 'p', provider: f.provider, method: 'cloud', server_location: 'North', address_range: '192.0.2.0/28', state: 'open', state_since: f.state_since }], reasons: f.state === 'defect_notice' ? ['The telephone number of the responsible person does not answer.'] : [], clocks: [], related: [], next_events: f.state === 'under_review' ? [{ event: 'accept', to: 'filed', allowed: true, why_not: [], needs_reasons: false }, { event: 'return', to: 'returned', allowed: true, why_not: [], needs_reasons: true }] : [], timeline: since('filing', f.id) });

function changeCase(p, kind, change) {
  Object.assign(d.theCase, change);
  version++;
  d.ledger.add(kind, d.ref(p.id), 'case', 'c-1');
}

function answer(method, path, q, body, p) {
  const at = path.split('/').slice(2);
  const one = (items) => items.find((x) => x.id === at[1]);
  const key = `${method} ${at[0]}${at.length > 2 ? '/*/' + at.slice(2).join('/') : at.length > 1 ? '/*' : ''}`;
  switch (key) {
    case 'GET home': return home(p);
    case 'GET search': return { items: [...d.filings.filter((f) => f.domains[0].includes(q.get('q')) || f.site_name.toLowerCase().includes(q.get('q').toLowerCase())).slice(0, 6).map((f) => ({ record_kind: 'filing', record_id: f.id, title: f.site_name, state: f.state })), ...d.cases.filter((c) => (c.host + c.number).includes(q.get('q'))).map((c) => ({ record_kind: 'case', record_id: c.id, title: `${c.host} · ${c.number}`, state: c.state }))] };
    case 'GET filings': return list(d.filings.filter((f) => (!q.get('q') || (f.domains[0] + f.site_number + f.site_name).toLowerCase().includes(q.get('q'))) && (!q.has('state') || q.getAll('state').includes(f.state))));
    case 'GET filings/*': return filingView(one(d.filings));
    case 'GET sites/*': { const f = one(d.filings); return { id: f.id, number: f.site_number, name: f.site_name, domains: f.domains, standing: 'filed', filing: f, accesses: filingView(f).accesses, restrictions: [], related: [], timeline: since('filing', f.id) }; }
    case 'GET subjects/*': { const f = d.filings.find((x) => x.subject_id === at[1]); return { ...filingView(f).subject, filings: [f] }; }
    case 'GET census/*': return at[1] === 'runs' ? list(d.runs) : list(d.findings.filter((f) => (!q.has('standing') || q.getAll('standing').includes(f.standing)) && (!q.get('q') || f.name.includes(q.get('q')))).slice(0, 100));
    case 'POST census/*/notices': return { sent: body.names.length, left_out: 0 };
    case 'GET tests': return list(d.tests);
    case 'GET tests/*': return one(d.tests);
    case 'GET schedule': return { items: [{ host: 'reported.example', cause: 'report', event: true, violations: 0, tests: 3, due_at: '2026-03-02T02:00:00Z' }, { host: 'shop-017.example', cause: 'plan', event: false, violations: 2, tests: 9, due_at: '2026-03-03T08:12:00Z' }], next: null, left_today: 4210, plan: { made_at: '2026-03-02T00:01:00Z', sites: 1780000, tests_per_day: 60000, planned_per_day: 58200, at_floor: 1204000, at_ceiling: 12, floor_days: 180, floor_met: true } };
    case 'GET schedule/*': return { host: at[1], features: [{ feature: 'filing', level: 'filed', factor: 1 }, { feature: 'category', level: 'media', factor: 2.31 }, { feature: 'age', level: 'under_a_quarter', factor: 2.9 }, { feature: 'growth', level: 'steady', factor: 1 }, { feature: 'holder', level: 'violation', factor: 4.7 }, { feature: 'reports', level: 'none', factor: 1 }, { feature: 'partner', level: 'none', factor: 1 }], base_per_year: 0.041, class_per_year: 0.9, tests: 9, violations: 2, exposure_days: 118, hazard_per_year: 3.2, hazard_deviation: 2.1, weight: 1, detection: 0.7, rule_days: 6.4, interval_days: 6.4, bound: 'none', floor_days: 180, ceiling_days: 0.5, jitter: 0.2, explored_days: 593, likely_hours: [{ from: 21, to: 5 }], tests_per_day: 60000, sites: 1780000, planned_at: '2026-03-02T00:01:00Z', since: '2025-11-20T08:00:00Z', last_at: '2026-02-27T01:00:00Z', due_at: '2026-03-03T08:12:00Z', event: false, cause: 'plan', history: [{ kind: 'violation', at: '2026-02-27T01:00:00Z' }, { kind: 'clean', at: '2026-02-20T11:00:00Z' }] };
    case 'GET suspicions': return list([d.suspicion]);
    case 'GET suspicions/*': return { ...d.suspicion, timeline: since('suspicion', 'x-1') };
    case 'GET cases': return list(d.cases.filter((c) => (!q.has('state') || q.getAll('state').includes(c.state)) && (q.get('waiting') !== 'me' || c.waits_for_me)));
    case 'GET cases/*': return caseView(one(d.cases), p);
    case 'POST cases/*/decision': {
      const text = `muster-decision/1\ncase C-2026-000017\nground explicit_unlawful\noutcome ${body.outcome}\nmeasure ${body.measure}\nscope ${body.scope?.kind} ${body.scope?.value}\nauthority Media Authority North\nlaw ${body.law}\narticle ${body.article}\nexpires ${body.expires_at}\nprior notice: none, because ${body.no_notice_reason}\nevidence 1 sealed_visit test_run ${d.test.evidence_sha256}\nevidence 2 content_in_context statement\nevidence 3 law_applies statement\nreasons\n${body.reasons}\n`;
      changeCase(p, 'decision.prepared', { decision: { id: 'd-1', number: 'D-1', case_id: 'c-1', state: 'draft', ...body, authority: 'Media Authority North', prior_notice_id: null, starts_at: null, prepared_by: d.ref(p.id), canonical_text: text, text_sha256: sha(text), effect: d.theCase.effects[0], signatures: [], order_id: null } });
      return decisionView(d.theCase.decision, p);
    }
    case 'GET decisions/*': return decisionView(d.theCase.decision, p);
    case 'POST decisions/*/signatures': {
      const x = d.theCase.decision;
      const k = myKeys(p).find((y) => y.id === body.key_id);
      x.signatures.push({ as: x.state === 'draft' ? 'decider' : 'confirmer', person: d.ref(p.id), party: p.party.name, at: new Date().toISOString(), key_id: k.id, key_kind: k.kind, ledger_index: d.ledger.entries.length });
      x.state = x.state === 'draft' ? 'decided' : 'confirmed';
      changeCase(p, x.state === 'decided' ? 'decision.signed' : 'decision.confirmed', { state: x.state === 'decided' ? 'decided' : 'ordered' });
      if (x.state === 'confirmed') x.order_id = 'o-1';
      return decisionView(x, p);
    }
    case 'GET orders': return list(d.orders);
    case 'GET orders/*': return { ...one(d.orders), timeline: since('order', 'o-1') };
    case 'GET appeals': return list(d.appeals);
    case 'GET appeals/*': return one(d.appeals);
    case 'POST appeals/*/events': Object.assign(d.appeals[0], { state: { stay: 'stayed', reverse: 'reversed', uphold: 'upheld' }[body.event] ?? 'acknowledged', reasons: body.reasons ?? [], next_events: body.event === 'stay' ? d.appeals[0].next_events.slice(1) : [] }); d.ledger.add('appeal.decided', d.ref(p.id), 'order', 'o-1'); return d.appeals[0];
    case 'GET ledger/*': return at[1] === 'checkpoint' ? d.ledger.checkpoint() : at[1] === 'keys' ? { items: [{ name: d.ledger.key.name, key_hash: '', algorithm: 'ed25519', public_key: '', vkey: d.ledger.key.vkey }] } : at[1] === 'witnesses' ? { items: [{ name: d.ledger.witness.name, key_hash: '', vkey: d.ledger.witness.vkey, cosigned_size: 1, cosigned_at: null }] } : list([...d.ledger.entries].reverse().slice(0, 50));
    case 'GET parties': return list([{ id: 'p1', name: 'Kestrel Hosting', kind: 'access_provider' }, { id: 'p2', name: 'Fjord Cloud', kind: 'access_provider' }]);
    case 'GET people': return list(d.people.map((x) => ({ ...x, keys: keys.get(x.id) ?? [] })).filter((x) => q.get('keys') !== 'pending' || x.keys.some((k) => k.state === 'pending')));
    case 'GET people/*': return { ...one(d.people), keys: keys.get(at[1]) ?? [], timeline: [] };
    case 'GET me/*': return list(myKeys(p));
    case 'POST me/*/challenge': return { challenge: Buffer.from('0123456789abcdef0123456789abcdef').toString('base64url'), rp_id: 'localhost', rp_name: 'Muster', user_handle: Buffer.from(p.id).toString('base64url'), user_name: p.login, proof_text: 'muster-key/1\n' + p.id, kinds: ['webauthn', 'webcrypto'] };
    case 'POST me/*': {
      const spki = Buffer.from(body.webcrypto?.public_key ?? '', 'base64url');
      const k = { id: 'k' + keys.size, person_id: p.id, kind: body.kind, label: body.label, credential_id: body.webauthn?.credential_id ?? null, public_key: spki.toString('base64'), fingerprint: (createHash('sha256').update(spki).digest('hex').slice(0, 16).match(/.{4}/g) ?? []).join(' '), state: process.env.MOCK_ENROL === '1' ? 'enrolled' : 'pending', created_at: new Date().toISOString(), enrolled_by: null, enrolled_at: null };
      keys.set(p.id, [...myKeys(p), k]);
      return k;
    }
    case 'GET jobs': return list([{ id: 'j1', kind: 'census', state: 'running', progress: { done: 81_200, total: 195_824, phase: 'reconcile' }, created_at: new Date().toISOString(), finished_at: null, result: null, problem: null }, { id: 'j2', kind: 'filing_import', state: 'done', progress: { done: 180000, total: 180000, phase: '' }, created_at: new Date().toISOString(), finished_at: null, result: null, problem: null }]);
  }
  if (at[0] === 'ledger' && at[1] === 'entries') return d.ledger.entries[Number(at[2])];
  if (at[0] === 'ledger' && at[2] === 'inclusion') return d.ledger.inclusion(Number(q.get('index')), Number(q.get('size')));
  if (at[0] === 'ledger' && at[2] === 'consistency') return d.ledger.consistency(Number(q.get('from')), Number(q.get('to')));
  if (at[0] === 'people' && at[2] === 'keys' && method === 'POST') { const k = keys.get(at[1]).find((x) => x.id === at[3]); k.state = body.event === 'enrol' ? 'enrolled' : 'refused'; return k; }
  return undefined;
}

createServer(async (req, res) => {
  const url = new URL(req.url, 'http://localhost');
  const chunks = [];
  for await (const c of req) chunks.push(c);
  const json = (status, data, extra = {}) => res.writeHead(status, { 'content-type': 'application/json', etag: `"${version}"`, ...extra }).end(JSON.stringify(data));
  res.setHeader('content-security-policy', "default-src 'self'");
  if (url.pathname === '/api/live') return void res.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
  if (url.pathname === '/feeds/status') return json(200, { enabled: true, entries: 1, serial: 2026112401 });
  if (url.pathname.startsWith('/api/')) {
    let p = personOf(req);
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString() || '{}') : {};
    if (url.pathname === '/api/session') {
      if (req.method === 'POST') {
        p = d.people.find((x) => x.login === body.login);
        if (!p || body.password === 'wrong') return json(403, { title: 'Refused', status: 403, code: 'sign_in_refused', detail: 'User name or password is wrong.' });
        return json(200, sessionOf(p), { 'set-cookie': `mock=${p.id}; path=/` });
      }
      if (req.method === 'DELETE') return json(200, sessionOf(null), { 'set-cookie': 'mock=; path=/; max-age=0' });
      return json(200, sessionOf(p));
    }
    if (!p) return json(401, { title: 'Sign in', status: 401, code: 'sign_in_required', detail: 'Sign in first.' });
    const data = answer(req.method, url.pathname, url.searchParams, body, p);
    if (data === undefined) return json(404, { title: 'Not found', status: 404, code: 'not_found', detail: 'There is no such record, or it is not yours.' });
    return json(200, data);
  }
  const name = url.pathname.startsWith('/assets/') || url.pathname === '/mark.svg' ? url.pathname.slice(1) : 'index.html';
  try {
    const type = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html' }[name.split('.').pop()];
    res.writeHead(200, { 'content-type': type }).end(await readFile(dist + name));
  } catch {
    res.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 5199), '127.0.0.1');
