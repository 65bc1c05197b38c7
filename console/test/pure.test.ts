import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64, fromHex, sha256, toBase64Url, toHex, utf8 } from '../src/crypto/bytes';
import { spkiFingerprint, spoken } from '../src/crypto/fingerprint';
import { match } from '../src/app/router';
import { query } from '../src/api/client';

test('the hash of a canonical text is over its UTF-8 bytes, as it stands', async () => {
  assert.equal(toHex(await sha256(utf8('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(toHex(await sha256(utf8('范围 host\n'))) === toHex(await sha256(utf8('范围 host\r\n'))), false);
});

test('base64 in all its forms, hex, and what is neither', () => {
  assert.deepEqual([...fromBase64('-_8')], [251, 255]);
  assert.deepEqual([...fromBase64('+/8=')], [251, 255]);
  assert.equal(toBase64Url(new Uint8Array([251, 255])), '-_8');
  assert.throws(() => fromHex('0'));
  assert.throws(() => fromHex('zz'));
});

test('a fingerprint is spoken in groups of four', async () => {
  assert.equal(spoken(await spkiFingerprint('YWJj')), 'ba78 16bf 8f01 cfea');
});

test('places', () => {
  assert.deepEqual(match('/cases/:id', '/cases/c-1'), { id: 'c-1' });
  assert.deepEqual(match('/cases/:id', '/cases/a%20b/'), { id: 'a b' });
  assert.equal(match('/cases/:id', '/cases'), null);
  assert.equal(match('/cases/new', '/cases/c-1'), null);
});

test('queries leave out what is empty and repeat lists', () => {
  assert.equal(query({ q: '', state: ['a', 'b'], after: null, limit: 50 }), '?state=a&state=b&limit=50');
  assert.equal(query({ q: undefined }), '');
});
