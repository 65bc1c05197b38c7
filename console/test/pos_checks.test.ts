// The point of sale checks without a network by the register's rules: both read the same vectors
// (src/foundation/identifiers/*_vectors.tsv, vectors_test.cc).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ageOn, birthDate, bornOf, documentNumber, expiry, kindsFor, msisdn, residentId } from '../src/pos/checks/fields';
import { readMrz } from '../src/pos/checks/mrz';

const rows = (name: string): string[][] =>
  readFileSync(new URL('../../src/foundation/identifiers/' + name, import.meta.url), 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.split('\t'));

test('zones are read as the register reads them', () => {
  const all = rows('mrz_vectors.tsv');
  assert(all.length > 100);
  for (const [zone, format, faults, number, issuer, nationality, birth, expires, primary, secondary] of all) {
    const report = readMrz(zone!.replaceAll('|', '\n'), { year: 2026, month: 3, day: 1 });
    assert.equal(report.format ?? '', format, zone);
    assert.equal(report.faults.map((f) => `${f.code}@${f.field}:${f.line}:${f.first}-${f.last}`).join(' '), faults, zone);
    if (report.zone) assert.deepEqual([report.zone.number, report.zone.issuer, report.zone.nationality, report.zone.birthDate, report.zone.expiryDate, report.zone.primary, report.zone.secondary], [number, issuer, nationality, birth, expires, primary, secondary], zone);
  }
});

test('a slip is found, and what it may have been is said', () => {
  const right = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
  const wrong = readMrz(right.replace('7408122F', '74O8122F'), { year: 2010, month: 3, day: 1 });
  assert.equal(wrong.faults[0]!.code, 'mrz_character');
  assert.deepEqual(wrong.faults[0]!.readings, ['740812']);
  // Every single wrong digit of the number is found.
  for (let at = 1; at <= 6; at++)
    for (const d of '0123456789') {
      const c = [...right];
      if (c[45 + at] === d) continue;
      c[45 + at] = d;
      assert(readMrz(c.join(''), { year: 2010, month: 3, day: 1 }).faults.length > 0, `${at} ${d}`);
    }
});

test('resident identity numbers are judged as the register judges them', () => {
  for (const [number, code] of rows('cn_resident_id_vectors.tsv')) assert.equal(residentId(number!), code, number);
  assert.equal(bornOf('cn_resident_id', '11010519491231002X'), '1949-12-31');
  assert.equal(bornOf('passport', '11010519491231002X'), '');
});

test('forms of a capture', () => {
  assert.equal(documentNumber('passport', 'E12345678'), '');
  assert.equal(documentNumber('passport', 'E1_'), 'document_number');
  assert.equal(expiry('passport', '', '2026-03-02'), 'document_expiry_missing');
  assert.equal(expiry('passport', '2026-03-02', '2026-03-02'), '');
  assert.equal(expiry('passport', '2026-03-01', '2026-03-02'), 'document_expired');
  assert.equal(expiry('passport', '2026-02-30', '2026-03-02'), 'document_expiry_form');
  assert.equal(expiry('cn_resident_id', '', '2026-03-02'), '');
  assert.equal(ageOn('2008-03-02', '2026-03-02'), 18);
  assert.equal(ageOn('2008-03-03', '2026-03-02'), 17);
  assert.equal(ageOn('2008-02-29', '2026-02-28'), 17);
  assert.equal(birthDate('2008-03-03', '2026-03-02', 'citizen', 18, ''), 'category_age');
  assert.equal(birthDate('2008-03-03', '2026-03-02', 'minor', 18, ''), '');
  assert.equal(birthDate('1990-01-02', '2026-03-02', 'citizen', 18, '1990-01-01'), 'birth_date_differs');
  assert.equal(birthDate('2026-03-03', '2026-03-02', 'minor', 18, ''), 'birth_date_future');
  assert.deepEqual(kindsFor('foreigner').map((k) => k.name), ['passport', 'residence_permit']);
  assert.equal(msisdn('+86 199 0000 0000'), '');
  assert.equal(msisdn('19900000000'), 'phone_form');
});
