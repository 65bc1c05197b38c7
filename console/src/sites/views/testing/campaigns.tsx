// Campaigns: every site on the schedule tested once within so many days. What was to be expected, and what came.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { dateTime, number } from '../../../i18n/format';
import type { Problem as ProblemData, TestCampaign } from '../../types';
import { Field, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';

const mayStart = () => has('examiner') || has('supervisor');

function Start() {
  const [name, setName] = useState('');
  const [days, setDays] = useState('7');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<TestCampaign>('/test-campaigns', { body: { name, days: Number(days) }, once: true });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/test-campaigns'));
    if (answer.data) go(`/testing/campaigns/${answer.data.id}`);
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('campaign.name')}><input value={name} required maxLength={120} onInput={(e) => setName(e.currentTarget.value)} /></Field>
        <Field label={t('campaign.days')} hint={t('campaign.days.hint')}><input type="number" min={1} max={90} required value={days} onInput={(e) => setDays(e.currentTarget.value)} /></Field>
        <Problem problem={problem} />
        <div><button class="primary">{t('campaign.start')}</button></div>
      </div>
    </form>
  );
}

export function CampaignsTab() {
  const [asking, setAsking] = useState(false);
  return (
    <div class="stack">
      {mayStart() && !asking && <div><button onClick={() => setAsking(true)}>{t('campaign.new')}</button></div>}
      {asking && <Start />}
      <Table<TestCampaign>
        path="/test-campaigns?limit=100"
        id={(x) => x.id}
        open={(x) => `/testing/campaigns/${x.id}`}
        empty={<><h2>{t('campaign.empty')}</h2><p>{t('campaign.empty.do')}</p></>}
        columns={[
          { name: t('campaign.name'), cell: (x) => <a class="cover" href={`/testing/campaigns/${x.id}`}>{x.name}</a> },
          { name: t('list.state'), cell: (x) => <State state={x.state} group="campaign" /> },
          { name: t('campaign.tested'), class: 'right', cell: (x) => <span class="num">{number(x.tested)} / {number(x.sites)}</span> },
          { name: t('campaign.deadline'), class: 'hide-narrow', cell: (x) => <When at={x.deadline} /> },
        ]}
      />
    </div>
  );
}

// The straight line that was to be expected, and the steps that came.
function Line({ of }: { of: TestCampaign }) {
  const width = 640, height = 220, left = 4, foot = 22;
  const from = Date.parse(of.started_at), to = Math.max(Date.parse(of.deadline), ...of.points.map((p) => Date.parse(p.at)));
  const x = (at: string) => left + ((Date.parse(at) - from) / (to - from)) * (width - 2 * left);
  const y = (n: number) => height - foot - (n / of.sites) * (height - foot - 8);
  const line = (key: 'tested' | 'handed') => [`M${x(of.started_at)} ${y(0)}`, ...of.points.map((p) => `L${x(p.at).toFixed(1)} ${y(Math.min(p[key], of.sites)).toFixed(1)}`)].join('');
  return (
    <div class="graph chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('campaign.chart', { tested: number(of.tested), expected: number(of.expected_now), sites: number(of.sites) })}>
        <path class="axis" d={`M${left} ${y(0)}H${width - left}M${left} ${y(of.sites)}H${width - left}`} />
        <path class="expected" d={`M${x(of.started_at)} ${y(0)}L${x(of.deadline)} ${y(of.sites)}`} />
        <path class="handed" d={line('handed')} />
        <path class="actual" d={line('tested')} />
        <text x={left} y={height - 6} class="meta">{dateTime(of.started_at)}</text>
        <text x={x(of.deadline)} y={height - 6} class="meta end">{dateTime(of.deadline)}</text>
      </svg>
      <p class="meta"><span class="key expected" /> {t('campaign.expected')} <span class="key handed" /> {t('campaign.handed')} <span class="key actual" /> {t('campaign.tested')}</p>
    </div>
  );
}

export function CampaignPage({ id }: { id: string }) {
  const path = `/test-campaigns/${id}`;
  const { data: c, etag, problem, reload } = useResource<TestCampaign>(path);
  useWhere({ name: t('nav.testing'), path: '/testing?tab=campaigns' }, { name: c?.name ?? '…' });
  if (!c) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const open = c.state === 'running' || c.state === 'paused';
  return (
    <>
      <Head title={t('campaign.title', { name: c.name, sites: number(c.sites), days: number(c.days) })}>
        <State state={c.state} group="campaign" /><span>{t('page.since')} <When at={c.state_since} /></span>
        {open && <span class={c.late ? 'late' : ''}>{c.ends_at ? <>{t('campaign.ends')} <When at={c.ends_at} /></> : t('campaign.ends.unknown')}</span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('campaign.progress')}>
            <Line of={c} />
            <Facts of={[
              [t('campaign.tested'), <span class="num">{t('campaign.of', { n: number(c.tested), of: number(c.sites), p: number(Math.floor((c.tested / c.sites) * 100)) })}</span>],
              [t('campaign.expected.now'), <span class="num">{number(c.expected_now)}</span>],
              [t('campaign.handed'), <span class="num">{number(c.handed)}</span>],
              [t('campaign.needed'), <span class="num">{t('campaign.a.day', { n: number(c.tests_per_day) })}</span>],
              [t('campaign.lately'), <span class="num">{t('campaign.a.day', { n: number(Math.round(c.tests_per_day_lately)) })}</span>],
              [t('campaign.deadline'), <When at={c.deadline} />],
              [t('campaign.measured'), <When at={c.measured_at} />],
            ]} />
            <p class="meta">{t('campaign.text')}</p>
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} group="campaign_event" events={(c.next_events ?? []).filter((e) => e.event !== 'finish')} /></Group>
          <Group title={t('page.timeline')}><Timeline of={c.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
