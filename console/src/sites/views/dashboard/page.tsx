// The dashboard: tiles, a series by month, ranked regions, two funnels. Live: when figures move, it reads them again. Every
// number leads to its figure, and that to its records.
import { useEffect, useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { go, usePlace, withQuery } from '../../../app/router';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { DashboardData, DashboardSeries, DashboardStage } from '../../types';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { inWords } from '../figures/list';
import { Bars, monthPlace, SeriesChart, shown, Spark } from './charts';

const tiles = ['cases_opened', 'time_to_decide', 'orders_issued', 'time_to_execute', 'appeals_filed', 'errors', 'reports_received', 'sites_restored'];
const months = [3, 6, 12, 24];

function useLive(reload: () => Promise<void>, position: number | undefined) {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const source = new EventSource('/api/dashboard/live');
    source.addEventListener('open', () => setOn(true));
    source.addEventListener('error', () => setOn(false));
    source.addEventListener('figures', (e: MessageEvent<string>) => {
      const told = (JSON.parse(e.data) as { position: number }).position;
      if (position !== undefined && told !== position) void reload();
    });
    return () => source.close();
  }, [position === undefined]);
  return on;
}

function Tile({ of, until }: { of: DashboardSeries; until: string }) {
  return (
    <a class="tile" href={monthPlace(of.name, until)}>
      <span>{inWords(of.title)}</span>
      <b class="num">{shown(of, of.last)}</b>
      <span class="meta num">{t('dash.before', { n: shown(of, of.before) })}{of.target_hours !== null && <> · {t('figures.within', { n: of.target_hours })}</>}</span>
      <Spark of={of} />
    </a>
  );
}

function stagePlace(s: DashboardStage, until: string): string | null {
  if (s.title) return monthPlace(s.name, until);
  if (!s.census_run) return null;
  return `/census?run=${s.census_run}` + (s.name === 'unfiled' ? '&standing=unfiled' : '');
}

export function Dashboard() {
  const { query: q } = usePlace();
  const span = Number(q.get('months') ?? 12), region = q.get('region');
  const { data: d, problem, reload } = useResource<DashboardData>('/dashboard' + query({ months: span, until: q.get('until'), region }));
  const live = useLive(reload, d?.position);
  useWhere({ name: t('nav.dashboard') });
  if (!d) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const chosen = d.series.find((s) => s.name === q.get('series')) ?? d.series.find((s) => s.name === 'orders_issued') ?? d.series[0];
  return (
    <>
      <Head title={t('nav.dashboard')} acts={<>
        <a class="button" href="/figures">{t('nav.figures')}</a>
        <a class="button" href="/dashboard/operators">{t('aggr.title')}</a>
        <a class="button" href="/dashboard/referrals">{t('referral.title')}</a>
        <a class="button" href="/programme">{t('nav.programme')}</a>
        <button class="no-print" onClick={() => print()}>{t('dash.print')}</button>
      </>}>
        <span class="num">{d.from} – {d.until}</span>
        {region && <span>{t('dash.region')}: {region} <button class="link" aria-label={t('dash.region.all')} onClick={() => go(withQuery({ region: null }), true)}>×</button></span>}
        <span class={live ? 'live on' : 'live'} role="status">{t(live ? 'dash.live' : 'dash.not.live')}</span>
      </Head>
      <div class="filters no-print" role="group" aria-label={t('dash.span')}>{months.map((m) => <button key={m} class="chip" aria-pressed={m === span} onClick={() => go(withQuery({ months: String(m) }), true)}>{t('dash.months', { n: m })}</button>)}</div>
      <div class="tiles">{tiles.flatMap((name) => d.series.filter((s) => s.name === name)).map((s) => <Tile key={s.name} of={s} until={d.until} />)}</div>
      <div class="dash">
        <Group title={chosen ? inWords(chosen.title) : ''} aside={<select aria-label={t('figures.figure')} value={chosen?.name} onChange={(e) => go(withQuery({ series: e.currentTarget.value }), true)}>{d.series.map((s) => <option key={s.name} value={s.name}>{inWords(s.title)}</option>)}</select>}>
          {chosen && <><SeriesChart of={chosen} /><p class="meta">{inWords(chosen.sentence)} {t('dash.whole', { n: shown(chosen, chosen.whole) })}</p></>}
        </Group>
        <Group title={t('dash.regions')} aside={<span class="meta">{t('dash.regions.text')}</span>}>
          {d.regions.length === 0 && <p class="soft">{t('dash.regions.none')}</p>}
          <Bars of={d.regions.slice(0, 12).map((r) => ({ key: r.region, label: r.region || word('figure_value', 'unknown'), n: r.orders, path: `/figures/orders_issued` + query({ month: d.until, by: 'region', region: r.region }), note: t('dash.ended', { n: number(r.ended) }) }))} />
        </Group>
        {d.funnels.map((f) => (
          <Group key={f.code} title={inWords(f.title)} aside={<span class="meta num">{d.from} – {d.until}</span>}>
            <Bars of={f.stages.map((s) => ({ key: s.name, label: s.title ? inWords(s.title) : word('dash.stage', s.name), n: s.n, path: stagePlace(s, d.until), note: s.title ? undefined : t('dash.of.census') }))} />
          </Group>))}
      </div>
      <p class="meta">{t('dash.definitions')} <code class="hash">{d.definitions_sha256.slice(0, 16)}</code></p>
    </>
  );
}
