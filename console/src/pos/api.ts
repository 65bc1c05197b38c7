// Requests that the device signs. The path and the body's hash are signed with the time; a clock that is off is set right
// by what the register says of the time.
import { sha256, toHex, utf8, type Bytes } from '../crypto/bytes';
import { sign } from './vault/device';

export interface Fault { code: string; field: string; sentence: string }
export interface Packet { id: string; state: string; held: number; size: number; registration_id: string | null; faults: Fault[] }
export interface Standing {
  device: { id: string; label: string; place: string };
  dealer: { id: string; name: string };
  person: { display_name: string };
  hindrance: { code: string; sentence: string } | null;
  left_today: number;
  now: string;
  frozen_at: string;
  key: { id: string; point: string };
  policy: { consent: string; guardian_consent: string; adult_age: number; pictures_min: number };
  places: { code: string; region: string }[];
}
export interface Line { msisdn: string; iccid: string }

export type Answer<T> = { ok: true; data: T } | { ok: false; status: number; code: string; sentence: string };
// status 0: no connection.
const away: Answer<never> = { ok: false, status: 0, code: 'no_connection', sentence: '' };

let drift = 0; // the register's clock minus this device's, milliseconds
export const setDrift = (ms: number): void => { drift = ms; };
export const now = (): Date => new Date(Date.now() + drift);

async function send(method: string, path: string, body: Bytes | null, headers: Record<string, string>): Promise<Response | null> {
  try {
    const answer = await fetch(path, { method, body, headers, cache: 'no-store', credentials: 'omit' });
    const date = Date.parse(answer.headers.get('date') ?? '');
    // The header counts whole seconds: less than that is no drift.
    if (!Number.isNaN(date) && Math.abs(date - now().getTime()) > 5000) drift = date - Date.now();
    return answer;
  } catch {
    return null;
  }
}

async function read<T>(answer: Response | null): Promise<Answer<T>> {
  if (!answer) return away;
  const json = (await answer.json().catch(() => null)) as (T & { code?: string; detail?: string }) | null;
  if (answer.ok && json) return { ok: true, data: json };
  return { ok: false, status: answer.status, code: json?.code ?? 'unexpected', sentence: json?.detail ?? '' };
}

export async function ask<T>(deviceId: string, method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer<T>> {
  const raw = body instanceof Uint8Array;
  const bytes = body === undefined ? null : raw ? (body as Bytes) : utf8(JSON.stringify(body));
  const hash = toHex(await sha256(bytes ?? (new Uint8Array(0) as Bytes))), signed = path.split('?')[0];
  for (let again = false; ; again = true) {
    const time = now().toISOString();
    const signature = await sign(`muster-device/1\n${method}\n${signed}\n${time}\n${hash}\n`);
    const headers: Record<string, string> = { 'x-muster-device': deviceId, 'x-muster-time': time, 'x-muster-signature': signature, ...more };
    if (bytes) headers['content-type'] = raw ? 'application/offset+octet-stream' : 'application/json';
    const answer = await read<T>(await send(method, path, bytes, headers));
    if (!answer.ok && answer.code === 'request_time' && !again) continue; // the clock was set by this very answer
    return answer;
  }
}

export async function enrol(code: string, key: string, label: string): Promise<Answer<{ id: string }>> {
  return read(await send('POST', '/api/dealer-devices', utf8(JSON.stringify({ code, public_key: key, label })), { 'content-type': 'application/json' }));
}
