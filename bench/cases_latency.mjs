// Latency of the queues over N cases: cases_latency.mjs BASE PEOPLE N LABEL. Requests go one after the other, each with
// another filter or page; prints rows of a table, and fails where an answer is not what the queue promises.
import { session, timed } from './latency.mjs';

const [base, people, count, label] = process.argv.slice(2);
const cases = Number(count), rounds = 400;
const grounds = ['unfiled', 'false_filing', 'age_assurance_missing', 'explicit_unlawful', 'child_abuse_material', 'billing_fraud', 'phishing_or_malware', 'partner_breach', 'unrecorded_sub_assignment'];

async function call(who, method, path, body) {
  const answer = await fetch(base + path, {
    method, headers: { cookie: who.cookie, accept: 'application/json', 'x-csrf-token': who.csrf, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const examiner = await session(base, people, 'examiner'), decider = await session(base, people, 'decider');

// What is late first is on top, nobody sees a case twice, and every row waits for the step.
function check(page, step) {
  if (page.items.length === 0) throw new Error('an empty queue was measured');
  for (let i = 0; i < page.items.length; ++i) {
    if (page.items[i].step !== step) throw new Error('a case of another step');
    if (i > 0 && page.items[i].due_at < page.items[i - 1].due_at) throw new Error('out of order');
  }
}
const get = async (who, step, more) => {
  const page = await call(who, 'GET', `/api/case-queue?limit=50&step=${step}${more}`);
  check(page, step);
  return page;
};
let after = '', last = '', taken = 0;
const walk = async () => {
  const page = await get(examiner, 'screen', after && `&after=${encodeURIComponent(after)}`);
  if (last && page.items[0].due_at < last) throw new Error('a page goes back');
  last = page.next ? page.items.at(-1).due_at : '';
  after = page.next ?? '';
};
const requests = {
  'what waits to be screened': () => get(examiner, 'screen', ''),
  'page after page': walk,
  'by region': (i) => get(examiner, 'screen', `&region=R-${i % 30}`),
  'by ground': (i) => get(decider, 'decide', `&ground=${grounds[i % 9]}`),
  'by region and ground': (i) => get(decider, 'decide', `&region=R-${i % 30}&ground=${grounds[Math.floor(i / 30) % 9]}`),
  'urgent ones of a region': (i) => get(examiner, 'screen', `&urgent=true&region=R-${i % 30}`),
  'what is late': () => get(decider, 'decide', '&late=true'),
  'take the next and let go of it': async () => {
    const row = await call(examiner, 'POST', '/api/case-queue/next', { step: 'screen' });
    await call(examiner, 'POST', `/api/cases/${row.id}/claim/events`, { event: 'release' });
    ++taken;
  },
  'all cases, newest first': () => call(examiner, 'GET', '/api/cases?limit=50'),
  'home': () => call(examiner, 'GET', '/api/home'),
};
await timed(requests, rounds, (name, ...ms) => console.log(`| ${label} | ${cases.toLocaleString('en')} | ${name} | ${ms.join(' | ')} |`));
if (taken !== rounds) throw new Error('a case could not be taken');
