import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger } from '../dev/mock_ledger.mjs';
import { fromHex, toHex, utf8 } from '../src/crypto/bytes';
import { hashLeaf, verifyConsistency, verifyInclusion } from '../src/crypto/merkle';

// An independent writing of RFC 9162 (dev/mock_ledger.mjs, recursive) makes the proofs that ours (iterative) checks.
const log = new Ledger('test.example/log');
for (let i = 0; i < 33; i++) log.add('thing.done', null, 'thing', String(i));
const hashes = (list: string[]) => list.map(fromHex);

test('published vectors: the test data of certificate-transparency (leaves "", 00, 10, 20 21, …)', async () => {
  assert.equal(toHex(await hashLeaf(new Uint8Array())), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  assert.equal(toHex(await hashLeaf(fromHex('00'))), '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7');
  const root8 = fromHex('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  const proof = ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'];
  assert.equal(await verifyInclusion(await hashLeaf(new Uint8Array()), 0, 8, hashes(proof), root8), true);
});

test('a leaf is hashed from the exact bytes of the entry', async () => {
  for (const e of log.entries) assert.equal(toHex(await hashLeaf(utf8(e.leaf_data))), e.leaf_hash);
});

test('every inclusion proof of every tree up to 33 leaves holds; a flipped bit, another index or size does not', async () => {
  for (let size = 1; size <= 33; size++) {
    for (let index = 0; index < size; index++) {
      const p = log.inclusion(index, size);
      const leaf = fromHex(p.leaf_hash);
      const root = fromHex(p.root_hash);
      assert.equal(await verifyInclusion(leaf, index, size, hashes(p.hashes), root), true, `${index} of ${size}`);
      const bent = fromHex(p.leaf_hash);
      bent[0]! ^= 1;
      assert.equal(await verifyInclusion(bent, index, size, hashes(p.hashes), root), false);
      if (size > 1) assert.equal(await verifyInclusion(leaf, (index + 1) % size, size, hashes(p.hashes), root), false);
      assert.equal(await verifyInclusion(leaf, index, size, [...hashes(p.hashes), leaf], root), false);
    }
  }
});

test('every consistency proof up to 33 leaves holds; a forged past or a short proof does not', async () => {
  for (let to = 1; to <= 33; to++) {
    for (let from = 1; from <= to; from++) {
      const p = log.consistency(from, to);
      const [a, b] = [fromHex(p.from_root), fromHex(p.to_root)];
      const list = from === to ? [] : hashes(p.hashes);
      assert.equal(await verifyConsistency(from, a, to, b, list), true, `${from} to ${to}`);
      const forged = fromHex(p.from_root);
      forged[31]! ^= 128;
      assert.equal(await verifyConsistency(from, forged, to, b, list), false);
      if (list.length > 0) assert.equal(await verifyConsistency(from, a, to, b, list.slice(0, -1)), false);
    }
  }
  assert.equal(await verifyConsistency(5, fromHex('00'.repeat(32)), 4, fromHex('00'.repeat(32)), []), false);
});
