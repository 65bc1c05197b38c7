// See evidence_test.sh. The time-stamp authority is the openssl command behind a small server.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startInstance } from '../tour/instance.mjs';

const [muster] = process.argv.slice(2);
const aside = mkdtempSync(join(tmpdir(), 'muster-evidence-aside-'));
let passed = 0, failed = 0;
const check = (what, right, said = '') => { if (right) { passed++; console.log(`ok   ${what}`); } else { failed++; console.log(`FAIL ${what} ${String(said).slice(0, 600)}`); } };
const instance = await startInstance(muster);
const { base, data, passwords } = instance;
const run = promisify(execFile);
// Not synchronous: the authority below answers from this process.
async function cli(...args) {
  try { return { code: 0, ...(await run(muster, ['--data', data, ...args])) }; }
  catch (e) { return { code: e.code, stdout: e.stdout, stderr: e.stderr }; }
}
async function enter(login, password = passwords[login]) {
  const send = (path, body, session) => fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(session && { cookie: session.cookie, 'x-csrf-token': session.csrf }) }, body: JSON.stringify(body) });
  const answer = await send('/api/session', { login, password });
  const value = await answer.json();
  const session = { cookie: answer.headers.get('set-cookie')?.split(';')[0], csrf: value.csrf_token };
  if (!value.must_change_password) return session;
  const next = `quiet harbour lantern ${login}`;
  await send('/api/session/password', { current: password, next }, session);
  return enter(login, next);
}
const verify = (folder, ...more) => spawnSync('python3', ['-B', join(folder, 'verify.py'), ...more], { encoding: 'utf8' });
const unpack = (zip, folder) => execFileSync('python3', ['-m', 'zipfile', '-e', zip, folder]);

