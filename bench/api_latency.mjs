// Latency of what people open most, over a register of N filings: api_latency.mjs BASE PEOPLE N LABEL. Requests go one
// after the other, each for another record; prints rows of a table.
import { session, timed } from './latency.mjs';

const [base, people, count, label] = process.argv.slice(2);
const filings = Number(count), rounds = 400;
const { cookie } = await session(base, people, 'registrar');
const headers = { cookie, accept: 'application/json' };
// Every request comes from another address (the server is behind a proxy here): one alone would meet the public pages' limit.
let asked = 0;
const address = () => `10.${(++asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
const get = async (path) => {
  const answer = await fetch(base + path, { headers: { ...headers, 'x-forwarded-for': address() } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.headers.get('content-type').includes('json') ? answer.json() : answer.text();
};
// The same numbers in each run, evenly over the register.
const any = (i) => 1 + (i * 2_654_435_761) % filings;

let after = '';
const walk = async () => {
  const page = await get(`/api/filings?limit=50${after && `&after=${encodeURIComponent(after)}`}`);
  after = page.next ?? '';
};
const ids = [];
for (let i = 0; i < rounds; ++i) ids.push((await get(`/api/filings?limit=1&q=site-${any(i)}.example`)).items[0].id);
const requests = {
  'a filing': (i) => get(`/api/filings/${ids[i]}`),
  'list, by the beginning of a domain': (i) => get(`/api/filings?limit=50&q=site-${any(i)}`),
  'list, by number': (i) => get(`/api/filings?limit=50&q=B${any(i)}-`),
  'list, page after page': walk,
  'list, cancelled ones': () => get('/api/filings?limit=50&state=cancelled'),
  'public look-up': (i) => get(`/lookup?name=www.site-${any(i)}.example`),
  'home': () => get('/api/home'),
};
await timed(requests, rounds, (name, middle, p99) => console.log(`| ${label} | ${filings.toLocaleString('en')} | ${name} | ${middle} | ${p99} |`));
