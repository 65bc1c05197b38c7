// A file that comes in: a dry run or the run itself, its job, and its report by line.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { useResource } from '../api/resource';
import { t } from '../i18n';
import { number } from '../i18n/format';
import type { ImportReport, Job, Problem as ProblemData } from '../api/types';
import { JobLine } from './job';
import { Group } from './page';
import { Problem } from './problem';

// What is said of a report, where it is not what an import says.
export interface Saying { title: string; counts: (report: Record<string, unknown>) => string; none: string; act: string; line?: string }

function Report({ of, saying }: { of: ImportReport; saying?: Saying | undefined }) {
  const counts = saying ? saying.counts(of as unknown as Record<string, unknown>) : t('import.counts', { lines: number(of.lines ?? 0), accepted: number(of.accepted ?? 0), refused: number(of.refused ?? 0) });
  return (
    <Group title={of.dry_run ? t('import.report.dry') : (saying?.title ?? t('import.report'))} aside={counts}>
      {of.errors?.length ? (
        <table>
          <thead><tr><th class="right">{saying?.line ?? t('import.line')}</th><th>{t('import.field')}</th><th>{t('import.sentence')}</th></tr></thead>
          <tbody>{of.errors.slice(0, 200).map((e) => <tr key={`${e.line}${e.code}${e.field}`}><td class="right num">{number(e.line)}{e.number && <span class="meta"> {e.number}</span>}</td><td><code>{e.field}</code></td><td>{e.sentence}</td></tr>)}</tbody>
        </table>
      ) : <p class="soft">{saying?.none ?? t('import.none.bad')}</p>}
    </Group>
  );
}

// `path` of the request, given whether nothing is to be written. `dry`: whether it can be checked alone. `onDone` hears of the
// job that came to its end.
export function ImportRun({ file, path, contentType, saying, dry = true, onDone }: { file: File | null; path: (dryRun: boolean) => string; contentType: string; saying?: Saying; dry?: boolean; onDone?: (job: string) => void }) {
  const [job, setJob] = useState<{ of: File; id: string } | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const shown = job && job.of === file ? job.id : null;
  const seen = useResource<Job>(shown ? `/jobs/${shown}` : null);
  const report = shown && seen.data?.state === 'done' ? (seen.data.result as unknown as ImportReport | null) : null;
  const ended = shown && seen.data?.state === 'done' ? shown : null;
  useEffect(() => { if (ended) onDone?.(ended); }, [ended]);
  async function start(dryRun: boolean) {
    if (!file) return;
    const answer = await ask<{ job_id: string }>(path(dryRun), { body: file, contentType, once: true });
    setProblem(answer.problem ?? null);
    setJob(answer.data ? { of: file, id: answer.data.job_id } : null);
  }
  return (
    <>
      <div class="filters">
        {dry && <button disabled={!file} onClick={() => void start(true)}>{t('import.dry')}</button>}
        <button class="primary" disabled={!file} onClick={() => void start(false)}>{saying?.act ?? t('import.act')}</button>
      </div>
      <Problem problem={problem} />
      {shown && seen.data && <JobLine job={seen.data} />}
      {report && <Report of={report} saying={saying} />}
    </>
  );
}
