// Another register's file is sent in pieces and compared. Cut off, the same file goes on where it ended, here or another day.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Answer } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Job, List, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { JobLine, running } from '../../../ui/job';
import { Problem, fault } from '../../../ui/problem';
import { sources } from './list';

interface Upload { id: string; source: string; name: string; size: number; held: number; piece_max: number }
interface Result { run: string | null; dry_run: boolean; theirs: number; differing: number; bad: number; errors: { line: number; field: string; sentence: string }[] }

function Told({ of, onClose }: { of: Result; onClose: () => void }) {
  return (
    <>
      <p role="status">{t(of.dry_run ? 'reconciliation.told.dry' : 'reconciliation.told', { differing: number(of.differing), theirs: number(of.theirs), bad: number(of.bad) })}</p>
      {of.errors.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t('import.report')}><table>
          <thead><tr><th class="right">{t('import.line')}</th><th>{t('import.field')}</th><th>{t('import.sentence')}</th></tr></thead>
          <tbody>{of.errors.map((e) => <tr key={e.line}><td class="right num">{number(e.line)}</td><td><code>{e.field}</code></td><td>{e.sentence}</td></tr>)}</tbody>
        </table></div>
      )}
      {of.run && <p><a href={`/reconciliations/${of.run}`} onClick={onClose}>{t('reconciliation.open.it')}</a></p>}
    </>
  );
}

export function CompareFile({ source: chosen, onClose }: { source: string; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState(chosen);
  const [sending, setSending] = useState<Upload | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const stopped = useRef(false);
  useEffect(() => () => { stopped.current = true; }, []);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  const on = job !== null && (!seen.data || running(seen.data));
  const told = seen.data?.state === 'done' ? (seen.data.result as unknown as Result) : null;
  const ended = seen.data !== undefined && seen.data !== null && !running(seen.data);
  useEffect(() => { if (ended) stale((p) => p.startsWith('/reconciliation')); }, [ended]);

  async function send(of: File): Promise<Upload | null> {
    const waiting = await ask<List<Upload>>('/reconciliation-uploads');
    const there = waiting.data?.items.find((u) => u.source === source && u.name === of.name && u.size === of.size);
    const begun: Answer<Upload> | null = there ? null : await ask<Upload>('/reconciliation-uploads', { body: { source, name: of.name, size: of.size } });
    const first = there ?? begun?.data;
    if (!first) { setProblem(begun?.problem ?? null); return null; }
    let upload: Upload = first;
    while (upload.held < upload.size) {
      if (stopped.current) return null;
      setSending(upload);
      const piece: Blob = of.slice(upload.held, upload.held + upload.piece_max);
      const answer: Answer<Upload> = await ask<Upload>(`/reconciliation-uploads/${upload.id}/bytes?at=${upload.held}`, { method: 'PUT', body: piece, contentType: 'application/octet-stream' });
      if (!answer.data) { setProblem(answer.problem ?? null); return null; }
      upload = answer.data;
    }
    setSending(upload);
    return upload;
  }
  async function start(dryRun: boolean) {
    if (!file) return;
    setBusy(true);
    setProblem(null);
    setJob(null);
    const upload = await send(file);
    if (upload) {
      const answer = await ask<{ job_id: string }>(`/reconciliation-uploads/${upload.id}/events`, { body: { event: 'compare', dry_run: dryRun } });
      setProblem(answer.problem ?? null);
      if (answer.data) setJob(answer.data.job_id);
    }
    setBusy(false);
  }
  return (
    <Dialog title={t('reconciliation.compare')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => { e.preventDefault(); void start(false); }}>
        <h1>{t('reconciliation.compare')}</h1>
        <p class="soft">{t('reconciliation.compare.text')}</p>
        <div class="fields">
          <Field label={t('reconciliation.register')} fault={fault(problem, 'source')}><select value={source} disabled={busy || on} onChange={(e) => setSource(e.currentTarget.value)}>{sources.map((s) => <option value={s} key={s}>{word('register', s)}</option>)}</select></Field>
          <Field label={t('reconciliation.file')} hint={t('reconciliation.compare.hint')} fault={fault(problem, 'size') ?? fault(problem, 'name')}><input type="file" accept=".csv,text/csv" required disabled={busy || on} onChange={(e) => { setFile(e.currentTarget.files?.[0] ?? null); setSending(null); setJob(null); }} /></Field>
        </div>
        {sending && sending.held < sending.size && <><progress value={sending.held} max={sending.size} aria-label={t('reconciliation.sending')} /><p class="meta num" role="status">{t('reconciliation.sent', { held: number(Math.round(sending.held / 1024)), size: number(Math.round(sending.size / 1024)) })}</p></>}
        {job && seen.data && <JobLine job={seen.data} />}
        {told && <Told of={told} onClose={onClose} />}
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t(told ? 'reconciliation.close' : 'act.cancel')}</button>
          <button type="button" disabled={!file || busy || on} onClick={() => void start(true)}>{t('import.dry')}</button>
          <button class="primary" disabled={!file || busy || on}>{t('reconciliation.compare.act')}</button>
        </div>
      </form>
    </Dialog>
  );
}
