// When sites are tested: the plan in force and what comes next; and one site's numbers.
import { useState } from 'preact/hooks';
import { useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Problem as ProblemData, ScheduledSite, ScheduleList, ScheduleOfSite, WorkList } from '../../types';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { ask, query } from '../../../api/client';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { SearchField, Table } from '../../../ui/table';

const short = (n: number): string => (n >= 100 ? number(Math.round(n)) : n >= 1 ? n.toFixed(1) : n.toPrecision(2));
const clock = (hour: number): string => String(hour).padStart(2, '0');
const often = (days: number | null): string => days === null ? t('schedule.never') : days < 2 ? t('schedule.hours', { n: number(Math.round(days * 24)) }) : t('schedule.days', { n: short(days) });

function PlanLine({ of }: { of: ScheduleList }) {
  const left = number(of.left_today);
  if (!of.plan) return <p class="tell">{t('schedule.plan.none', { left })}</p>;
  const p = of.plan;
  if (!p.floor_met) return <p class="tell">{t('schedule.plan.short', { days: short(p.floor_days) })}</p>;
  return <p class="tell">{t('schedule.plan', { planned: number(Math.round(p.planned_per_day)), budget: number(p.tests_per_day), sites: number(p.sites), floor: number(p.at_floor), ceiling: number(p.at_ceiling), days: short(p.floor_days), left })}</p>;
}

// What workers have before them; nothing is said where no worker was ever given anything.
function Work() {
  const { data, problem, reload } = useResource<WorkList>('/work?limit=20');
  const [failed, setFailed] = useState<ProblemData | null>(null);
  async function decide(key: string, event: 'retry' | 'drop') {
    const answer = await ask(`/work/${encodeURIComponent(key)}/events`, { body: { event } });
    setFailed(answer.problem ?? null);
    await reload();
  }
  if (!data) return problem ? <Problem problem={problem} retry={() => void reload()} /> : null;
  if (data.waiting + data.taken + data.aside === 0) return null;
  return (
    <>
      {data.waiting + data.taken > 0 && <p class="tell">{t('work.line', { waiting: number(data.waiting), taken: number(data.taken) })}</p>}
      {data.items.length > 0 && (
        <Group title={t('work.aside')} aside={number(data.aside)}>
          <p class="meta">{t('work.aside.text')}</p>
          <Problem problem={failed} />
          <ul class="plain">
            {data.items.map((w) => (
              <li key={w.key}>
                <p>{w.sentence} <span class="meta"><When at={w.at} /> · {t('work.attempts', { n: number(w.attempts) })} · <code>{w.code}</code></span></p>
                {has('examiner') && <p class="acts"><button onClick={() => void decide(w.key, 'retry')}>{t('work.retry')}</button> <button onClick={() => void decide(w.key, 'drop')}>{t('work.drop')}</button></p>}
              </li>
            ))}
          </ul>
          {data.aside > data.items.length && <p class="meta">{t('work.more', { n: number(data.aside - data.items.length) })}</p>}
        </Group>
      )}
    </>
  );
}

export function ScheduleTab() {
  const { query: q } = usePlace();
  const path = '/schedule' + query({ q: q.get('q'), limit: 100 });
  const seen = useResource<ScheduleList>(path);
  return (
    <div class="stack">
      {seen.data && <PlanLine of={seen.data} />}
      <Work />
      <div class="filters"><SearchField label={t('testing.search')} /></div>
      <Table<ScheduledSite>
        path={path}
        id={(x) => x.host}
        open={(x) => `/testing/schedule/${x.host}`}
        empty={<><h2>{t('schedule.empty')}</h2><p>{t('schedule.empty.do')}</p></>}
        columns={[
          { name: t('schedule.host'), cell: (x) => <a class="cover" href={`/testing/schedule/${x.host}`}>{x.host}</a> },
          { name: t('schedule.due'), cell: (x) => (x.event ? <strong>{t('schedule.at.once')}</strong> : <When at={x.due_at} />) },
          { name: t('schedule.cause'), cell: (x) => word('cause', x.cause) },
          { name: t('schedule.found'), class: 'right hide-narrow', cell: (x) => <span class="num">{number(x.violations)}</span> },
          { name: t('schedule.tests'), class: 'right hide-narrow', cell: (x) => <span class="num">{number(x.tests)}</span> },
        ]}
      />
    </div>
  );
}

export function SchedulePage({ host }: { host: string }) {
  const { data: e, problem, reload } = useResource<ScheduleOfSite>(`/schedule/${encodeURIComponent(host)}`);
  useWhere({ name: t('nav.testing'), path: '/testing?tab=schedule' }, { name: e?.host ?? host });
  if (!e) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('schedule.title', { host: e.host })} acts={<><a class="button" href={`/testing/likeness/${encodeURIComponent(e.host)}`}>{t('likeness.open')}</a> <a class="button" href={`/testing?tab=visits&q=${encodeURIComponent(e.host)}`}>{t('testing.visits')}</a></>}>
        <span>{t('schedule.every')} {often(e.interval_days)}</span>
        <span>{t('schedule.next')} {e.event ? <strong>{t('schedule.at.once')}</strong> : <When at={e.due_at} />} · {word('cause', e.cause)}</span>
      </Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('schedule.why')}>
            <Facts of={[
              [t('schedule.hazard'), <span class="num">{t('schedule.hazard.text', { n: short(e.hazard_per_year), d: short(e.hazard_deviation) })}</span>],
              [t('schedule.hazard.class'), <span class="num">{short(e.class_per_year)}</span>],
              [t('schedule.hazard.base'), <span class="num">{short(e.base_per_year)}</span>],
              [t('schedule.count'), t('schedule.times', { n: number(e.violations) })],
              [t('schedule.looked'), t('schedule.days', { n: short(e.exposure_days) })],
              [t('schedule.weight'), <span class="num">{short(e.weight)}</span>],
              [t('schedule.detection'), t('schedule.percent', { n: Math.round(e.detection * 100) })],
              [t('schedule.rule'), often(e.rule_days)],
              [t('schedule.every'), often(e.interval_days)],
              [t('schedule.shown'), e.likely_hours.map((h) => t('schedule.between', { from: clock(h.from), to: clock(h.to) })).join(', ') || t('schedule.shown.any')],
              [t('schedule.explored'), e.explored_days === null ? null : often(e.explored_days)],
            ]} />
            <p>{word('bound', e.bound)}</p>
            <p class="meta">{t('schedule.text')}</p>
          </Group>
        </div>
        <div class="stack">
          <Group title={t('schedule.class')}>
            <Facts of={e.features.map((f) => [word('feature', f.feature), <>{word(f.feature, f.level)} {f.factor !== 1 && <span class="num meta">{t('schedule.factor', { n: f.factor.toFixed(2) })}</span>}</>])} />
          </Group>
          <Group title={t('schedule.history')}>
            <Facts of={[[t('schedule.since'), <When at={e.since} />], [t('schedule.last'), e.last_at && <When at={e.last_at} />]]} />
            {e.history.length ? <Facts of={e.history.map((h) => [word('told', h.kind), <When at={h.at} />])} /> : <p class="meta">{t('schedule.history.none')}</p>}
          </Group>
        </div>
      </div>
    </>
  );
}
