import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const base = 'http://localhost:8480';
const log = readFileSync('/tmp/lead-demo.log', 'utf8');
const pw = (l) => log.match(new RegExp(`^ {2}${l}\\s+(\\S+)`, 'm'))[1];
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
async function open(width, height) {
  const c = await b.newContext({ viewport: { width, height } });
  const p = await c.newPage();
  p.on('pageerror', (e) => console.log('pageerror', e.message));
  const r = await p.request.post(base + '/api/session', { data: { login: 'registrar', password: pw('registrar') } });
  if (!r.ok()) console.log(r.status(), await r.text());
  p.csrf = (await r.json()).csrf_token;
  return p;
}
const shot = async (p, path, name, act) => { await p.goto(base + path); await p.waitForTimeout(900); if (act) await act(p); await p.screenshot({ path: `/tmp/lead-shots/${name}.png`, fullPage: false }); };
const d = await open(1280, 860), m = await open(390, 844);
const api = async (path, opt) => (await d.request.fetch(base + '/api' + path, opt)).json();
// a filing with services and pre-approvals
const made = await (await d.request.post(base + '/api/filings', { headers: { 'idempotency-key': 'k' + Date.now(), 'x-csrf-token': d.csrf }, data: {
  subject: { kind: 'company', name: 'Example News Ltd', certificate_kind: 'other', certificate_number: 'N-' + Date.now(), region: 'CN-35', certificate_address: '1 Example Street', postal_address: '1 Example Street', responsible: { name: 'A. Example', mobile: '+8613800138000', email: 'a@example.com', id_kind: 'passport', id_number: 'L898902C3' } },
  site: { name: 'Example news', home_url: 'https://news-' + Date.now() % 1000 + '.example/', domains: ['news-' + Date.now() % 1000 + '.example'], service_types: ['news'], language: 'en', pre_approvals: [{ kind: 'news', number: 'N 2026-1', issued_by: 'Example press office', valid_until: '2027-01-10' }] },
  accesses: [], provider_id: (await api('/parties?kind=access_provider&limit=1')).items[0].id } })).json();
console.log(JSON.stringify(made).slice(0, 300));
let id = made.id;
if (id) {
  for (const e of ['preverify', 'verify_in_person', 'sign', 'submit', 'accept']) {
    const now = await d.request.get(base + '/api/filings/' + id);
    const r = await d.request.post(base + `/api/filings/${id}/events`, { headers: { 'if-match': now.headers().etag, 'x-csrf-token': d.csrf }, data: { event: e } });
    if (!r.ok()) { console.log(e, await r.text()); break; }
  }
} 
if (!id || (await api('/filings/' + id)).state !== 'filed') console.log('state', (await api('/filings/' + id)).state);
await shot(d, '/filings/' + id, 'filing');
const ask = d.getByRole('button', { name: 'Ask for a change' });
if (await ask.count()) { await ask.click(); await d.waitForTimeout(300); await d.screenshot({ path: '/tmp/lead-shots/change-form.png' });
  await d.fill('input[name=service_types]', 'news health'); await d.locator('dialog button.primary').click(); await d.waitForTimeout(500); await d.screenshot({ path: '/tmp/lead-shots/change-fault.png' });
  await d.fill('input[name=service_types]', 'news shop'); await d.fill('input[name=name]', 'Example news today'); await d.locator('dialog button.primary').click(); await d.waitForTimeout(700); await d.screenshot({ path: '/tmp/lead-shots/change-pending.png' }); }
await shot(m, '/filings/' + id, 'filing-phone');
await shot(d, '/filings/conflicts', 'conflicts');
await shot(m, '/filings/conflicts', 'conflicts-phone');
await shot(d, '/filings/new', 'new', async (p) => { await p.getByText('Add a pre-approval').click(); await p.getByText('Add a pre-approval').scrollIntoViewIfNeeded(); });
await shot(m, '/resources', 'resources-phone');
await shot(m, '/domains', 'domains-phone');
await b.close();