try {
  const farm = join(data, 'farm.txt');
  const urls = ['http://shop-001.example/', 'http://go-001.example/'];
  const first = await cli('--json', 'test', ...urls, '--farm', farm), again = await cli('--json', 'test', urls[0], '--farm', farm);
  const tests = first.stdout.trim().split('\n').map((line) => JSON.parse(line));
  const revisit = JSON.parse(again.stdout);
  check('sites are tested', tests.length === 2 && revisit.evidence_sha256?.length === 64, first.stderr);
  const test = tests.find((each) => each.url === urls[0]);

  const indexed = await cli('--json', 'evidence', 'index');
  check('months are indexed', indexed.code === 0 && JSON.parse(indexed.stdout.trim().split('\n').at(-1)).unreadable === 0, indexed.stdout + indexed.stderr);
  const checked = await cli('evidence', 'check');
  check('the index agrees with its records', checked.code === 0, checked.stderr);
  const month = JSON.parse(indexed.stdout.trim().split('\n').at(-1)).month.replace('-', '/');
  const folder = join(data, 'evidence', month);
  const others = spawnSync('node', ['tests/cdxj_check.mjs', join(folder, 'index.cdxj')], { encoding: 'utf8' });
  check('and with what npm warcio makes of the files', others.status === 0, others.stderr);
  const warcs = readdirSync(folder).filter((name) => name.endsWith('.warc.gz')).map((name) => join(folder, name));
  const digests = spawnSync('node', ['tests/warc_check.mjs', ...warcs], { encoding: 'utf8' });
  check('whose digests are right', digests.status === 0, digests.stderr);
  check('the second visit is a reference', digests.stdout.includes('revisit http://shop-001.example/'), digests.stdout);

  const page = await cli('--json', 'visits', 'shop-001.example', '--limit', '1');
  const newest = JSON.parse(page.stdout);
  check('a site\'s visits come newest first, by the page', newest.items.length === 1 && newest.items[0].id === revisit.id && newest.next === revisit.id, page.stdout + page.stderr);
  const older = JSON.parse((await cli('--json', 'visits', 'shop-001.example', '--after', newest.next)).stdout);
  check('until there are no more', older.items.map((each) => each.id).includes(test.id) && !older.items.some((each) => each.id === revisit.id) && older.next === null, JSON.stringify(older));
  const whole = await cli('--json', 'visits', 'shop-001.example', '--visit', test.id);
  const said = JSON.parse(whole.stdout);
  check('one of them tells its hops and where its evidence is', said.hop_details.length === said.hops && said.hops > 0 && said.hop_details.every((hop) => hop.url) && said.evidence.endsWith(`${test.id}.warc.gz`) && said.evidence_sha256 === test.evidence_sha256 && said.destroyed === null, whole.stdout + whole.stderr);
  const told = await cli('visits', 'shop-001.example', '--visit', test.id);
  check('in words as well', told.code === 0 && told.stdout.includes(test.evidence_sha256) && told.stdout.includes(urls[0]), told.stdout + told.stderr);
  const elsewhere = await cli('visits', 'go-001.example', '--visit', test.id);
  check('and is no visit of another site', elsewhere.code === 2 && /no visit of go-001/.test(elsewhere.stderr), elsewhere.code + elsewhere.stderr);
  const never = await cli('visits', 'never-visited.example');
  check('a site that was never visited is said to be', never.code === 0 && /never visited/.test(never.stdout), never.stdout + never.stderr);
  const no_name = await cli('visits', '...'), no_page = await cli('visits', 'shop-001.example', '--limit', '0');
  check('what is no name, or no page, is refused', no_name.code === 2 && no_page.code === 2 && /1 to 500/.test(no_page.stderr), no_name.stderr + no_page.stderr);

  const found = await cli('evidence', 'find', 'shop-001.example');
  check('an address without a scheme is not guessed', found.code !== 0);
  const raw = await cli('evidence', 'find', urls[0], '--at', '2020', '--raw');
  check('the oldest answer is given as it came', raw.code === 0 && raw.stdout.startsWith('HTTP/1.1 200') && raw.stdout.length > 300, raw.stderr);

  // An authority.
  execFileSync('sh', ['tests/support/time_stamp_authority.sh', aside]);
  const authority = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece)).on('end', () => {
      writeFileSync(join(aside, 'q.tsq'), Buffer.concat(pieces));
      execFileSync('openssl', ['ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', '-queryfile', 'q.tsq', '-out', 'r.tsr'], { cwd: aside, stdio: 'ignore' });
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(readFileSync(join(aside, 'r.tsr')));
    });
  });
  await new Promise((done) => authority.listen(0, '127.0.0.1', done));
  const policy = (name, root) => {
    const file = join(aside, name);
    writeFileSync(file, `[testing]\ntime_stamp_url = "http://127.0.0.1:${authority.address().port}/"\ntime_stamp_certificates = "${join(aside, root)}"\n`);
    return ['--policy', file];
  };
  const trusted = policy('policy.toml', 'root.pem'), distrusted = policy('other.toml', 'other.pem');
  const none = await cli('evidence', 'stamp');
  check('without an authority it is said', none.code === 3 && /checkpoint/.test(none.stderr), none.stderr);
  const wrong = await cli(...distrusted, 'evidence', 'stamp');
  check('an authority that is not trusted stamps nothing', wrong.code === 3, wrong.stderr);
  const stamped = await cli(...trusted, 'evidence', 'stamp');
  check('the checkpoint is stamped', stamped.code === 0 && /Test tsa/.test(stamped.stdout), stamped.stdout + stamped.stderr);
  const verified = await cli(...trusted, 'evidence', 'verify', test.id);
  check('the stamp is right, and covers the test', verified.code === 0 && /stamped at .*Test tsa/.test(verified.stdout) && /1 time stamps/.test(verified.stdout), verified.stdout + verified.stderr);
  check('with other certificates it is not', (await cli(...distrusted, 'evidence', 'verify')).code !== 0);
  await cli('--json', 'test', urls[1], '--farm', farm);
  authority.close();
  authority.closeAllConnections();
  const away = await cli(...trusted, 'evidence', 'stamp');
  check('an authority that is away is told of', away.code === 4, away.stderr);

  // Taken out at the command line, with the stamp.
  const zip = join(aside, 'bundle.zip'), out = join(aside, 'bundle');
  check('not without a purpose', (await cli('evidence', 'bundle', test.id, '--out', zip)).code === 2);
  const made = await cli(...trusted, 'evidence', 'bundle', revisit.id, '--out', zip, '--purpose', 'court', '--reference', '2026-17');
  check('a bundle is made, with what it refers to', made.code === 0 && /2 tests, time-stamped/.test(made.stdout), made.stdout + made.stderr);
  unpack(zip, out);
  const right = verify(out, '--ca', join(aside, 'root.pem'));
  check('it checks itself', right.status === 0 && / 0 are not/.test(right.stdout), right.stdout);
  check('and its time stamp', !/token was not checked/.test(right.stdout), right.stdout);

  // Taken out through the server.
  const examiner = await enter('examiner');
  const post = (body) => fetch(`${base}/api/tests/${test.id}/bundle`, { method: 'POST', headers: { cookie: examiner.cookie, 'x-csrf-token': examiner.csrf, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  check('the API asks for a purpose', (await post({})).status === 422 && (await post({ purpose: 'curiosity' })).status === 422);
  await fetch(`${base}/api/tests/${test.id}/evidence`, { headers: { cookie: examiner.cookie } });
  const answer = await post({ purpose: 'authority', reference: '2026-18' });
  check('a bundle comes through the server', answer.status === 200 && answer.headers.get('content-type') === 'application/zip', answer.status);
  writeFileSync(zip, Buffer.from(await answer.arrayBuffer()));
  rmSync(out, { recursive: true });
  unpack(zip, out);
  const served = verify(out);
  check('which checks itself too', served.status === 0, served.stdout + served.stderr);
  const wacz = join(out, 'evidence.wacz'), bytes = readFileSync(wacz);
  bytes[Math.floor(bytes.length / 3)] ^= 1;
  writeFileSync(wacz, bytes);
  check('and finds one changed bit', verify(out).status === 1);
  const custody = await (await fetch(`${base}/api/tests/${test.id}/custody`, { headers: { cookie: examiner.cookie } })).json();
  const kinds = custody.items?.map((each) => each.kind.replace('test.evidence_', '')) ?? [];
  check('custody tells of all of it', kinds.join(' ') === 'sealed exported read exported', kinds.join(' '));
  check('with purpose and reference', custody.items?.at(-1).body.purpose === 'authority' && custody.items.at(-1).body.reference === '2026-18' && custody.time_stamp?.authority === 'CN=Test tsa', JSON.stringify(custody));
} finally {
  instance.stop();
  rmSync(aside, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
