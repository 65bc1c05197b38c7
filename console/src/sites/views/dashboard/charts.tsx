// Charts of our own: a series by month with its target, a funnel of bars. Each bar and point leads to its figure's records;
// what a chart shows stands in words for who does not see it.
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { DashboardSeries } from '../../types';
import { inWords } from '../figures/list';

const hours = (seconds: number): number => Math.round(seconds / 360) / 10;
export const valueOf = (of: DashboardSeries, p: { n: number; median_seconds: number | null }): number => (of.measures === 'time' ? hours(p.median_seconds ?? 0) : p.n);
export const shown = (of: DashboardSeries, p: { n: number; median_seconds: number | null }): string =>
  of.measures === 'time' ? (p.median_seconds === null ? '–' : `${number(hours(p.median_seconds))} h`) : number(p.n);

export const monthPlace = (name: string, month: string): string => `/figures/${name}?month=${month}`;

export function SeriesChart({ of }: { of: DashboardSeries }) {
  const width = 640, height = 220, foot = 24, left = 44, top = 10;
  const values = of.points.map((p) => valueOf(of, p));
  const most = Math.max(1, of.target_hours ?? 0, ...values);
  const step = (width - left) / of.points.length;
  const x = (n: number) => left + n * step + step / 2;
  const y = (v: number) => height - foot - (v / most) * (height - foot - top);
  const line = values.map((v, n) => `${n ? 'L' : 'M'}${x(n).toFixed(1)} ${y(v).toFixed(1)}`).join('');
  const every = Math.ceil(of.points.length / 12);
  return (
    <div class="graph chart series">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t('dash.series.label', { title: inWords(of.title) })}>
        {[0, 0.5, 1].map((f) => <g key={f}><path class="axis" d={`M${left} ${y(most * f)}H${width}`} /><text class="meta end" x={left - 6} y={y(most * f) + 4}>{number(Math.round(most * f * 10) / 10)}</text></g>)}
        {of.target_hours !== null && <path class="target" d={`M${left} ${y(of.target_hours)}H${width}`} />}
        <path class="area" d={`${line}L${x(values.length - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z`} />
        <path class="actual" d={line} />
        {of.points.map((p, n) => (
          <a key={p.month} href={monthPlace(of.name, p.month)} aria-label={`${p.month}: ${shown(of, p)}`}>
            <rect class="catch" x={left + n * step} y={0} width={step} height={height} />
            <circle cx={x(n)} cy={y(values[n]!)} r={3.5} /><title>{`${p.month}: ${shown(of, p)}`}</title>
          </a>))}
        {of.points.map((p, n) => n % every === 0 && <text key={p.month} class="meta middle" x={x(n)} y={height - 6}>{p.month.slice(2)}</text>)}
      </svg>
    </div>
  );
}

export function Spark({ of }: { of: DashboardSeries }) {
  const values = of.points.map((p) => valueOf(of, p));
  const most = Math.max(1, ...values);
  return <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true"><path d={values.map((v, n) => `${n ? 'L' : 'M'}${((n * 100) / Math.max(1, values.length - 1)).toFixed(1)} ${(22 - (v / most) * 20).toFixed(1)}`).join('')} /></svg>;
}

export interface Bar { key: string; label: string; n: number; path: string | null; note?: string | undefined }
export function Bars({ of }: { of: Bar[] }) {
  const most = Math.max(1, ...of.map((b) => b.n));
  return (
    <ol class="bars-list">{of.map((b) => (
      <li key={b.key}>
        <span class="label">{b.path ? <a href={b.path}>{b.label}</a> : b.label}{b.note && <span class="meta"> {b.note}</span>}</span>
        <span class="track" aria-hidden="true"><i style={{ width: `${b.n ? Math.max(0.6, (100 * b.n) / most) : 0}%` }} /></span>
        <span class="num">{b.path ? <a href={b.path}>{number(b.n)}</a> : number(b.n)}</span>
      </li>))}</ol>
  );
}
