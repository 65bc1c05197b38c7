// What the ledger page proves by itself, in this browser, from the exact bytes that the server gave.
import { ask } from '../../api/client';
import { fromHex, toHex, utf8 } from '../../crypto/bytes';
import { hashLeaf, inclusionSteps, verifyConsistency, type Step } from '../../crypto/merkle';
import { canVerifyEd25519, parseCheckpoint, parseKey, parseNote, verifiedBy } from '../../crypto/note';
import type { Checkpoint, ConsistencyProof, InclusionProof, LedgerEntry, LedgerKey, Witness } from '../../api/types';

export type Finding = 'yes' | 'no' | 'unknown';
export interface Check { what: 'parsed' | 'signed' | 'cosigned' | 'consistent' | 'key_same'; finding: Finding; detail: string; at?: Date }

const kept = 'muster.ledger.seen';
interface Kept { origin: string; size: number; root: string; key: string }

export function seenBefore(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

export async function checkCheckpoint(c: Checkpoint, keys: LedgerKey[], witnesses: Witness[]): Promise<Check[]> {
  const checks: Check[] = [];
  let note;
  let text;
  try {
    note = parseNote(c.note);
    text = parseCheckpoint(note.text);
    const fits = text.size === c.size && toHex(text.root) === c.root_hash.toLowerCase() && text.origin === c.origin;
    checks.push({ what: 'parsed', finding: fits ? 'yes' : 'no', detail: text.origin });
  } catch (e) {
    return [{ what: 'parsed', finding: 'no', detail: (e as Error).message }];
  }
  const possible = await canVerifyEd25519();
  let signer = '';
  for (const k of keys) {
    if (!possible) break;
    try {
      const key = await parseKey(k.vkey);
      if (key.name === text.origin && (await verifiedBy(note, key)).ok) signer = k.vkey;
    } catch {
      // another key may fit
    }
  }
  checks.push({ what: 'signed', finding: !possible ? 'unknown' : signer ? 'yes' : 'no', detail: signer.split('+').slice(0, 2).join(' ') });
  for (const w of witnesses) {
    let result: { ok: boolean; at?: Date } = { ok: false };
    if (possible) {
      try {
        result = await verifiedBy(note, await parseKey(w.vkey));
      } catch {
        result = { ok: false };
      }
    }
    checks.push({ what: 'cosigned', finding: !possible ? 'unknown' : result.ok ? 'yes' : 'unknown', detail: w.name, ...(result.at ? { at: result.at } : {}) });
  }
  const before = seenBefore();
  if (before && before.origin === text.origin && before.size > 0) {
    if (signer && before.key) checks.push({ what: 'key_same', finding: before.key === signer ? 'yes' : 'no', detail: '' });
    checks.push({ what: 'consistent', finding: await consistent(before, text.size, toHex(text.root)), detail: String(before.size) });
  }
  if (checks.every((x) => x.finding !== 'no')) localStorage.setItem(kept, JSON.stringify({ origin: text.origin, size: text.size, root: toHex(text.root), key: signer } satisfies Kept));
  return checks;
}

async function consistent(before: Kept, size: number, root: string): Promise<Finding> {
  if (size < before.size) return 'no';
  if (size === before.size) return root === before.root ? 'yes' : 'no';
  const proof = await ask<ConsistencyProof>(`/ledger/proof/consistency?from=${before.size}&to=${size}`);
  if (!proof.ok || !proof.data) return 'unknown';
  return (await verifyConsistency(before.size, fromHex(before.root), size, fromHex(root), proof.data.hashes.map(fromHex))) ? 'yes' : 'no';
}

export interface EntryCheck { entry: LedgerEntry; leaf: string; steps: Step[] | null; root: string; ok: boolean }

export async function checkEntry(index: number, c: Checkpoint): Promise<EntryCheck | null> {
  const entry = await ask<LedgerEntry>(`/ledger/entries/${index}`);
  const proof = await ask<InclusionProof>(`/ledger/proof/inclusion?index=${index}&size=${c.size}`);
  if (!entry.data || !proof.data) return null;
  const leaf = await hashLeaf(utf8(entry.data.leaf_data));
  const steps = await inclusionSteps(leaf, index, c.size, proof.data.hashes.map(fromHex));
  const root = steps ? toHex(steps.length ? steps[steps.length - 1]!.gives : leaf) : '';
  return { entry: entry.data, leaf: toHex(leaf), steps, root, ok: root !== '' && root === c.root_hash.toLowerCase() };
}
