// Talks to /api. Failures are values: a Problem with a sentence for the person (RFC 9457).
import type { Problem } from './types';

let csrf = '';
let language = 'en';
let onSignedOut: () => void = () => {};

export function setCsrf(token: string): void {
  csrf = token;
}
export function setRequestLanguage(code: string): void {
  language = code;
}
export function whenSignedOut(f: () => void): void {
  onSignedOut = f;
}

export interface Answer<T> {
  ok: boolean;
  status: number;
  data?: T;
  etag?: string;
  problem?: Problem;
}

export interface Ask {
  method?: string;
  body?: unknown;          // an object goes as JSON, a Blob as it is
  ifMatch?: string | undefined;
  contentType?: string;
  once?: boolean;          // sends an Idempotency-Key
  key?: string;            // sends this one: the same form again is the same request
  signal?: AbortSignal;
  file?: boolean;          // the answer is a file: its Blob
}

export async function ask<T>(path: string, how: Ask = {}): Promise<Answer<T>> {
  const method = how.method ?? (how.body === undefined ? 'GET' : 'POST');
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
  let body: BodyInit | undefined;
  if (how.body instanceof Blob) {
    body = how.body;
    headers['content-type'] = how.contentType ?? 'application/octet-stream';
  } else if (how.body !== undefined) {
    body = JSON.stringify(how.body);
    headers['content-type'] = 'application/json';
  }
  if (method !== 'GET') headers['x-csrf-token'] = csrf;
  if (how.ifMatch) headers['if-match'] = how.ifMatch;
  if (how.once || how.key) headers['idempotency-key'] = how.key ?? crypto.randomUUID();
  let response: Response;
  try {
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body !== undefined) init.body = body;
    if (how.signal) init.signal = how.signal;
    response = await fetch(path.startsWith('/feeds/') ? path : '/api' + path, init);  // feeds stand beside the API
  } catch (e) {
    if ((e as Error).name === 'AbortError') return { ok: false, status: -1 };
    return { ok: false, status: 0, problem: { status: 0, code: 'no_connection', title: '', detail: '' } };
  }
  const etag = response.headers.get('etag') ?? undefined;
  const type = response.headers.get('content-type') ?? '';
  let data: unknown;
  const isFile = response.ok && how.file;
  if (response.status !== 204 && type.includes('json') && !isFile) data = await response.json().catch(() => undefined);
  if (isFile) data = await response.blob().catch(() => undefined);
  if (response.ok) return { ok: true, status: response.status, data: data as T, ...(etag ? { etag } : {}) };
  if (response.status === 401 && path !== '/session') onSignedOut();
  const problem = (data as Problem | undefined) ?? { status: response.status, code: 'unexpected', title: '', detail: '' };
  return { ok: false, status: response.status, problem };
}

export function query(parts: Record<string, string | number | string[] | null | undefined>): string {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (Array.isArray(value)) value.forEach((v) => q.append(name, v));
    else if (value !== null && value !== undefined && value !== '') q.set(name, String(value));
  }
  const text = q.toString();
  return text ? '?' + text : '';
}
