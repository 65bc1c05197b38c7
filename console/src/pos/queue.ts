// Captures are sealed, saved, and sent when there is a network: piece by piece, from where the register has them. A packet
// sent twice is one registration: its Idempotency-Key is made with it.
import { sha256, toHex, type Bytes } from '../crypto/bytes';
import { ask, now, type Line, type Packet, type Standing } from './api';
import { change, current, waiting, type Item } from './state';
import { get, put, remove } from './vault/db';
import { forget, keep, recall, recallAll, wipe } from './vault/local';
import { sign } from './vault/device';
import { content, seal, type Picture } from './vault/seal';

const piece = 128 * 1024;
const keptMs = 3 * 24 * 3600 * 1000; // a settled one stays on the list so long

// That this device was revoked is all that outlives its erasure: whoever opens the page again must learn why it is empty.
const revocation = {
  told: (): boolean => localStorage.getItem('muster.revoked') !== null,
  tell: (): void => localStorage.setItem('muster.revoked', '1'),
  forget: (): void => localStorage.removeItem('muster.revoked'),
};

interface Me { device: string; synced: string; standing: Standing | null }
const saveMe = (): Promise<void> => keep('me', { device: current().device, synced: current().synced, standing: current().standing } satisfies Me);

export async function load(): Promise<void> {
  const me = await recall<Me>('me');
  const lines = (await recall<Line[]>('lines')) ?? [];
  const items = await recallAll<Item>('q:');
  for (const i of items) if (i.state === 'sending') i.state = 'waiting';
  change({ ready: true, revoked: revocation.told(), device: me?.device ?? '', synced: me?.synced ?? '', standing: me?.standing ?? null, lines, items: items.sort((a, b) => b.at.localeCompare(a.at)) });
}
export async function enrolled(device: string): Promise<void> {
  revocation.forget();
  change({ device, revoked: false });
  await saveMe();
}

async function save(item: Item): Promise<void> {
  await keep('q:' + item.id, item);
  const rest = current().items.filter((i) => i.id !== item.id);
  change({ items: [...rest, item].sort((a, b) => b.at.localeCompare(a.at)) });
}
export async function dismiss(item: Item): Promise<void> {
  await remove('packets', item.id);
  await forget('q:' + item.id);
  change({ items: current().items.filter((i) => i.id !== item.id) });
}

export interface Captured { fields: Record<string, string>; pictures: Picture[]; category: string; kind: string; corrects?: Item }

// Sealed and saved when it returns; nobody can read it here any more.
export async function enqueue(captured: Captured): Promise<Item> {
  const { standing, device } = current();
  if (!standing) throw new Error('not enrolled');
  const bytes = await seal(standing.key.point, content(captured.fields, captured.pictures), device);
  const item: Item = {
    id: crypto.randomUUID(), category: captured.category, kind: captured.kind, tail: (captured.fields['msisdn'] ?? captured.corrects?.tail ?? '').slice(-3),
    at: now().toISOString(), size: bytes.length, sha256: toHex(await sha256(bytes)), key_id: standing.key.id, signature: '', corrects: captured.corrects?.packet ?? '',
    state: 'waiting', packet: '', held: 0, faults: [], settled: '',
  };
  item.signature = await sign(['muster-packet/1', device, item.id, item.sha256, item.size, item.key_id, item.at, item.corrects, ''].join('\n'));
  await put('packets', item.id, bytes);
  await save(item);
  if (captured.corrects) await save({ ...captured.corrects, state: 'corrected', settled: item.at });
  const line = captured.fields['msisdn'];
  if (line) {
    const lines = current().lines.filter((l) => l.msisdn !== line);
    change({ lines });
    await keep('lines', lines);
  }
  return item;
}

class Stopped extends Error {
  constructor(readonly code: string) { super(code); }
}
async function must<T>(method: string, path: string, body?: unknown, more?: Record<string, string>): Promise<T> {
  const answer = await ask<T>(current().device, method, path, body, more);
  if (answer.ok) return answer.data;
  if (answer.code === 'device_revoked' || answer.code === 'device_unknown') {
    revocation.tell();
    await wipe();
    change({ revoked: true, device: '', standing: null, items: [], lines: [], synced: '' });
  }
  throw new Stopped(answer.status === 0 || answer.status >= 500 ? 'no_connection' : answer.code);
}

