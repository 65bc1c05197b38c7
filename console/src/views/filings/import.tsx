// A register comes in as a file. First a dry run that changes nothing and names every bad line; then the import.
import { useState } from 'preact/hooks';
import { ask, query } from '../../api/client';
import { useResource } from '../../api/resource';
import { t } from '../../i18n';
import { number } from '../../i18n/format';
import type { FilingMapping, ImportReport, Job, List, Problem as ProblemData } from '../../api/types';
import { Field } from '../../ui/form';
import { Group, Head, useWhere } from '../../ui/page';
import { Problem } from '../../ui/problem';
import { JobLine } from '../../ui/job';
import { Imports } from './imports';
import { SaveMapping } from './mapping';

export function ImportFilings() {
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('filings.import') });
  const [file, setFile] = useState<File | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [mapping, setMapping] = useState<string | null>(null);
  const mappings = useResource<List<FilingMapping>>(file ? '/filing-mappings' + query({ source: file.name }) : null).data?.items ?? [];
  const chosen = mapping ?? mappings.find((m) => m.remembered)?.name ?? '';
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  const report = seen.data?.state === 'done' ? (seen.data.result as unknown as ImportReport | null) : null;
  async function start(dryRun: boolean) {
    if (!file) return;
    const type = /\.(jsonl|ndjson)$/i.test(file.name) ? 'application/x-ndjson' : 'text/csv';
    const answer = await ask<{ job_id: string }>('/filings/imports' + query({ dry_run: dryRun ? '1' : undefined, mapping: chosen || undefined, source: chosen ? file.name : undefined }), { body: file, contentType: type, once: true });
    setProblem(answer.problem ?? null);
    setJob(answer.data?.job_id ?? null);
  }
  return (
    <>
      <Head title={t('filings.import')} />
      <div class="stack">
        <p class="soft">{t('import.text')}</p>
        <div class="fields panel">
          <Field label={t('import.file')} hint={t('import.file.hint')}><input type="file" accept=".csv,.jsonl,.ndjson" onChange={(e) => { setFile(e.currentTarget.files?.[0] ?? null); setJob(null); setMapping(null); }} /></Field>
          {mappings.length > 0 && (
            <Field label={t('mapping.label')} hint={t('mapping.hint')}>
              <select value={chosen} onChange={(e) => setMapping(e.currentTarget.value)}>
                <option value="">{t('mapping.none')}</option>
                {mappings.map((m) => <option key={m.name} value={m.name}>{m.name}</option>)}
              </select>
            </Field>
          )}
          {file && <SaveMapping onSaved={setMapping} />}
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
        <Imports />
      </div>
    </>
  );
}
