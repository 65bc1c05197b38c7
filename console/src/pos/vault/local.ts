// Records of this device under an AES-GCM key that the browser holds and nobody can take out.
import { clearAll, get, getOrMake, keys, put, remove } from './db';

interface Sealed { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }
const key = (): Promise<CryptoKey> =>
  getOrMake('keys', 'local', () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));

const about = (id: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(id) as Uint8Array<ArrayBuffer>;

export async function keep(id: string, value: unknown): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12)), plain = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: about(id) }, await key(), plain);
  await put('records', id, { iv, data } satisfies Sealed);
}
export async function recall<T>(id: string): Promise<T | undefined> {
  const sealed = await get<Sealed>('records', id);
  if (!sealed) return undefined;
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: about(id) }, await key(), sealed.data);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}
export const forget = (id: string): Promise<undefined> => remove('records', id);
export async function recallAll<T>(start: string): Promise<T[]> {
  const ids = (await keys('records')).map(String).filter((id) => id.startsWith(start)).sort();
  const all = await Promise.all(ids.map((id) => recall<T>(id)));
  return all.filter((v) => v !== undefined);
}
// A revoked device keeps nothing, its keys least of all.
export const wipe = clearAll;