async function settle(item: Item, packet: Packet): Promise<boolean> {
  item = { ...item, packet: packet.id, held: packet.held, faults: packet.faults };
  if (packet.state === 'receiving' || packet.state === 'received') {
    await save({ ...item, state: packet.state === 'received' ? 'looking' : 'sending' });
    return false;
  }
  const done = packet.state === 'accepted' ? 'accepted' : packet.state === 'corrected' ? 'corrected' : 'refused';
  await save({ ...item, state: done, settled: now().toISOString() });
  await remove('packets', item.id);
  return true;
}

async function send(item: Item): Promise<void> {
  const bytes = await get<Bytes>('packets', item.id);
  if (!bytes) return;
  let packet = await must<Packet>('POST', '/api/dealer-packets', {
    idempotency_key: item.id, sha256: item.sha256, size: item.size, key_id: item.key_id, captured_at: item.at, corrects: item.corrects, signature: item.signature,
  });
  while (!(await settle(item, packet)) && packet.state === 'receiving') {
    const path = '/api/dealer-packets/' + packet.id;
    const part = bytes.slice(packet.held, packet.held + piece);
    try {
      packet = await must<Packet>('PATCH', path, part, { 'upload-offset': String(packet.held) });
    } catch (e) {
      // Another answer got lost: the register says where to go on.
      if (!(e instanceof Stopped) || (e.code !== 'packet_offset' && e.code !== 'packet_whole')) throw e;
      packet = await must<Packet>('GET', path);
    }
  }
}

async function tidy(): Promise<void> {
  const old = new Date(now().getTime() - keptMs).toISOString();
  for (const i of current().items) if ((i.state === 'accepted' || i.state === 'corrected') && i.settled < old) await dismiss(i);
}

async function refreshLines(): Promise<void> {
  const lines: Line[] = [];
  for (let after = ''; lines.length < 2000; ) {
    const page = await must<{ items: Line[]; next: string | null }>('GET', '/api/dealer-devices/me/lines' + (after ? '?after=' + encodeURIComponent(after) : ''));
    lines.push(...page.items);
    if (!page.next) break;
    after = page.next;
  }
  await keep('lines', lines);
  change({ lines });
}

// One page at a time sends. A page that is opened waits for its turn: it may hold what the one before it was closed upon.
let asked = false;
export async function sync(): Promise<void> {
  if (!current().device || asked) return;
  asked = true;
  await navigator.locks.request('muster-pos-sync', async () => {
    asked = false;
    if (!current().device) return;
    change({ syncing: true, trouble: '' });
    try {
      change({ standing: await must<Standing>('GET', '/api/dealer-devices/me') });
      await saveMe();
      for (const item of waiting(current()).reverse()) await send(item);
      if (waiting(current()).length === 0) {
        const standing = await must<Standing>('POST', '/api/dealer-devices/me/sync', {});
        change({ standing, synced: standing.now });
        await saveMe();
      }
      await refreshLines();
      await tidy();
    } catch (e) {
      change({ trouble: e instanceof Stopped ? e.code : 'unexpected' });
    } finally {
      change({ syncing: false });
    }
  });
}

// When the network comes back, when something new waits, and every so often.
export function keepSyncing(): void {
  const set = (): void => {
    change({ online: navigator.onLine });
    if (navigator.onLine) void sync();
  };
  addEventListener('online', set);
  addEventListener('offline', set);
  document.addEventListener('visibilitychange', () => { if (!document.hidden && navigator.onLine) void sync(); });
  setInterval(() => { if (navigator.onLine && (waiting(current()).length > 0 || current().trouble)) void sync(); }, 15_000);
  setInterval(() => { if (navigator.onLine) void sync(); }, 5 * 60_000);
  void navigator.storage?.persist?.();
  void sync();
}
