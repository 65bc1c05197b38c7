// Proofs of RFC 9162 §2.1, checked in the browser: the server is not believed.
import { join, same, sha256, type Bytes } from './bytes';

export const hashLeaf = (data: Bytes): Promise<Bytes> => sha256(join(new Uint8Array([0]), data));
export const hashChildren = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(join(new Uint8Array([1]), left, right));

export interface Step {
  side: 'left' | 'right';  // where the proof's hash stands
  with: Bytes;
  gives: Bytes;
}

// §2.1.3.2. The steps from the leaf to the root, or null when the proof does not fit the tree's shape.
export async function inclusionSteps(leaf: Bytes, index: number, size: number, proof: Bytes[]): Promise<Step[] | null> {
  if (index < 0 || index >= size) return null;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  const steps: Step[] = [];
  for (const p of proof) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      r = await hashChildren(p, r);
      steps.push({ side: 'left', with: p, gives: r });
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      r = await hashChildren(r, p);
      steps.push({ side: 'right', with: p, gives: r });
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? steps : null;
}

export async function verifyInclusion(leaf: Bytes, index: number, size: number, proof: Bytes[], root: Bytes): Promise<boolean> {
  const steps = await inclusionSteps(leaf, index, size, proof);
  if (!steps) return false;
  return same(steps.length ? steps[steps.length - 1]!.gives : leaf, root);
}

// §2.1.4.2. Does the tree of `to` leaves begin with the tree of `from` leaves?
export async function verifyConsistency(from: number, fromRoot: Bytes, to: number, toRoot: Bytes, proof: Bytes[]): Promise<boolean> {
  if (from < 0 || from > to) return false;
  if (from === to) return proof.length === 0 && same(fromRoot, toRoot);
  if (from === 0) return proof.length === 0;
  const path = [...proof];
  if (Number.isInteger(Math.log2(from))) path.unshift(fromRoot);
  if (path.length === 0) return false;
  let fn = from - 1;
  let sn = to - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let fr = path[0]!;
  let sr = path[0]!;
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = await hashChildren(c, fr);
      sr = await hashChildren(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = await hashChildren(sr, c);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && same(fr, fromRoot) && same(sr, toRoot);
}
