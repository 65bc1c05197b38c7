// Many named users by a CSV file. The browser sends two hundred at a time; each row has its own outcome. What was stopped
// or cut off goes on with the same file: a row that is on record already is answered with its registration.
import { useRef, useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { csvCell } from '../../../ui/list_tools';
import { csvRecords } from '../../ui/csv';

const atOnce = 200;
const errorsShown = 200;
export const userColumns = ['msisdn', 'document_kind', 'document_country', 'document_number', 'document_expires_on', 'name', 'birth_date', 'address'];
interface Outcome { row: number; registration_id: string | null; replayed: boolean; errors: { field: string; code: string; sentence: string }[] }
interface Tally { sent: number; accepted: number; before: number; errors: { line: number; field: string; code: string; sentence: string }[] }
const none: Tally = { sent: 0, accepted: 0, before: 0, errors: [] };

// The answer of one piece is added; rows are lines of the file: the header is its first.
export function added(tally: Tally, from: number, outcomes: Outcome[]): Tally {
  return {
    sent: from + outcomes.length,
    accepted: tally.accepted + outcomes.filter((o) => o.registration_id && !o.replayed).length,
    before: tally.before + outcomes.filter((o) => o.replayed).length,
    errors: [...tally.errors, ...outcomes.flatMap((o) => o.errors.map((e) => ({ line: from + o.row + 2, ...e })))],
  };
}

// Faults of a piece that could not be read: "users[3].name" is row 3 of it.
function faultsOf(problem: ProblemData, count: number): Outcome[] | null {
  const byRow = new Map<number, Outcome>();
  for (const e of problem.errors ?? []) {
    const at = /^users\[(\d+)\]\.?(.*)$/.exec(e.field);
    if (!at) return null;
    const row = Number(at[1]);
    const outcome = byRow.get(row) ?? { row, registration_id: null, replayed: false, errors: [] };
    outcome.errors.push({ ...e, field: at[2]! });
    byRow.set(row, outcome);
  }
  return byRow.size && byRow.size <= count ? [...byRow.values()] : null;
}

function save(errors: Tally['errors']) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', ['line,field,code,sentence', ...errors.map((e) => [String(e.line), e.field, e.code, e.sentence].map(csvCell).join(','))].join('\r\n')], { type: 'text/csv' }));
  link.download = 'errors.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}

export function UsersByFile({ company }: { company: string }) {
  const [records, setRecords] = useState<Record<string, string>[]>([]);
  const [wrong, setWrong] = useState('');
  const [place, setPlace] = useState(''), [device, setDevice] = useState(''), [consent, setConsent] = useState('terms-1');
  const [tally, setTally] = useState<Tally>(none);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const stop = useRef(false);
  async function take(file: File | undefined) {
    setTally(none);
    setProblem(null);
    if (!file) return setRecords([]);
    const read = csvRecords(await file.text(), userColumns);
    setWrong(read.unknown.length ? t('compare.columns', { names: read.unknown.join(', ') }) : '');
    setRecords(read.unknown.length ? [] : read.records);
  }
  const send = (users: Record<string, string>[]) => ask<{ outcomes: Outcome[] }>(`/companies/${company}/users`, { body: { place, device, consent, users } });
  // Rows that can't even be read are told, and the rest of their piece is sent.
  async function piece(from: number, users: Record<string, string>[]): Promise<Outcome[] | ProblemData> {
    const answer = await send(users);
    if (answer.data) return answer.data.outcomes;
    const bad = answer.status === 422 && answer.problem ? faultsOf(answer.problem, users.length) : null;
    if (!bad) return answer.problem ?? { status: 0, code: 'no_connection', title: '', detail: '' };
    const at = users.map((_, i) => i).filter((i) => !bad.some((o) => o.row === i));
    if (at.length === 0) return bad;
    const rest = await piece(from, at.map((i) => users[i]!));
    return Array.isArray(rest) ? [...bad, ...rest.map((o) => ({ ...o, row: at[o.row]! }))].sort((a, b) => a.row - b.row) : rest;
  }
  async function run(e: Event) {
    e.preventDefault();
    setBusy(true);
    setProblem(null);
    stop.current = false;
    let now = tally.sent < records.length ? tally : none;
    for (let from = now.sent; from < records.length && !stop.current; from += atOnce) {
      const outcomes = await piece(from, records.slice(from, from + atOnce));
      if (!Array.isArray(outcomes)) {
        setProblem(outcomes);
        break;
      }
      now = added(now, from, outcomes);
      setTally(now);
    }
    setBusy(false);
    stale((p) => p.startsWith(`/companies/${company}`));
  }
  return (
    <Group title={t('users.file')}>
      <p class="soft">{t('users.file.text', { columns: userColumns.join(', ') })}</p>
      <form class="fields" onSubmit={(e) => void run(e)}>
        <input type="file" accept=".csv,text/csv" required aria-label={t('compare.file')} onChange={(e) => void take(e.currentTarget.files?.[0])} />
        {wrong && <p class="late" role="alert">{wrong}</p>}
        <div class="two">
          <Field label={t('registration.place')}><input required maxLength={64} value={place} onInput={(e) => setPlace(e.currentTarget.value)} /></Field>
          <Field label={t('registration.device')}><input required maxLength={64} value={device} onInput={(e) => setDevice(e.currentTarget.value)} /></Field>
        </div>
        <Field label={t('registration.consent')}><input required maxLength={64} value={consent} onInput={(e) => setConsent(e.currentTarget.value)} /></Field>
        <div class="filters">
          <button class="primary" disabled={busy || records.length === 0}>{tally.sent > 0 && tally.sent < records.length ? t('users.file.go.on', { n: number(records.length - tally.sent) }) : t('users.file.act', { n: number(records.length) })}</button>
          {busy && <button type="button" onClick={() => { stop.current = true; }}>{t('job.cancel')}</button>}
        </div>
      </form>
      <Problem problem={problem} />
      {tally.sent > 0 && (
        <div class="group" role="status">
          {busy && <progress value={tally.sent} max={records.length} aria-label={t('job.label')} />}
          <p>{t('users.file.done', { n: number(tally.sent), of: number(records.length), accepted: number(tally.accepted), before: number(tally.before), refused: number(new Set(tally.errors.map((e) => e.line)).size) })}</p>
          {tally.errors.length > 0 && (
            <>
              <div class="scroll"><table>
                <thead><tr><th class="right">{t('import.line')}</th><th>{t('import.field')}</th><th>{t('import.sentence')}</th></tr></thead>
                <tbody>{tally.errors.slice(0, errorsShown).map((e) => <tr key={`${e.line}${e.field}${e.code}`}><td class="right num">{number(e.line)}</td><td>{e.field && <code title={word('field', e.field)}>{e.field}</code>}</td><td class="wrap">{e.sentence}</td></tr>)}</tbody>
              </table></div>
              <div><button class="small" onClick={() => save(tally.errors)}>{t('users.file.errors')}</button></div>
            </>
          )}
        </div>
      )}
    </Group>
  );
}
