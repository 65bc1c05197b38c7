// Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature), checked with the browser's Ed25519.
import { fromBase64, join, same, sha256, toHex, utf8, type Bytes } from './bytes';

export interface VerifierKey {
  name: string;
  id: string;          // 8 hex digits
  algorithm: number;   // 1: Ed25519, 4: cosignature/v1
  publicKey: Bytes;
}

export interface NoteLine {
  name: string;
  id: string;
  bytes: Bytes;
}

export interface Note {
  text: string;
  lines: NoteLine[];
}

// "<name>+<8 hex>+<base64(algorithm ‖ key)>"; throws when the id is not the key's.
export async function parseKey(text: string): Promise<VerifierKey> {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  if (!found) throw new Error('not a verifier key');
  const [, name, id, encoded] = found as unknown as [string, string, string, string];
  const bytes = fromBase64(encoded);
  if (bytes.length !== 33) throw new Error('not a verifier key');
  const digest = await sha256(join(utf8(name + '\n'), bytes));
  if (toHex(digest.slice(0, 4)) !== id) throw new Error('the key id does not fit the key');
  return { name, id, algorithm: bytes[0]!, publicKey: bytes.slice(1) };
}

export function parseNote(note: string): Note {
  const cut = note.indexOf('\n\n');
  if (cut < 0) throw new Error('no signatures');
  const text = note.slice(0, cut + 1);
  const lines: NoteLine[] = [];
  for (const line of note.slice(cut + 2).split('\n')) {
    if (line === '') continue;
    const found = /^— (\S+) (\S+)$/.exec(line);
    if (!found) throw new Error('a signature line is malformed');
    const bytes = fromBase64(found[2]!);
    lines.push({ name: found[1]!, id: toHex(bytes.slice(0, 4)), bytes: bytes.slice(4) });
  }
  return { text, lines };
}

export interface CheckpointText {
  origin: string;
  size: number;
  root: Bytes;
}

export function parseCheckpoint(text: string): CheckpointText {
  const [origin, size, root] = text.split('\n');
  if (!origin || !/^\d+$/.test(size ?? '') || !root) throw new Error('not a checkpoint');
  const bytes = fromBase64(root);
  if (bytes.length !== 32) throw new Error('not a checkpoint');
  return { origin, size: Number(size), root: bytes };
}

async function ed25519(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
}

// Has this key signed the note? For a cosignature also says when.
export async function verifiedBy(note: Note, key: VerifierKey): Promise<{ ok: boolean; at?: Date }> {
  for (const line of note.lines) {
    if (line.name !== key.name || line.id !== key.id) continue;
    if (key.algorithm === 1 && line.bytes.length === 64) {
      if (await ed25519(key.publicKey, utf8(note.text), line.bytes)) return { ok: true };
    }
    if (key.algorithm === 4 && line.bytes.length === 72) {
      const seconds = Number(new DataView(line.bytes.buffer, line.bytes.byteOffset, 8).getBigUint64(0));
      const message = utf8(`cosignature/v1\ntime ${seconds}\n${note.text}`);
      if (await ed25519(key.publicKey, message, line.bytes.slice(8))) return { ok: true, at: new Date(seconds * 1000) };
    }
  }
  return { ok: false };
}

export async function canVerifyEd25519(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32), { name: 'Ed25519' }, false, ['verify']);
    return true;
  } catch {
    return false;
  }
}

export { same };
