// The census: runs, and what each found, by standing.
import { useState } from 'preact/hooks';
import { ask, query } from '../../api/client';
import { useResource } from '../../api/resource';
import { go, usePlace, withQuery } from '../../app/router';
import { has } from '../../app/session';
import { hasWord, t, word } from '../../i18n';
import { date, dateTime, number } from '../../i18n/format';
import type { CensusRun, Finding, Job, List, Problem as ProblemData } from '../types';
import { Dialog, Field } from '../../ui/form';
import { JobLine } from '../../ui/job';
import { Head, useWhere } from '../../ui/page';
import { Loading, Problem } from '../../ui/problem';
import { State } from '../../ui/state';
import { Chips, SearchField, Table } from '../../ui/table';
import { Tabs } from '../../ui/tabs';
import { CensusDelta } from './census_delta';
import { CensusNotices } from './census_notices';

const standings = ['unfiled', 'cancelled', 'provider_differs', 'address_differs', 'held', 'blocklisted'];

function TakeCensus({ onClose, onJob }: { onClose: () => void; onJob: (id: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState('auto');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<{ job_id: string }>('/census/runs' + query({ format, label: file!.name }), { body: file!, contentType: 'text/plain', once: true });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    if (answer.data) onJob(answer.data.job_id);
    onClose();
  }
  return (
    <Dialog title={t('census.take')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('census.take')}</h1>
        <p class="soft">{t('census.take.text')}</p>
        <div class="fields">
          <Field label={t('census.file')}><input type="file" required onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
          <Field label={t('census.format')}>
            <select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>
              <option value="auto">{t('census.format.auto')}</option><option value="plain">{t('census.format.plain')}</option><option value="csv">CSV</option>
              <option value="unbound">{t('census.format.unbound')}</option><option value="bind">{t('census.format.bind')}</option>
              <option value="powerdns">{t('census.format.powerdns')}</option><option value="dnsdist">{t('census.format.dnsdist')}</option>
              <option value="dnstap">{t('census.format.dnstap')}</option><option value="zone">{t('census.format.zone')}</option>
            </select>
          </Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={!file}>{t('census.take.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function Census() {
  useWhere({ name: t('nav.census') });
  const { query: q } = usePlace();
  const runs = useResource<List<CensusRun>>('/census/runs?limit=50');
  const [taking, setTaking] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  if (!runs.data) return runs.problem ? <Problem problem={runs.problem} retry={() => void runs.reload()} /> : <Loading />;
  const list = runs.data.items;
  const run = list.find((r) => r.id === q.get('run')) ?? list.find((r) => r.state === 'done') ?? list[0];
  const mayAct = has('registrar', 'examiner');
  const filters = { standing: q.getAll('standing'), q: q.get('q'), provider_id: q.get('provider_id'), country: q.get('country') };
  const tab = q.get('tab') ?? 'findings';
  const countries = useResource<{ items: { country: string; count: number }[]; home: string }>(run?.state === 'done' ? `/census/runs/${run.id}/countries` : null);
  async function notify() {
    const answer = await ask<{ sent?: number; left_out?: number; job_id?: string }>('/census/findings/notices', { body: { run_id: run!.id, names: [...chosen] }, once: true });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    if (answer.data?.job_id) setJob(answer.data.job_id);
    setTold(answer.data?.job_id ? t('census.notifying', { n: chosen.size }) : t('census.notified', { sent: answer.data?.sent ?? 0, left: answer.data?.left_out ?? 0 }));
    setChosen(new Set());
  }
  const take = mayAct && <button class={list.length ? '' : 'primary'} onClick={() => setTaking(true)}>{t('census.take')}</button>;
  return (
    <>
      <Head title={t('nav.census')} acts={<>
        {run && <a class="button" download href={`/api/census/runs/${run.id}/findings.csv` + query(filters)}>{t('list.csv')}</a>}<a class="button" href="/census/shadow">{t('shadow.title')}</a>{take}
      </>}>
        {run && <>
          <span>{t('census.summary', { names: number(run.names), lines: number(run.lines) })}</span>
          {run.bad_lines > 0 && <span>{t('census.bad', { n: number(run.bad_lines) })}</span>}
          {run.below_k > 0 && <span>{t('census.below', { n: number(run.below_k), k: run.k })}</span>}
        </>}
      </Head>
      {seen.data && seen.data.state !== 'done' && <JobLine job={seen.data} />}
      {taking && <TakeCensus onClose={() => setTaking(false)} onJob={setJob} />}
      <Problem problem={problem} />
      {told && <p class="tell good" role="status">{told}</p>}
      {!run ? <div class="empty"><h2>{t('census.empty')}</h2><p>{t('census.empty.do')}</p></div> : (
        <>
          <div class="filters">
            <select class="run" aria-label={t('census.run')} value={run.id} onChange={(e) => go(withQuery({ run: e.currentTarget.value }))}>
              {list.map((r) => <option value={r.id} key={r.id}>{t('census.option', { n: r.number, at: dateTime(r.started_at), source: r.source_name })}{r.state !== 'done' ? ` (${word('state', r.state)})` : ''}</option>)}
            </select>
            {tab === 'findings' && <><SearchField label={t('census.search')} />
            <Chips name="standing" label={t('census.by.standing')} options={standings.map((s) => ({ value: s, text: word('standing', s), count: run.counts?.[s] }))} />
            {countries.data && countries.data.items.length > 0 && (
              <select aria-label={t('census.country')} value={filters.country ?? ''} onChange={(e) => go(withQuery({ country: e.currentTarget.value || null }))}>
                <option value="">{t('census.country')}</option>
                <option value="foreign">{t('census.foreign')} ({number(countries.data.items.filter((c) => c.country !== countries.data!.home).reduce((n, c) => n + c.count, 0))})</option>
                {countries.data.items.map((c) => <option value={c.country} key={c.country}>{c.country} ({number(c.count)})</option>)}
              </select>
            )}</>}
            {mayAct && chosen.size > 0 && <span class="end"><span class="meta">{t('list.chosen', { n: chosen.size })}</span><button class="primary" onClick={() => void notify()}>{t('census.notify')}</button></span>}
          </div>
          <Tabs name="tab" now={tab} of={[['findings', t('census.tab.findings')], ['delta', t('census.tab.delta')], ['notices', t('census.tab.notices')]]} />
          {run.state !== 'done' ? <p class="tell">{t('census.not.done')}</p> : tab === 'delta' ? <CensusDelta run={run} runs={list} /> : tab === 'notices' ? <CensusNotices run={run} mayAct={mayAct} /> : (
            <Table<Finding>
              path={'/census/findings' + query({ run_id: run.id, ...filters, limit: 100 })}
              id={(f) => f.name}
              empty={<><h2>{t('census.none')}</h2><p>{t('census.none.do')}</p></>}
              {...(mayAct ? { selected: chosen, onSelect: setChosen } : {})}
              columns={[
                { name: t('census.name'), cell: (f) => f.site_id ? <a class="cover" href={`/sites/${f.site_id}`}>{f.name}</a> : <a class="cover" href={`/lookup?name=${encodeURIComponent(f.name)}`}>{f.name}</a> },
                { name: t('census.standing'), cell: (f) => <State state={f.standing} group="standing" /> },
                { name: t('census.why'), class: 'hide-narrow', cell: (f) => <span class="soft">{hasWord('rule', f.rule) ? word('rule', f.rule) : f.sentence}</span> },
                { name: t('census.provider'), class: 'hide-narrow', cell: (f) => f.provider },
                { name: t('census.country'), class: 'hide-narrow', cell: (f) => f.country && <span title={f.address ?? ''}>{f.country}{f.network ? <span class="meta num"> AS{f.network}</span> : null}</span> },
                { name: t('census.first'), class: 'hide-narrow', cell: (f) => <span class="num">{f.first_seen && date(f.first_seen)}{f.is_new && <span class="meta"> {t('census.new')}</span>}</span> },
                { name: t('census.notice'), class: 'hide-narrow', cell: (f) => f.noticed ? <span class="soft">{t('census.noticed')}</span> : null },
                ...(has('examiner') ? [{ name: '', class: 'right', cell: (f: Finding) => <a class="button small" href={`/testing?url=${encodeURIComponent(f.name)}`}>{t('census.test')}</a> }] : []),
              ]}
            />
          )}
        </>
      )}
    </>
  );
}
