import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, check, correction, questionsOf, reached, steps, type Draft, type Rules } from '../src/pos/draft';
import type { Item } from '../src/pos/state';
import { en } from '../src/pos/words/en';
import { zh } from '../src/pos/words/zh';

const rules: Rules = { today: '2026-03-02', adultAge: 18, picturesMin: 1, places: 1 };
const draft = (fields: Record<string, string>): Draft => ({ fields, pictures: [], begun: '', corrects: null, asked: [] });
const refused = (faults: [string, string][]): Item => ({ id: 'i', category: 'citizen', kind: 'cn_resident_id', tail: '123', at: '', size: 1, sha256: '', key_id: '', signature: '', corrects: '', state: 'refused', packet: 'p-1', held: 1, settled: '', faults: faults.map(([code, field]) => ({ code, field, sentence: '' })) });

test('questions follow from the answers, and nobody gets behind an open one', () => {
  assert.deepEqual(steps(draft({}), rules), ['who', 'document', 'number', 'name', 'born', 'address', 'pictures', 'consent', 'line', 'review']);
  assert(steps(draft({ category: 'minor' }), rules).includes('guardian'));
  assert(steps(draft({ category: 'organisation_user' }), rules).includes('organisation'));
  assert(steps(draft({}), { ...rules, places: 2 }).includes('place'));
  assert.equal(reached(draft({}), rules), 'who');
  assert.equal(reached(draft({ category: 'citizen', document_kind: 'cn_resident_id', document_country: 'CHN', document_number: '11010519491231002X' }), rules), 'name');
  assert.deepEqual(check('number', draft({ document_kind: 'cn_resident_id', document_country: 'CHN', document_number: '110105194912310021' }), rules), { document_number: 'identifier_check_digit' });
});

test('a correction asks what was wrong and sends that alone', () => {
  const item = refused([['identifier_check_digit', 'document_number'], ['name_form', 'name']]);
  const d = correction(item, '2026-03-02T00:00:00Z');
  assert.deepEqual(steps(d, rules), ['number', 'name', 'review']);
  d.fields['document_number'] = ' 11010519491231002X ';
  d.fields['name'] = 'Specimen';
  assert.deepEqual(answered(d), { document_country: 'CHN', document_number: '11010519491231002X', name: 'Specimen' });
  assert.deepEqual(questionsOf(refused([['line_not_reserved', 'msisdn']])), ['line']);
  assert.deepEqual(questionsOf(refused([['line_not_reserved', 'msisdn'], ['dealer_not_active', 'dealer_id']])), []);
});

test('both languages say everything', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, words] of Object.entries(zh)) {
    assert(words.trim(), key);
    const holes = (t: string): string[] => [...t.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();
    assert.deepEqual(holes(words), holes(en[key as keyof typeof en]), key);
  }
});
