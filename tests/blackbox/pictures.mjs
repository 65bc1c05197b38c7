// See pictures_test.sh. The listed picture is one of hills that the test sites draw.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startInstance, until } from '../tour/instance.mjs';

const [muster] = process.argv.slice(2);
const aside = mkdtempSync(join(tmpdir(), 'muster-pictures-aside-'));  // nothing of it stands below the data folder
let passed = 0, failed = 0;
const check = (what, right, said = '') => { if (right) passed++; else { failed++; console.log(`FAIL ${what} ${String(said).slice(0, 600)}`); } };
const instance = await startInstance(muster);
const { base, data, passwords } = instance;

let once = 0;
async function call(session, method, path, body, headers = {}) {
  const raw = body instanceof Buffer;
  const answer = await fetch(base + path, {
    method,
    headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json', 'idempotency-key': `k${++once}`, ...(session && { cookie: session.cookie, 'x-csrf-token': session.csrf }), ...headers },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, etag: answer.headers.get('etag'), cookie: answer.headers.get('set-cookie')?.split(';')[0], value: answer.status === 204 ? {} : await answer.json() };
}
async function enter(login, password = passwords[login]) {
  const answer = await call(null, 'POST', '/api/session', { login, password });
  const session = { cookie: answer.cookie, csrf: answer.value.csrf_token };
  if (!answer.value.must_change_password) return session;
  const next = `quiet harbour lantern ${login}`;
  await call(session, 'POST', '/api/session/password', { current: password, next });
  return enter(login, next);
}
// One of the test sites' pictures, past the tester.
const farm = readFileSync(join(data, 'farm.txt'), 'utf8').match(/gallery\.example (\S+):(\d+)/);
const farmPicture = (number) => new Promise((resolve, reject) => {
  request({ host: farm[1], port: farm[2], path: `/pictures/${number}.png`, headers: { host: 'gallery.example:80' } }, (answer) => {
    const pieces = [];
    answer.on('data', (piece) => pieces.push(piece)).on('end', () => resolve(Buffer.concat(pieces)));
  }).on('error', reject).end();
});
function hashOf(bytes) {
  const file = join(aside, 'picture.png');
  writeFileSync(file, bytes);
  return execFileSync(muster, ['picture', 'hash', file], { encoding: 'utf8' }).split(',')[0];
}
function listOf(name, ground, hashes) {
  const draft = join(aside, `${name}.draft`), file = join(aside, `${name}.bundle`);
  const header = { format: 'muster-bundle/1', kind: 'hash_list', name, version: '1', ground, licence: 'CC0', source: 'A test', items: hashes.length };
  writeFileSync(draft, [JSON.stringify(header), '{}', ...hashes].join('\n') + '\n');
  execFileSync(muster, ['bundle', 'sign', draft, '--key', join(aside, 'key'), '--publisher', 'Test hotline', '--out', file]);
  return { draft, bytes: readFileSync(file) };
}
// Whether any of many runs of a picture's bytes stands anywhere below the data folder, packed or in base64 too.
function foundBelow(picture, folder = data) {
  const runs = [];
  for (let at = 64; at + 24 < picture.length - 16; at += Math.max(24, Math.floor(picture.length / 300))) {
    const run = picture.subarray(at, at + 24);
    runs.push(run, ...[0, 1, 2].map((skip) => Buffer.from(run.subarray(skip, skip + 21).toString('base64').slice(0, 28))));
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name), bytes = readFileSync(file);
    const texts = [bytes];
    if (file.endsWith('.gz')) texts.push(gunzipSync(bytes));
    for (const text of texts) for (const run of runs) if (text.includes(run)) return file;
  }
  return '';
}

try {
  const examiner = await enter('examiner'), supervisor = await enter('supervisor');
  const key = execFileSync(muster, ['bundle', 'keygen', join(aside, 'key')], { encoding: 'utf8' }).trim();
  const publisher = await call(examiner, 'POST', '/api/bundle-publishers', { publisher: 'Test hotline', public_key: key });
  await call(supervisor, 'POST', `/api/bundle-publishers/${publisher.value.id}/events`, { event: 'confirm' });

  const neutral = readFileSync('src/sites/hashes/neutral/pictures.csv', 'utf8').split('\n').filter((l) => l.startsWith('photographs')).slice(0, 3).map((l) => l.split(',')[3]);
  const press = listOf('neutral-pictures', 'explicit_unlawful', neutral);
  let checked = '';
  try { execFileSync(muster, ['bundle', 'check', press.draft], { encoding: 'utf8' }); } catch (e) { checked = e.stdout; }
  check('its writer is told before', /hits 3 of \d+ neutral pictures/.test(checked), checked);
  const refused = await call(examiner, 'POST', '/api/bundles', press.bytes);
  check('a list of neutral pictures is refused with its hits', refused.status === 403 && refused.value.code === 'bundle_hits_neutral' && refused.value.errors.length === 3, JSON.stringify(refused.value));

  const listed = await farmPicture(2), neighbour = await farmPicture(1);
  const loaded = await call(examiner, 'POST', '/api/bundles', listOf('planted', 'child_abuse_material', [hashOf(listed)]).bytes);
  check('a list is loaded', loaded.status === 201 && loaded.value.kind === 'hash_list', JSON.stringify(loaded.value));
  const place = `/api/bundles/${loaded.value.id}`;
  const step = async (who, event) => { const now = await call(who, 'GET', place); return call(who, 'POST', `${place}/events`, { event }, { 'if-match': now.etag }); };
  await step(examiner, 'propose');
  await step(examiner, 'shadow');
  await call(examiner, 'POST', `${place}/reruns`, {});
  await until('the list runs over the history', async () => (await call(examiner, 'GET', place)).value.reruns[0]?.finished_at);
  check('not by the person who proposed it', (await step(examiner, 'enable')).value.code === 'two_persons_needed');
  check('by another', (await step(supervisor, 'enable')).value.state === 'enabled');
  check('its list is on record as the bundle is', instance.run('hashes', 'list').includes('active'));

  const visit = async (...hosts) => {
    const asked = await call(examiner, 'POST', '/api/tests', { urls: hosts.map((h) => `http://${h}/`) });
    await until('visits end', async () => ['done', 'failed'].includes((await call(examiner, 'GET', `/api/jobs/${asked.value.job_id}`)).value.state), 90);
    return Promise.all(asked.value.test_ids.map(async (id) => (await call(examiner, 'GET', `/api/tests/${id}`)).value));
  };
  const [page, inside, hop, itself] = await visit('gallery.example', 'gallery-inline.example', 'gallery-hop.example', 'picture.example');
  for (const [test, what] of [[page, 'on a page'], [inside, 'inside of a page'], [hop, 'in a page that leads on'], [itself, 'instead of a page']]) {
    const dropped = test.pictures?.filter((p) => p.outcome === 'dropped') ?? [];
    check(`${what}: dropped, a clue, nothing told but list and distance`, test.verdict === 'clue' && test.ground === 'child_abuse_material' && dropped.length >= 1 &&
      dropped.every((p) => p.known[0].list === 'planted' && p.known[0].distance === 0 && p.pdq === '' && p.sha256 === '' && p.width === 0), JSON.stringify(test.pictures));
  }
  const neighbours = page.pictures.filter((p) => p.outcome === 'looked');
  check('its neighbours are looked at', neighbours.length === 3 && neighbours.every((p) => p.pdq.length === 64 && p.kept), JSON.stringify(neighbours));
  check('by the model, where there is one', !existsModel() || neighbours.every((p) => p.model === 'mobilenet_v2' && p.explicit < 0.5), JSON.stringify(neighbours));
  check('the search finds what may be kept', foundBelow(neighbour) !== '');
  check('of the listed picture no byte is on the disk', foundBelow(listed) === '', foundBelow(listed));

  // Whatever ends a decoding process, the server goes on.
  const children = () => execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' }).split('\n').map((l) => l.trim().split(/\s+/)).filter((l) => l[2] === 'muster-look');
  const server = Number(execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n').find((l) => l.includes(`--data ${data} server`))?.trim().split(/\s+/)[0]);
  const own = children().filter((l) => Number(l[1]) === server);
  for (const [pid] of own) process.kill(Number(pid), 'SIGKILL');
  check('decoding processes end', own.length > 0, JSON.stringify(children()));
  const [again] = await visit('gallery.example');
  check('and others take their place', again.pictures.filter((p) => p.outcome === 'looked').length >= 2 && (await fetch(base + '/healthz')).ok, JSON.stringify(again.pictures));

  // How well people and scores do.
  const golden = await call(examiner, 'POST', '/api/golden-items', { test_id: page.id, ground: 'explicit_unlawful', answer: 'none' });
  check('a known page is entered', golden.status === 201, JSON.stringify(golden.value));
  const report = await call(supervisor, 'GET', `/api/score-reports/${new Date().toISOString().slice(0, 7)}`);
  check('the month has its figures', report.status === 200 && report.value.drift.length > 0, JSON.stringify(report.value));
  check('on the command line too', instance.run('review', 'golden').includes('proposed') && instance.run('review', 'reports', '--json') !== undefined);
} catch (e) {
  failed++;
  console.log(e, instance.logs());
} finally {
  instance.stop();
  rmSync(aside, { recursive: true, force: true });
}
function existsModel() {
  try { return readdirSync(join(muster, '../../../models')).includes('mobilenet_v2.onnx'); } catch { return false; }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
