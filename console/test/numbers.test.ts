import assert from 'node:assert/strict';
import { test } from 'node:test';
import { match } from '../src/app/router';
import { entries, recordPlace } from '../src/numbers/places';
import { views } from '../src/numbers/views';
import { fieldsOf } from '../src/numbers/views/requests/new';
import { added, userColumns } from '../src/numbers/views/companies/users';
import { verdict } from '../src/numbers/views/duplicates/page';
import { campaigned, differences } from '../src/numbers/views/reconciliations/page';
import { left } from '../src/numbers/views/excess/page';
import { outcomesOf } from '../src/numbers/views/disputes/forms';
import { csvRecords, parseCsv } from '../src/numbers/ui/csv';
import { whyNot } from '../src/numbers/views/registrations/checks';
import { entries as sitesEntries, recordPlace as sitesPlace } from '../src/sites/places';
import { views as sitesViews } from '../src/sites/views';

const someone = (id: string) => ({ id, display_name: id });
const waiting = { state: 'captured', method: 'manual', captured_by: someone('clerk'), checks: [] };

test('who captured a registration, who has said a word already, and who lacks the role do not check it', () => {
  assert.deepEqual(whyNot(waiting, 'first', true), []);
  assert.deepEqual(whyNot(waiting, 'clerk', true), ['check.not.capturer']);
  assert.deepEqual(whyNot(waiting, 'first', false), ['check.not.role']);
  const once = { ...waiting, checks: [{ person: someone('first'), outcome: 'confirmed', at: '2026-03-02T09:00:00Z' }] };
  assert.deepEqual(whyNot(once, 'first', true), ['check.not.twice']);
  assert.deepEqual(whyNot(once, 'second', true), []);
  assert.deepEqual(whyNot({ ...waiting, state: 'verified' }, 'first', true), ['check.not.waiting']);
  assert.deepEqual(whyNot({ ...waiting, method: 'authority' }, 'first', true), ['check.not.manual']);
});

for (const [house, rail, all, place] of [['numbers', entries, views, recordPlace], ['sites', sitesEntries, sitesViews, sitesPlace]] as const) {
  const shown = (path: string) => path === '/' || all.some(([pattern]) => match(pattern, path.split('?')[0]!) !== null);
  test(`${house}: every entry of the rail and every record's page has a view`, () => {
    for (const e of rail) assert(shown(e.path), e.path);
    for (const kind of ['registration', 'line', 'holder', 'number_pool', 'dealer', 'duplicate_pair', 'line_excess', 'company', 'line_transfer', 'holder_correction', 'line_port', 'dispute', 'authority_request', 'person', 'job', 'filing', 'case', 'order', 'domain']) {
      const path = place(kind, 'id-1');
      assert(path === null || shown(path), `${kind}: ${path}`);
    }
  });

  test(`${house}: each place stands once`, () => {
    for (const list of [rail.map((e) => e.path), all.map(([pattern]) => pattern)]) assert.equal(new Set(list).size, list.length);
  });
}

test('nothing of one house has a place in the other', () => {
  assert.equal(recordPlace('filing', 'x'), null);
  assert.equal(sitesPlace('line', 'x'), null);
  assert.equal(sitesPlace('holder', 'x'), null);
});

test('a file of records is CSV: quotes, commas and line ends inside of them, a mark of the byte order before', () => {
  assert.deepEqual(parseCsv('\ufeffa,b\r\n"x, ""y""\nz",2\r\n\r\nlast,'), [['a', 'b'], ['x, "y"\nz', '2'], ['last', '']]);
  const read = csvRecords('Document_Number,name,city\n1 ,Doe,\n', ['document_number', 'name']);
  assert.deepEqual(read.records, [{ document_number: '1', name: 'Doe' }]);
  assert.deepEqual(read.unknown, ['city']);
  assert.deepEqual(csvRecords('', ['name']), { records: [], unknown: [] });
});

test('a request asks for what its kind can be asked, within its scope', () => {
  const scope = ['name', 'sim', 'numbers', 'match'];
  assert.deepEqual(fieldsOf('number', scope), ['name', 'sim']);
  assert.deepEqual(fieldsOf('person', scope), ['name', 'numbers']);
  assert.deepEqual(fieldsOf('comparison', scope), ['match']);
});

test('a dispute about a line can close it, one about data can correct them', () => {
  assert.deepEqual(outcomesOf('not_mine'), ['closed', 'kept']);
  assert.deepEqual(outcomesOf('wrong_data'), ['corrected', 'kept']);
});

test('side by side: the same, alike, different, and what one side lacks', () => {
  assert.equal(verdict({ same: true, alike: 100 }).key, 'compare.same');
  assert.equal(verdict({ same: false, alike: 92 }).key, 'compare.alike');
  assert.equal(verdict({ same: false, alike: 30 }).key, 'compare.differs');
  assert.equal(verdict({ same: null, alike: null }).key, 'compare.one.side');
});

test('who is beyond the cap keeps no more than the cap', () => {
  assert.equal(left(5, 3), 2);
  assert.equal(left(5, 6), -1);
});

test('users by a file: each row is counted once, faults by their line of the file', () => {
  const first = added({ sent: 0, accepted: 0, before: 0, errors: [] }, 0, [
    { row: 0, registration_id: 'a', replayed: false, errors: [] },
    { row: 1, registration_id: 'b', replayed: true, errors: [] },
  ]);
  const both = added(first, 2, [{ row: 0, registration_id: null, replayed: false, errors: [{ field: 'name', code: 'name_form', sentence: 'No.' }] }]);
  assert.deepEqual(both, { sent: 3, accepted: 1, before: 1, errors: [{ line: 4, field: 'name', code: 'name_form', sentence: 'No.' }] });
  assert(userColumns.includes('msisdn'));
});

test('a campaign can be of lines that we have alone', () => {
  assert.deepEqual(differences.filter(campaigned), ['missing_there', 'barred_there', 'barred_here', 'verified_there', 'verified_here']);
});
