// In demonstration and training a decision may be signed with a key that this browser holds: ECDSA P-256 by WebCrypto,
// not extractable, kept in IndexedDB. Production takes security keys alone; the server's schema refuses these there.
import { sha256, toBase64Url, toHex, utf8, type Bytes } from './bytes';

interface Held {
  fingerprint: string;  // SHA-256 of the SPKI, hex
  personId: string;
  privateKey: CryptoKey;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('muster-keys', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('keys', { keyPath: 'fingerprint' });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((done, failed) => {
      const request = work(db.transaction('keys', mode).objectStore('keys'));
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  } finally {
    db.close();
  }
}

export interface MadeKey {
  publicKey: string;    // SPKI, base64url
  signature: string;    // over the proof text, P1363, base64url
  fingerprint: string;
}

export async function makeKey(personId: string, proofText: string): Promise<MadeKey> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const fingerprint = toHex(await sha256(spki));
  await inStore('readwrite', (s) => s.put({ fingerprint, personId, privateKey: pair.privateKey } satisfies Held));
  const signature = await crypto.subtle.sign(signing, pair.privateKey, utf8(proofText));
  return { publicKey: toBase64Url(spki), signature: toBase64Url(signature), fingerprint };
}

export async function holds(fingerprint: string): Promise<boolean> {
  const held = await inStore<Held | undefined>('readonly', (s) => s.get(fingerprint));
  return held !== undefined;
}

// ECDSA with SHA-256 over the text's UTF-8 bytes.
export async function signText(fingerprint: string, text: string): Promise<string | null> {
  const held = await inStore<Held | undefined>('readonly', (s) => s.get(fingerprint));
  if (!held) return null;
  const signature = await crypto.subtle.sign(signing, held.privateKey, utf8(text) as Bytes);
  return toBase64Url(signature);
}
