import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger } from '../dev/mock_ledger.mjs';
import { toHex } from '../src/crypto/bytes';
import { parseCheckpoint, parseKey, parseNote, verifiedBy } from '../src/crypto/note';

const log = new Ledger('test.example/log');
log.add('thing.done', null, 'thing', '1');

test('a checkpoint signed by the log and co-signed by a witness', async () => {
  const c = log.checkpoint();
  const note = parseNote(c.note);
  const text = parseCheckpoint(note.text);
  assert.equal(text.origin, 'test.example/log');
  assert.equal(text.size, 1);
  assert.equal(toHex(text.root), c.root_hash);
  assert.equal((await verifiedBy(note, await parseKey(log.key.vkey))).ok, true);
  const witness = await verifiedBy(note, await parseKey(log.witness.vkey));
  assert.equal(witness.ok, true);
  assert(Math.abs(witness.at!.getTime() - Date.now()) < 60_000);
});

test('another size, another key or a bent signature is not believed', async () => {
  const c = log.checkpoint();
  const key = await parseKey(log.key.vkey);
  assert.equal((await verifiedBy(parseNote(c.note.replace('\n1\n', '\n2\n')), key)).ok, false);
  assert.equal((await verifiedBy(parseNote(c.note), await parseKey(new Ledger('test.example/log').key.vkey))).ok, false);
  await assert.rejects(() => parseKey(log.key.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')));
});

test('malformed notes are refused', () => {
  assert.throws(() => parseNote('no signatures\n'));
  assert.throws(() => parseNote('text\n\nnot a signature line\n'));
  assert.throws(() => parseCheckpoint('origin\nmany\nAAAA\n'));
  assert.throws(() => parseCheckpoint('origin\n1\nAAAA\n'));
});
