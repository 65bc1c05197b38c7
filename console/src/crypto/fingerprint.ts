import { fromBase64, sha256, toHex } from './bytes';

// SHA-256 of a public key (SPKI in base64), hex: by it this browser finds the private half that it holds.
export async function spkiFingerprint(publicKey: string): Promise<string> {
  return toHex(await sha256(fromBase64(publicKey)));
}

// The short form that two people read to each other: 16 hex digits in groups of four.
export const spoken = (hex: string): string => (hex.slice(0, 16).match(/.{4}/g) ?? []).join(' ');
