// Visits and suspicions.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Job, Problem as ProblemData, Suspicion, Test } from '../../types';
import { Field } from '../../../ui/form';
import { JobLine } from '../../../ui/job';
import { Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { Bundles } from '../bundles/list';
import { canSeeCampaigns, canSeeHolds, canSeeSchedule } from '../../places';
import { HoldsTab } from '../../ui/holds';
import { Quality } from '../reviews/quality';
import { CampaignsTab } from './campaigns';
import { ScheduleTab } from './schedule';

function VisitNow({ first }: { first: string }) {
  const [urls, setUrls] = useState(first);
  const [vantages, setVantages] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  async function send(e: Event) {
    e.preventDefault();
    const list = urls.split(/\s+/).filter(Boolean).map((u) => (/^[a-z]+:\/\//i.test(u) ? u : `http://${u}/`));
    const answer = await ask<{ job_id: string }>('/tests', { body: { urls: list, vantages }, once: true });
    setProblem(answer.problem ?? null);
    setJob(answer.data?.job_id ?? null);
    stale((p) => p.startsWith('/tests') || p.startsWith('/suspicions'));
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('testing.urls')} hint={t('testing.urls.hint')}><textarea value={urls} required spellcheck={false} onInput={(e) => setUrls(e.currentTarget.value)} /></Field>
        <label class="check"><input type="checkbox" checked={vantages} onChange={(e) => setVantages(e.currentTarget.checked)} /> {t('testing.vantages')} <span class="meta">{t('testing.vantages.hint')}</span></label>
        <Problem problem={problem} />
        <div><button class="primary">{t('testing.visit')}</button></div>
        {seen.data && <JobLine job={seen.data} />}
      </div>
    </form>
  );
}

const score = (n: number) => <span class="num">{n.toFixed(2)}</span>;

export function Testing() {
  useWhere({ name: t('nav.testing') });
  const { query: q } = usePlace();
  const tab = q.get('tab') ?? (q.get('url') ? 'visits' : 'suspicions');
  const [asking, setAsking] = useState(q.get('url') !== null);
  return (
    <>
      <Head title={t('nav.testing')} acts={has('examiner') && !asking && <button onClick={() => setAsking(true)}>{t('testing.visit.new')}</button>} />
      <div class="stack">
        {asking && has('examiner') && <VisitNow first={q.get('url') ?? ''} />}
        <div>
          <Tabs name="tab" now={tab} of={[['suspicions', t('testing.suspicions')], ['visits', t('testing.visits')], ...(canSeeSchedule() ? [['schedule', t('schedule.tab')] as [string, string]] : []), ...(canSeeCampaigns() ? [['campaigns', t('campaign.tab')] as [string, string]] : []), ['bundles', t('bundles.title')], ...(canSeeHolds() ? [['holds', t('hold.tab')] as [string, string]] : []), ['quality', t('reviews.tab')]]} />
          {tab === 'holds' ? <HoldsTab query={q} /> : tab === 'bundles' ? <Bundles /> : tab === 'quality' ? <Quality /> : tab === 'schedule' ? <ScheduleTab /> : tab === 'campaigns' ? <CampaignsTab /> : tab === 'visits' ? (
            <>
              <div class="filters"><SearchField label={t('testing.search')} /></div>
              <Table<Test>
                path={'/tests' + query({ q: q.get('q'), limit: 100 })}
                id={(x) => x.id}
                open={(x) => `/testing/visits/${x.id}`}
                empty={<><h2>{t('testing.visits.empty')}</h2><p>{t('testing.visits.empty.do')}</p></>}
                columns={[
                  { name: t('testing.url'), cell: (x) => <a class="cover" href={`/testing/visits/${x.id}`}>{x.url}</a> },
                  { name: t('testing.verdict'), cell: (x) => <State state={x.verdict} group="verdict" /> },
                  { name: t('testing.score'), class: 'right hide-narrow', cell: (x) => score(x.score) },
                  { name: t('testing.reason'), class: 'hide-narrow', cell: (x) => <span class="soft">{x.top_reason || x.error}</span> },
                  { name: t('testing.hops'), class: 'right hide-narrow', cell: (x) => <span class="num">{x.hop_count}</span> },
                  { name: t('testing.at'), class: 'hide-narrow', cell: (x) => <When at={x.started_at} /> },
                ]}
              />
            </>
          ) : (
            <>
              <div class="filters">
                <SearchField label={t('testing.search')} />
                <Chips name="state" label={t('list.by.state')} options={['clue', 'tested', 'evidence_sealed', 'screened_by_human', 'referred', 'dismissed'].map((s) => ({ value: s, text: word('state', s) }))} />
              </div>
              <Table<Suspicion>
                path={'/suspicions' + query({ q: q.get('q'), state: q.getAll('state'), limit: 100 })}
                id={(x) => x.id}
                open={(x) => `/testing/suspicions/${x.id}`}
                empty={<><h2>{t('testing.suspicions.empty')}</h2><p>{t('testing.suspicions.empty.do')}</p></>}
                columns={[
                  { name: t('testing.name'), cell: (x) => <a class="cover" href={`/testing/suspicions/${x.id}`}>{x.name}</a> },
                  { name: t('case.ground'), cell: (x) => word('ground', x.ground) },
                  { name: t('testing.score'), class: 'right hide-narrow', cell: (x) => score(x.score) },
                  { name: t('list.state'), cell: (x) => <State state={x.state} /> },
                  { name: t('testing.seen'), class: 'right hide-narrow', cell: (x) => <span class="num">{x.seen}</span> },
                  { name: t('list.since'), class: 'hide-narrow', cell: (x) => <When at={x.state_since} /> },
                ]}
              />
            </>
          )}
        </div>
      </div>
    </>
  );
}
