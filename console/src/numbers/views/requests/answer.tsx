// The answer: exactly what was approved, of one record, read again until it expires. A comparison says yes and no alone.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { AuthorityRequest, Problem as ProblemData } from '../../types';
import { Facts, Group } from '../../../ui/page';
import { useAsking } from '../../../ui/form';
import { Problem } from '../../../ui/problem';
import { csvRecords } from '../../ui/csv';

const recordsMax = 1000;
const columns = ['document_kind', 'document_country', 'document_number', 'name', 'birth_date', 'msisdn'];
interface Answered { number: string; found: boolean; fields: Record<string, string>; expires_at: string | null }
interface Match { known: boolean; same_identity: boolean | null; same_number: boolean | null }

export function Answer({ of: r, path }: { of: AuthorityRequest; path: string }) {
  const [read, setRead] = useState<Answered | null>(null);
  const { busy, problem, ask } = useAsking();
  async function send() {
    const answer = await ask<Answered>(`${path}/answers`, { body: {} });
    setRead(answer.data ?? null);
    if (answer.ok) stale((p) => p === path);
  }
  return (
    <Group title={t('request.answer')}>
      <p class="tell wait">{t('request.answer.text')}</p>
      {read ? (
        <div class="panel" role="status">
          {read.found ? <Facts of={r.fields.map((f): [string, string] => [word('request_field', f), read.fields[f] ?? t('request.answer.none')])} /> : <p>{t('request.answer.unknown')}</p>}
          <p class="meta">{t('request.answer.read', { n: number(r.readings) })} <button class="link" onClick={() => setRead(null)}>{t('read.hide')}</button></p>
        </div>
      ) : <div><button class="primary" disabled={busy} onClick={() => void send()}>{t('request.answer.act')}</button></div>}
      <Problem problem={problem} />
    </Group>
  );
}

const yesNo = (said: boolean | null): string => (said === null ? '–' : t(said ? 'compare.yes' : 'compare.no'));

export function Comparison({ of: r, path }: { of: AuthorityRequest; path: string }) {
  const [records, setRecords] = useState<Record<string, string>[]>([]);
  const [wrong, setWrong] = useState('');
  const [matches, setMatches] = useState<Match[] | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function take(file: File | undefined) {
    setMatches(null);
    if (!file) return setRecords([]);
    const { records: all, unknown } = csvRecords(await file.text(), columns);
    setWrong(unknown.length ? t('compare.columns', { names: unknown.join(', ') }) : all.length > recordsMax ? t('compare.too.many', { n: number(recordsMax) }) : '');
    setRecords(unknown.length || all.length > recordsMax ? [] : all);
  }
  async function send() {
    const answer = await ask<{ matches: Match[] }>(`${path}/comparisons`, { body: { records } });
    setProblem(answer.problem ?? null);
    setMatches(answer.data?.matches ?? null);
    if (answer.ok) stale((p) => p === path);
  }
  return (
    <Group title={t('compare.title')}>
      <p class="soft">{t('compare.text', { columns: columns.join(', ') })}</p>
      <input type="file" accept=".csv,text/csv" aria-label={t('compare.file')} onChange={(e) => void take(e.currentTarget.files?.[0])} />
      {wrong && <p class="late" role="alert">{wrong}</p>}
      <div><button class="primary" disabled={records.length === 0} onClick={() => void send()}>{t('compare.act', { n: number(records.length) })}</button></div>
      <Problem problem={problem} />
      {matches && (
        <div class="panel" role="status">
          <p>{t('compare.done', { n: number(matches.length), known: number(matches.filter((m) => m.known).length), left: number(Math.max(0, r.rows_max - r.readings)) })}</p>
          <div class="scroll"><table>
            <thead><tr><th class="right">{t('import.line')}</th><th>{t('compare.known')}</th><th>{t('compare.identity')}</th><th>{t('compare.number')}</th></tr></thead>
            <tbody>{matches.slice(0, 200).map((m, i) => <tr key={i}><td class="right num">{i + 1}</td><td>{yesNo(m.known)}</td><td>{yesNo(m.same_identity)}</td><td>{yesNo(m.same_number)}</td></tr>)}</tbody>
          </table></div>
          <p class="meta"><button class="link" onClick={() => setMatches(null)}>{t('read.hide')}</button></p>
        </div>
      )}
    </Group>
  );
}
