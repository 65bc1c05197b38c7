import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { en as numbersEnglish } from '../src/numbers/i18n/en';
import { zh as numbersChinese } from '../src/numbers/i18n/zh';
import { en as sitesEnglish } from '../src/sites/i18n/en';
import { zh as sitesChinese } from '../src/sites/i18n/zh';

type Words = Record<string, string>;
const houses: [string, Words, Words][] = [['sites', sitesEnglish, sitesChinese], ['numbers', numbersEnglish, numbersChinese]];

for (const [house, english, chinese] of houses) {
  test(`${house}: both languages have the same keys`, () => {
    assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  });

  test(`${house}: the same things are filled in`, () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    for (const key of Object.keys(english)) assert.deepEqual(holes(chinese[key]!), holes(english[key]!), key);
  });

  test(`${house}: nothing is empty; Chinese is Chinese, English has no Chinese`, () => {
    const latin = new Set(['visit.robots', 'import.file.hint', 'sim.iccid', 'sim.imsi', 'device_kind.imei', 'device_kind.eid']);
    for (const key of Object.keys(english)) {
      assert(english[key]!.trim() !== '' && chinese[key]!.trim() !== '', key);
      assert(!/[\u4e00-\u9fff]/.test(english[key]!), key);
      if (!latin.has(key) && /[a-z]{3}/i.test(english[key]!.replace(/\{\w+\}/g, ''))) assert(/[\u4e00-\u9fff]/.test(chinese[key]!), key);
    }
  });

  test(`${house}: Chinese uses full-width punctuation between Chinese characters`, () => {
    for (const [key, text] of Object.entries(chinese)) assert(!/[\u4e00-\u9fff][,;:?!](?!\w)/.test(text), `${key}: ${text}`);
  });

  // A key is checked against both dictionaries together by its type; that the house at hand has it is checked here.
  test(`${house}: every word that its views and what both share say is in its own dictionary`, () => {
    const source = fileURLToPath(new URL('../src/', import.meta.url));
    let said = 0;
    for (const name of readdirSync(source, { recursive: true }) as string[]) {
      const of = name.split('/')[0]!; // the point of sale has words of its own, held by its types
      if (!/\.tsx?$/.test(name) || name.includes('i18n/') || of === 'pos' || (of !== house && houses.some(([other]) => other === of))) continue;
      for (const [call] of readFileSync(source + name, 'utf8').matchAll(/\bt\([^()]*?(?:\)|, \{)/g)) {
        for (const [, key] of call.matchAll(/(?:[(?:] ?)'([a-z]\w*(?:\.\w+)+)'/g)) {
          assert(key! in english, `${name}: ${key}`);
          said++;
        }
      }
    }
    assert(said > 100, `${said} words`);
  });
}

test('the two houses differ in what they show, not in what they share', () => {
  assert('filing.site' in sitesEnglish && !('filing.site' in numbersEnglish));
  assert('lines.search' in numbersEnglish && !('lines.search' in sitesEnglish));
});
