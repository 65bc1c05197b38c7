// Latency of pages and searches over N links: links_latency.mjs BASE PEOPLE N LABEL PARTNER. Requests go one after the other, each
// with another key; prints rows of a table, and fails where an answer is not what was asked for.
import { session, timed } from './latency.mjs';

const [base, people, count, label, partner] = process.argv.slice(2);
const links = Number(count), large = Math.floor((links * 9) / 10), rounds = 400;
const { cookie } = await session(base, people, 'examiner');

async function get(path) {
  const answer = await fetch(`${base}/api${path}`, { headers: { cookie, accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const must = (what, page, good) => {
  if (!good(page)) throw new Error(`${what}: ${JSON.stringify(page).slice(0, 300)}`);
};
const full = (what) => async (path, good = () => true) => {
  const page = await get(path);
  must(what, page, (p) => p.items.length > 0 && p.items.every(good));
  return page;
};
// Goes on where the page before ended.
const walk = (what, path) => {
  let after = '';
  return async () => {
    const page = await full(what)(`${path}&limit=100${after && `&after=${after}`}`);
    after = page.next ?? '';
  };
};
const key = (text) => Buffer.from(text).toString('base64url');
const code = (i) => `L${String(((i * 7919) % large)).padStart(7, '0')}`;
// A link that the second inventory has under the same code.
const kept = (i) => code(i).replace(/0[78]$/, '09');
const { id } = await get(`/partners/${partner}`);
const top = (await get(`/partners/${id}/channels?limit=200`)).items;
const shelf = (await get(`/partners/${id}/channels?limit=200&parent_id=${top[3].id}`)).items;
const row = (await get(`/partners/${id}/channels?limit=200&parent_id=${shelf[0].id}`)).items[0];

const requests = {
  'links of a partner, from anywhere': (i) => full('partner')(`/links?partner=${id}&limit=100&after=${key(code(i / 2 | 0))}`),
  'page after page of them': walk('pages', `/links?partner=${id}`),
  'links of a channel': (i) => full('channel')(`/links?partner=${id}&channel_id=${row.id}&limit=100${i % 2 ? `&after=${key(code(i % 9))}` : ''}`),
  'by the beginning of a code, of all partners': (i) => full('code')(`/links?limit=100&q=${code(i).slice(0, 6)}`, (l) => l.code.startsWith(code(i).slice(0, 6))),
  'by the host of the landing page': (i) => full('landing')(`/links?limit=100&host=land-${(i * 7919) % Math.min(5000, large)}.example`.replace(/0?7\.example$/, '1.example')),
  'by the host of a short link that all have, page after page': walk('short', '/links?host=go.example'),
  'channels at the top': () => full('top')(`/partners/${id}/channels?limit=200`),
  'one link, with its way and findings': async (i) => must('link', await get(`/partners/${id}/links/${kept(i)}`), (l) => l.listed && l.inspected_at),
  'one partner': async () => must('partner', await get(`/partners/${id}`), (p) => p.links > large * 0.9 && p.links_inspected_7_days === p.links),
  'of so many links so many were inspected': async () => must('coverage', await get('/links/coverage'), (c) => c.links > links * 0.9 && c.inspected === c.links),
  'open findings, page after page': walk('findings', '/link-findings?state=open'),
  'open findings of a kind': (i) => full('kind')(`/link-findings?state=open&limit=100&kind=${['unknown_hop', 'name_content_mismatch', 'advertising_network'][i % 3]}`),
  'open findings of a partner': (i) => full('of partner')(`/link-findings?state=open&partner=${id}&limit=100`),
  'a page of the difference of two inventories, from anywhere': (i) => full('difference')(`/partners/${id}/inventories/difference?from=2&to=3&limit=100&after=${key(code(i / 2 | 0))}`),
  'a page of all that an inventory brought': (i) => full('all')(`/partners/${id}/inventories/difference?from=0&to=3&limit=100&after=${key(code(i / 2 | 0))}`),
};
await timed(requests, rounds, (name, ...ms) => console.log(`| ${label} | ${name} | ${ms.join(' | ')} |`));
