// Why two pages resemble each other, in words; and the graph around a site.
import { t, word } from '../../i18n';
import { number } from '../../i18n/format';
import type { Cluster, LikenessReason } from '../types';

const percent = (n: number): string => number(Math.round(n * 100));

export function Reasons({ of }: { of: LikenessReason[] }) {
  return (
    <ul class="reasons">
      {of.map((r) => (
        <li key={r.kind}>
          <meter min={0} max={1} value={r.weight} aria-label={word('likeness', r.kind)} /> {word('likeness', r.kind)}
          {' '}<span class="meta">{[
            r.kind === 'text' && t('likeness.words', { n: percent(r.share) }), r.kind === 'pictures' && t('likeness.pictures.n', { n: r.detail }),
            r.kind !== 'pictures' && r.detail, t(r.sites >= 1000 ? 'likeness.sites.many' : 'likeness.sites', { n: number(r.sites) }),
          ].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}

const short = (text: string): string => (text.length > 26 ? text.slice(0, 25) + '…' : text);

// In rings by steps from the site that was asked for; what a person needs of it stands in the list beside.
export function ClusterGraph({ of }: { of: Cluster }) {
  const size = 640, middle = size / 2, rings = [0, 150, 275];
  const counts = [0, 1, 2].map((s) => of.nodes.filter((n) => n.steps === s).length);
  const turn = [0, 0, 0];
  const at = of.nodes.map((n) => {
    const ring = Math.min(n.steps, 2), i = turn[ring]!++;
    const angle = (2 * Math.PI * i) / Math.max(1, counts[ring]!) - Math.PI / 2 + ring * 0.35;
    return { x: middle + rings[ring]! * Math.cos(angle), y: middle + rings[ring]! * Math.sin(angle) };
  });
  return (
    <div class="graph">
      <svg viewBox={`-90 0 ${size + 180} ${size}`} role="group" aria-label={t('likeness.graph.of', { n: of.nodes.length, m: of.edges.length })}>
        {of.edges.map((e, i) => (
          <path key={i} d={`M${at[e.from]!.x} ${at[e.from]!.y}L${at[e.to]!.x} ${at[e.to]!.y}`} style={{ strokeWidth: 0.5 + 3 * e.value }}>
            <title>{`${of.nodes[e.from]!.host} – ${of.nodes[e.to]!.host}: ${e.reasons.map((r) => word('likeness', r.kind)).join(', ')}`}</title>
          </path>
        ))}
        {of.nodes.map((n, i) => (
          <a key={n.host} href={`/testing/likeness/${encodeURIComponent(n.host)}`} class={n.case_id ? 'stopped' : i === 0 ? 'end' : ''}>
            <circle cx={at[i]!.x} cy={at[i]!.y} r={i === 0 ? 9 : 6} />
            {(of.nodes.length <= 24 || i === 0 || n.case_id) && <text x={at[i]!.x} y={at[i]!.y - 12} class="middle">{short(n.host)}</text>}
            <title>{n.case_number ? `${n.host} · ${n.case_number}` : n.host}</title>
          </a>
        ))}
      </svg>
      {of.cut && <p class="meta">{t('likeness.graph.cut')}</p>}
    </div>
  );
}
