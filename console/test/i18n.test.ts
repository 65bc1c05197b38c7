import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../src/i18n/en';
import { zh } from '../src/i18n/zh';

const english = en as Record<string, string>;
const chinese = zh as Record<string, string>;

test('both languages have the same keys', () => {
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
});

test('the same things are filled in', () => {
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
  for (const key of Object.keys(english)) assert.deepEqual(holes(chinese[key]!), holes(english[key]!), key);
});

test('nothing is empty; Chinese is Chinese, English has no Chinese', () => {
  const latin = new Set(['visit.robots', 'import.file.hint']);
  for (const key of Object.keys(english)) {
    assert(english[key]!.trim() !== '' && chinese[key]!.trim() !== '', key);
    assert(!/[\u4e00-\u9fff]/.test(english[key]!), key);
    if (!latin.has(key) && /[a-z]{3}/i.test(english[key]!.replace(/\{\w+\}/g, ''))) assert(/[\u4e00-\u9fff]/.test(chinese[key]!), key);
  }
});

test('Chinese uses full-width punctuation between Chinese characters', () => {
  for (const [key, text] of Object.entries(chinese)) assert(!/[\u4e00-\u9fff][,;:?!](?!\w)/.test(text), `${key}: ${text}`);
});
