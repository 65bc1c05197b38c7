// How many lines will be barred at the deadline, if all goes on as in the last days: two readings of "as now", each with
// its formula, and a small drawing of both.
import { t } from '../../../i18n';
import { date, number } from '../../../i18n/format';
import type { CampaignProgress, Forecast, Wave } from '../../types';
import { Group } from '../../../ui/page';

const wide = 640, high = 170, left = 8, right = 8, top = 10, bottom = 22;
const day = 86_400_000;

function Drawing({ of: f }: { of: Forecast }) {
  const past = f.days.length;
  const days = past + f.days_left;
  if (days <= 0 || f.open === 0) return null;
  // Who was open at the end of each day of the window, backwards from now.
  const points: [number, number][] = [[past, f.open]];
  let open = f.open;
  for (let i = past - 1; i >= 0; i--) {
    open += f.days[i]!.registered;
    points.unshift([i, open]);
  }
  const most = Math.max(...points.map(([, n]) => n));
  const x = (d: number) => left + (d / days) * (wide - left - right);
  const y = (n: number) => high - bottom - (n / most) * (high - top - bottom);
  const line = (of: [number, number][]) => of.map(([d, n], i) => `${i ? 'L' : 'M'}${x(d).toFixed(1)} ${y(n).toFixed(1)}`).join(' ');
  const curve = (end: number) => Array.from({ length: 25 }, (_, i): [number, number] => [past + (f.days_left * i) / 24, f.open * Math.pow(Math.max(end, 0.5) / f.open, i / 24)]);
  const band = `${line(curve(f.high))} ${line([...curve(f.low)].reverse()).replace('M', 'L')} Z`;
  return (
    <svg class="forecast" viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={t('forecast.drawing', { open: number(f.open), straight: number(f.barred_straight), hazard: number(f.barred_hazard) })}>
      <line x1={left} x2={wide - right} y1={y(0)} y2={y(0)} class="axis" />
      <line x1={x(past)} x2={x(past)} y1={top} y2={y(0)} class="today" />
      <path d={band} class="band" />
      <path d={line(points)} class="past" />
      <path d={line([[past, f.open], [days, f.barred_straight]])} class="straight" />
      <path d={line(curve(f.barred_hazard))} class="hazard" />
      <text x={x(past)} y={high - 6} text-anchor={past < days / 4 ? 'start' : 'middle'}>{t('forecast.today')}</text>
      <text x={wide - right} y={high - 6} text-anchor="end">{date(f.deadline)}</text>
      {past > 1 && <text x={left} y={high - 6}>{date(new Date(Date.now() - past * day).toISOString())}</text>}
    </svg>
  );
}

export function Forecasts({ of: p, waves }: { of: CampaignProgress; waves: Wave[] }) {
  return (
    <Group title={t('forecast.title')}>
      {p.forecast.map((f) => (
        <div key={f.wave} class="forecast-of">
          <p><b>{waves[f.wave - 1]?.name}</b> · {t('forecast.open', { n: number(f.open), a: f.a_day.toLocaleString(undefined, { maximumFractionDigits: 1 }), left: f.days_left.toLocaleString(undefined, { maximumFractionDigits: 1 }) })}</p>
          <Drawing of={f} />
          <dl class="facts">
            <dt><i class="key straight" />{t('forecast.straight')}</dt><dd><b class="num">{number(f.barred_straight)}</b> <span class="meta">{t('forecast.straight.formula')}</span></dd>
            <dt><i class="key hazard" />{t('forecast.hazard')}</dt><dd><b class="num">{number(f.barred_hazard)}</b> <span class="num soft">({number(f.low)} – {number(f.high)})</span> <span class="meta">{t('forecast.hazard.formula')}</span></dd>
          </dl>
        </div>
      ))}
      <p class="meta">{t('forecast.source', { n: number(p.forecast_days) })}</p>
    </Group>
  );
}
