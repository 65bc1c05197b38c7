// One figure: its definition, its months (now, first published, restated), its parts, and the records behind it.
import { useResource } from '../../../api/resource';
import { query } from '../../../api/client';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { hasWord, t, word } from '../../../i18n';
import { date, number, span } from '../../../i18n/format';
import type { EditionSum, MetricByMonth, MetricMonth, MetricRecord, MetricSelection } from '../../types';
import { recordPlace } from '../../places';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { inWords, SumCell } from './list';

const readers = ['examiner', 'decider', 'confirmer', 'appeal_officer', 'operator', 'auditor', 'supervisor'];

const valueWord = (dimension: string, value: string): string => (hasWord(dimension, value) ? word(dimension, value) : word('figure_value', value));

function selections(of: MetricSelection[]): string {
  return of.map((s) => s.kind + Object.entries(s.where).map(([f, v]) => ` · ${f}: ${v.join(', ')}`).join('')).join('; ');
}

function Edition({ of }: { of: EditionSum | null }) {
  if (!of) return <span class="soft">{t('figures.not.published')}</span>;
  return <span><SumCell of={of} /> <span class="meta">{t('figures.edition', { n: of.edition, day: date(of.published_at) })}</span></span>;
}

function Months({ of, month, name }: { of: MetricMonth[]; month: string; name: string }) {
  const most = Math.max(1, ...of.map((m) => m.now.n));
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t('figures.months')}>
      <table>
        <thead><tr><th>{t('figures.month')}</th><th>{t('figures.known')}</th><th class="hide-narrow" /><th>{t('figures.first')}</th><th>{t('figures.latest')}</th></tr></thead>
        <tbody>{of.map((m) => (
          <tr key={m.month} aria-selected={m.month === month ? 'true' : undefined}>
            <td class="num"><a href={`/figures/${name}?month=${m.month}`}>{m.month}</a></td>
            <td><SumCell of={m.now} /></td>
            <td class="hide-narrow"><meter min={0} max={most} value={m.now.n} aria-hidden="true" /></td>
            <td><Edition of={m.first} /></td>
            <td>{m.latest && m.first && m.latest.edition !== m.first.edition ? <Edition of={m.latest} /> : <span class="soft">{m.first ? t('figures.same') : ''}</span>}</td>
          </tr>))}</tbody>
      </table>
    </div>
  );
}

export function FigurePage({ name }: { name: string }) {
  const { query: q } = usePlace();
  const by = q.get('by') ?? '';
  const { data: f, problem, reload } = useResource<MetricByMonth>(`/figures/${name}` + query({ by: by || null }));
  const month = q.get('month') ?? f?.months[0]?.month ?? '';
  useWhere({ name: t('nav.figures'), path: '/figures' }, { name: f ? inWords(f.title) : name });
  if (!f) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const chosen = f.months.find((m) => m.month === month);
  const filters = Object.fromEntries(f.by.map((d) => [d, q.get(d)]));
  return (
    <>
      <Head title={inWords(f.title)}><span>{inWords(f.sentence)}</span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('figures.months')}><Months of={f.months} month={month} name={name} /></Group>
          {has(...readers) && (
            <Group title={t('figures.behind', { month })}>
              <Table<MetricRecord>
                path={`/figures/${name}/records` + query({ month, ...filters, limit: 50 })}
                id={(r) => r.key}
                empty={<p class="soft">{t('figures.behind.none')}</p>}
                columns={[
                  { name: t('figures.record'), cell: (r) => { const place = recordPlace(r.record_kind, r.record_id); const text = word('kind', r.record_kind); return place ? <a href={place}>{text}</a> : text; } },
                  { name: t('figures.when'), cell: (r) => <When at={r.at} /> },
                  ...f.by.map((d) => ({ name: word('dimension', d), cell: (r: MetricRecord) => valueWord(d, r.values[d] ?? '') })),
                  ...(f.measures === 'time' ? [{ name: t('figures.took'), class: 'right', cell: (r: MetricRecord) => <span class="num">{span((r.seconds ?? 0) * 1000)}</span> }] : []),
                ]}
              />
            </Group>
          )}
        </div>
        <div class="stack">
          <Group title={t('figures.definition')}>
            <Facts of={[
              [t('figures.counts'), <code>{selections(f.counts)}</code>],
              [t('figures.since'), f.since.length > 0 && <code>{selections(f.since)}</code>],
              [t('figures.undone'), f.undone_by.length > 0 && <code>{selections(f.undone_by)}</code>],
              [t('figures.once'), <code>{f.counts.map((c) => c.key).join(', ')}</code>],
              [t('figures.target'), f.target_hours ? t('figures.within', { n: f.target_hours }) : f.measures === 'time' ? '' : t('figures.no.aim')],
              [t('figures.about'), f.about === 'persons' ? t('figures.about.persons') : ''],
            ]} />
          </Group>
          {f.by.length > 0 && (
            <Group title={t('figures.parts', { month })}>
              <label class="field"><span>{t('figures.by')}</span>
                <select value={by} onChange={(e) => go(withQuery({ by: e.currentTarget.value || null }))}>
                  <option value="">{t('figures.by.none')}</option>
                  {f.by.map((d) => <option key={d} value={d}>{word('dimension', d)}</option>)}
                </select>
              </label>
              {by && chosen && <table><tbody>{chosen.cells.map((c) => (
                <tr key={c.value}><td><a href={`/figures/${name}` + query({ month, by, [by]: c.value })}>{valueWord(by, c.value)}</a></td><td class="right"><SumCell of={c} /></td></tr>))}</tbody></table>}
              {by && chosen?.cells.length === 0 && <p class="soft">{number(0)}</p>}
            </Group>
          )}
        </div>
      </div>
    </>
  );
}
