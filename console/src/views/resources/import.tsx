// Blocks come in as a file, as a register of sites does.
import { useState } from 'preact/hooks';
import { ask, query } from '../../api/client';
import { useResource } from '../../api/resource';
import { t, word } from '../../i18n';
import { number } from '../../i18n/format';
import type { ImportReport, Job, Problem as ProblemData } from '../../api/types';
import { Field } from '../../ui/form';
import { Group, Head, useWhere } from '../../ui/page';
import { Problem } from '../../ui/problem';
import { JobLine } from '../../ui/job';

export function ImportBlocks() {
  useWhere({ name: t('nav.resources'), path: '/resources' }, { name: t('resources.import') });
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState('csv');
  const [job, setJob] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  const report = seen.data?.state === 'done' ? (seen.data.result as unknown as ImportReport | null) : null;
  async function start(dryRun: boolean) {
    if (!file) return;
    const answer = await ask<{ job_id: string }>('/address-blocks/imports' + query({ format, dry_run: dryRun ? '1' : null }), { body: file, contentType: 'text/plain', once: true });
    setProblem(answer.problem ?? null);
    setJob(answer.data?.job_id ?? null);
  }
  return (
    <>
      <Head title={t('resources.import')} />
      <div class="stack">
        <p class="soft">{t('resources.import.text')}</p>
        <div class="fields panel">
          <Field label={t('import.file')}><input type="file" onChange={(e) => { setFile(e.currentTarget.files?.[0] ?? null); setJob(null); }} /></Field>
          <Field label={t('resources.import.format')}><select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{['csv', 'netbox_prefixes', 'netbox_aggregates', 'rpsl'].map((f) => <option key={f} value={f}>{word('import_format', f)}</option>)}</select></Field>
          <div class="filters">
            <button disabled={!file} onClick={() => void start(true)}>{t('import.dry')}</button>
            <button class="primary" disabled={!file} onClick={() => void start(false)}>{t('import.act')}</button>
          </div>
        </div>
        <Problem problem={problem} />
        {seen.data && <JobLine job={seen.data} />}
        {report && (
          <Group title={report.dry_run ? t('import.report.dry') : t('import.report')} aside={t('import.counts', { lines: number(report.lines ?? 0), accepted: number(report.accepted ?? 0), refused: number(report.refused ?? 0) })}>
            {report.errors?.length ? (
              <table>
                <thead><tr><th class="right">{t('import.line')}</th><th>{t('import.field')}</th><th>{t('import.sentence')}</th></tr></thead>
                <tbody>{report.errors.slice(0, 200).map((e) => <tr key={`${e.line}${e.code}`}><td class="right num">{number(e.line)}</td><td><code>{e.field}</code></td><td>{e.sentence}</td></tr>)}</tbody>
              </table>
            ) : <p class="soft">{t('import.none.bad')}</p>}
          </Group>
        )}
      </div>
    </>
  );
}
