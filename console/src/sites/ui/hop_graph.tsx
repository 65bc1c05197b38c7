// The hops of a visit as a chain of hosts: where it was asked for, by what it was led on, where it ended.
import { t, word } from '../../i18n';
import type { Test } from '../types';

const width = 168, height = 44, gap = 72, most = 24;

const hostOf = (url: string): string => {
  try { return new URL(url).host; } catch { return url; }
};
const short = (text: string, n: number): string => (text.length > n ? text.slice(0, n - 1) + '…' : text);

export function HopGraph({ of }: { of: Test['hops'] }) {
  if (!of || of.length < 2) return null;
  const hops = of.slice(0, most);
  const perRow = 4, rows = Math.ceil(hops.length / perRow);
  const at = (i: number) => ({ x: (i % perRow) * (width + gap) + 1, y: Math.floor(i / perRow) * (height + 40) + 14 });
  const told = hops.map((h, i) => (i ? `${word('hop', h.kind)} → ` : '') + hostOf(h.url)).join(', ');
  return (
    <div class="graph" tabIndex={0} role="group" aria-label={t('hops.graph')}>
      <svg viewBox={`0 0 ${Math.min(hops.length, perRow) * (width + gap) - gap + 2} ${rows * (height + 40)}`} role="img" aria-label={told}>
        {hops.map((h, i) => {
          const { x, y } = at(i), last = i === hops.length - 1, next = last ? null : at(i + 1);
          return (
            <g key={h.seq} class={h.error ? 'stopped' : last ? 'end' : ''}>
              <rect x={x} y={y} width={width} height={height} rx="6" />
              <text x={x + 10} y={y + 18}>{short(hostOf(h.url), 22)}</text>
              <text x={x + 10} y={y + 35} class="meta">{h.error ? short(h.error.replaceAll('_', ' '), 24) : `${h.status || '–'} · ${short(h.address || '–', 18)}`}</text>
              {next && (next.y === y
                ? <><path d={`M${x + width} ${y + height / 2}H${next.x - 5}`} /><path d={`M${next.x - 10} ${y + height / 2 - 4}l6 4l-6 4`} /><text x={x + width + gap / 2} y={y + height / 2 - 7} class="meta middle">{short(word('hop', hops[i + 1]!.kind), 13)}</text></>
                : <><path d={`M${x + width / 2} ${y + height}v18H${next.x + width / 2}V${next.y - 5}`} /><path d={`M${next.x + width / 2 - 4} ${next.y - 10}l4 6l4-6`} /><text x={next.x + width / 2 + 12} y={next.y - 10} class="meta">{word('hop', hops[i + 1]!.kind)}</text></>)}
            </g>
          );
        })}
      </svg>
      {of.length > most && <p class="meta">{t('hops.more', { n: of.length - most })}</p>}
    </div>
  );
}
