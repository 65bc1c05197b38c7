// One bundle: where it comes from, what the check found, how it did, what can follow.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Bundle, BundleRerun, BundleRerunChange, Job, Problem as ProblemData } from '../../types';
import { Machine, Steps } from '../../../ui/form';
import { JobLine } from '../../../ui/job';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';

const line = ['loaded', 'proposed', 'shadow', 'enabled', 'retired'];

// Pages by tenth of the score, over all days shown: a shadow bundle shows what it would have done.
function Tenths({ of }: { of: Bundle['counts'] }) {
  const sums = Array.from({ length: 10 }, (_, i) => of.reduce((n, day) => n + (day.tenths[i] ?? 0), 0));
  const most = Math.max(1, ...sums.map((n) => Math.log10(n + 1)));
  return (
    <svg viewBox="0 0 220 70" width="220" height="70" role="img" aria-label={t('bundles.tenths')}>
      {sums.map((n, i) => {
        const h = Math.round((Math.log10(n + 1) / most) * 50);
        return <g key={i}><rect x={i * 22 + 2} y={54 - h} width="18" height={h} fill={i >= 5 ? 'var(--wait)' : 'var(--accent)'}><title>{`0.${i}: ${n}`}</title></rect><text x={i * 22 + 11} y="67" text-anchor="middle" font-size="9" fill="currentColor">.{i}</text></g>;
      })}
    </svg>
  );
}

function Run({ run, canResume }: { run: BundleRerun; canResume: boolean }) {
  const job = useResource<Job>(run.job_id && !run.finished_at ? `/jobs/${run.job_id}` : null);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function resume() {
    const answer = await ask(`/bundle-reruns/${run.id}/events`, { body: { event: 'resume' } });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/bundles') || p.startsWith('/jobs'));
  }
  const ended = job.data && job.data.state !== 'queued' && job.data.state !== 'running';
  return (
    <div class="stack">
      <p>
        <When at={run.asked_at} /> · {t('bundles.rerun.pages', { n: number(run.pages) })} · {t('bundles.rerun.change', { gained: number(run.gained), lost: number(run.lost) })}
        {run.skipped > 0 && <span class="meta"> · {t('bundles.rerun.skipped', { n: number(run.skipped) })}</span>}
      </p>
      {!run.finished_at && job.data && <JobLine job={job.data} />}
      {!run.finished_at && (ended || !run.job_id) && canResume && <div><button class="small" onClick={() => void resume()}>{t('bundles.rerun.resume')}</button></div>}
      <Problem problem={problem} />
      {run.gained + run.lost > 0 && (
        <details onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>{t('bundles.rerun.which')}</summary>
          {open && <Table<BundleRerunChange>
            path={`/bundle-reruns/${run.id}/changes?limit=100`}
            id={(x) => x.test_id}
            open={(x) => `/testing/visits/${x.test_id}`}
            empty={<p>{t('bundles.rerun.none')}</p>}
            columns={[
              { name: t('testing.at'), cell: (x) => <a class="cover" href={`/testing/visits/${x.test_id}`}>{x.test_id.slice(0, 13)}</a> },
              { name: t('bundles.before'), class: 'right', cell: (x) => <span class="num">{x.before.toFixed(2)}</span> },
              { name: t('bundles.after'), class: 'right', cell: (x) => <span class="num">{x.after.toFixed(2)}</span> },
              { name: t('testing.reason'), class: 'hide-narrow', cell: (x) => x.top_reason },
            ]}
          />}
        </details>
      )}
    </div>
  );
}

export function BundlePage({ id }: { id: string }) {
  const path = `/bundles/${id}`;
  const { data: b, etag, problem, reload } = useResource<Bundle>(path);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useWhere({ name: t('nav.testing'), path: '/testing' }, { name: t('bundles.title'), path: '/testing?tab=bundles' }, { name: b?.name ?? '…' });
  if (!b) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const may = has('examiner') || has('supervisor');
  async function rerun() {
    const answer = await ask(`${path}/reruns`, { body: {}, once: true });
    setFailed(answer.problem ?? null);
    stale((p) => p.startsWith('/bundles') || p.startsWith('/jobs'));
  }
  const rates = b.inspection.rates ?? [];
  return (
    <>
      <Head title={`${b.name} ${b.version}`}><State state={b.state} /><span>{word('bundle_kind', b.kind)}</span><span>{word('ground', b.ground)}</span></Head>
      <div class="columns">
        <div class="stack">
          <Machine states={line} now={b.state} />
          <Group title={t('bundles.facts')}>
            <Facts of={[
              [t('bundles.publisher'), b.publisher], [t('bundles.licence'), b.licence], [t('bundles.source'), b.source], [t('bundles.items'), number(b.items)],
              [t('bundles.hash'), <code>{b.id}</code>],
              [t('bundles.loaded'), <><When at={b.loaded_at} /> {b.loaded_by?.display_name}</>],
              ...(b.proposed_at ? [[t('bundles.proposed'), <><When at={b.proposed_at} /> {b.proposed_by?.display_name}</>] as [string, preact.ComponentChildren]] : []),
              ...(b.enabled_at ? [[t('bundles.enabled'), <><When at={b.enabled_at} /> {b.enabled_by?.display_name}</>] as [string, preact.ComponentChildren]] : []),
              ...(b.retired_at ? [[t('bundles.retired'), <><When at={b.retired_at} /> {b.retired_by?.display_name}: {b.retired_reason}</>] as [string, preact.ComponentChildren]] : []),
            ]} />
          </Group>
          {rates.length > 0 && (
            <Group title={t('bundles.neutral')}>
              <p class="soft">{t('bundles.neutral.text')}</p>
              <table>
                <thead><tr><th>{t('bundles.area')}</th><th class="right">{t('bundles.texts')}</th><th class="right">{t('bundles.hit')}</th></tr></thead>
                <tbody>{rates.map((r) => <tr key={r.area}><td>{word('area', r.area)}</td><td class="right num">{r.texts}</td><td class="right num">{r.hit}</td></tr>)}</tbody>
              </table>
            </Group>
          )}
          <Group title={b.state === 'shadow' ? t('bundles.shadow') : t('bundles.counts')}>
            {b.counts.length === 0 ? <p class="soft">{t('bundles.counts.none')}</p> : (
              <>
                <Tenths of={b.counts} />
                <table>
                  <thead><tr><th>{t('bundles.day')}</th><th class="right">{t('bundles.pages')}</th><th class="right">{t('bundles.hits')}</th><th class="right">{t('bundles.clues')}</th></tr></thead>
                  <tbody>{[...b.counts].reverse().map((d) => <tr key={d.day}><td>{d.day}</td><td class="right num">{number(d.pages)}</td><td class="right num">{number(d.hits)}</td><td class="right num">{number(d.clues)}</td></tr>)}</tbody>
                </table>
              </>
            )}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} events={b.next_events} /></Group>
          <Group title={t('bundles.reruns')}>
            <p class="soft">{t('bundles.reruns.text')}</p>
            {b.state === 'shadow' && may && <div><button onClick={() => void rerun()}>{t('bundles.rerun')}</button></div>}
            <Problem problem={failed} />
            {b.reruns.map((r) => <Run run={r} canResume={may} key={r.id} />)}
          </Group>
          <Group title={t('page.timeline')}><Timeline of={b.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
