// The device's own key: made here, never taken out. It signs every packet and every request.
import { toBase64Url, utf8 } from '../../crypto/bytes';
import { getOrMake } from './db';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;

const pair = (): Promise<CryptoKeyPair> => getOrMake('keys', 'device', () => crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']));

export async function publicKey(): Promise<string> {
  return toBase64Url(await crypto.subtle.exportKey('spki', (await pair()).publicKey));
}
export async function sign(text: string): Promise<string> {
  return toBase64Url(await crypto.subtle.sign(signing, (await pair()).privateKey, utf8(text)));
}
