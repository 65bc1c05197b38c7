// What came in as files, and taking one back: first a dry run that says what would be left, then the doing.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { FilingImport, Job, List, Problem as ProblemData, UndoReport } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { JobLine } from '../../../ui/job';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';

function TakeBack({ of, onClose }: { of: FilingImport; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [job, setJob] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  const report = seen.data?.state === 'done' ? (seen.data.result as unknown as UndoReport | null) : null;
  async function start(dryRun: boolean) {
    const answer = await ask<{ job_id: string }>(`/filing-imports/${of.id}/undo`, { body: { reason, dry_run: dryRun }, once: true });
    setProblem(answer.problem ?? null);
    setJob(answer.data?.job_id ?? null);
  }
  return (
    <Dialog title={t('undo.title')} onClose={onClose}>
      <div class="inside">
        <h1>{t('undo.title')}</h1>
        <p>{t('undo.text')}</p>
        <div class="fields"><Field label={t('undo.reason')} hint={t('undo.reason.hint')}><textarea required value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        {seen.data && <JobLine job={seen.data} />}
        {report && (
          <>
            <p>{t(report.dry_run ? 'undo.would' : 'undo.did', { cancelled: number(report.cancelled), left: number(report.left) })}</p>
            <ul>{report.left_alone.slice(0, 50).map((f) => <li key={f.id}><a href={`/filings/${f.id}`}>{f.number}</a> <State state={f.state} /></li>)}</ul>
          </>
        )}
        <div class="acts">
          <button onClick={onClose}>{t('act.cancel')}</button>
          <button disabled={!reason.trim()} onClick={() => void start(true)}>{t('import.dry')}</button>
          <button class="primary" disabled={!reason.trim()} onClick={() => void start(false)}>{t('undo.act')}</button>
        </div>
      </div>
    </Dialog>
  );
}

export function Imports() {
  const { data, reload } = useResource<List<FilingImport>>('/filing-imports?limit=50');
  const [taking, setTaking] = useState<FilingImport | null>(null);
  if (!data?.items.length) return null;
  return (
    <Group title={t('imports.title')}>
      <table>
        <thead><tr><th>{t('imports.file')}</th><th>{t('list.since')}</th><th>{t('list.state')}</th><th class="right">{t('imports.accepted')}</th><th class="right">{t('imports.cancelled')}</th><th /></tr></thead>
        <tbody>
          {data.items.map((i) => (
            <tr key={i.id}>
              <td>{i.source_name}</td><td><When at={i.started_at} /></td><td><State state={i.state} group="import_state" /></td>
              <td class="right num">{number(i.accepted)}</td><td class="right num">{i.batches_undone > 0 ? number(i.cancelled) : '–'}</td>
              <td>{i.state === 'done' && i.batches_undone < i.batches && <button class="small" onClick={() => setTaking(i)}>{t('undo.open')}</button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {taking && <TakeBack of={taking} onClose={() => { setTaking(null); void reload(); }} />}
    </Group>
  );
}
