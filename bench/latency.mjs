// What the latencies of a server are measured by: somebody who signed in, and requests one after the other.
import { readFileSync } from 'node:fs';

// `people`: what `demo load` printed. Of the person: the cookie, and the token that changes need.
export async function session(base, people, login) {
  const password = readFileSync(people, 'utf8').match(new RegExp(`^ {2}${login}\\s+(\\S+)`, 'm'))[1];
  const answer = await fetch(`${base}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) });
  if (!answer.ok) throw new Error(`sign-in of ${login}: ${answer.status}`);
  const { csrf_token: csrf } = await answer.json();
  return { cookie: answer.headers.get('set-cookie').split(';')[0], csrf };
}

// Sends each of `requests` (name: what sends the i-th) `rounds` times; tells the middle, the 99th of a hundred and the
// worst, in ms.
export async function timed(requests, rounds, tell) {
  for (const [name, send] of Object.entries(requests)) {
    const times = [];
    for (let i = 0; i < rounds; ++i) {
      const start = performance.now();
      await send(i);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
    tell(name, at(0.5), at(0.99), at(1));
  }
}
