// Seals a packet to the register's key: once sealed, this device can't read it any more. The other side is
// src/numbers/dealers/seal.cc, which says the layout.
import { fromBase64, join, utf8, type Bytes } from '../../crypto/bytes';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

export async function seal(registerPoint: string, plain: Bytes, deviceId: string): Promise<Bytes> {
  const receiver = fromBase64(registerPoint);
  const theirs = await crypto.subtle.importKey('raw', receiver, curve, false, []);
  const ours = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const sender = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256);
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = join(utf8('muster-packet/1'), sender, receiver);
  const key = await crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(deviceId) }, key, plain);
  return join(utf8('MPK1'), sender, iv, new Uint8Array(body));
}

export interface Picture { side: string; bytes: Bytes }
// The packet's content before it is sealed: src/numbers/dealers/content.h.
export function content(fields: Record<string, string>, pictures: Picture[]): Bytes {
  const text = utf8(JSON.stringify({ fields, pictures: pictures.map((p) => ({ side: p.side, media_type: 'image/jpeg', size: p.bytes.length })) }));
  const length = new Uint8Array([text.length >>> 24, (text.length >>> 16) & 255, (text.length >>> 8) & 255, text.length & 255]);
  return join(length, text, ...pictures.map((p) => p.bytes));
}
