// How many lines stand where: a bar a row, each part named in a table behind it, so that colour is never the only signal.
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { CampaignCounts } from '../../types';
import { Table } from '../../../ui/table';

// From what is done to what is worst; the order in the bar and in its words.
export const order = ['re_registered', 'exempt', 'unverified', 'invited', 'warned', 'one_way_barred', 'barred', 'disconnected'];
const part = (n: number, all: number): string => (all === 0 ? '0' : `${((100 * n) / all).toFixed(n > 0 && n < all && (n / all < 0.01 || n / all > 0.99) ? 1 : 0)} %`);

export function Bar({ of: row }: { of: CampaignCounts }) {
  const parts = order.filter((s) => (row.lines[s] ?? 0) > 0);
  const said = parts.map((s) => `${word('campaign_line', s)} ${number(row.lines[s]!)}`).join(', ');
  return (
    <div class="parts" role="img" aria-label={said || t('progress.none')} title={said}>
      {parts.map((s) => <i key={s} class={`part ${s}`} style={{ flexGrow: String(row.lines[s]) }} />)}
    </div>
  );
}

export function Legend() {
  return <ul class="legend">{order.map((s) => <li key={s}><i class={`part ${s}`} />{word('campaign_line', s)}</li>)}</ul>;
}

const done = (row: CampaignCounts) => <span class="num">{number(row.lines['re_registered'] ?? 0)} <span class="meta">{part(row.lines['re_registered'] ?? 0, row.all)}</span></span>;
const stopped = (row: CampaignCounts) => number((row.lines['one_way_barred'] ?? 0) + (row.lines['barred'] ?? 0));
const open = (row: CampaignCounts) => number((row.lines['unverified'] ?? 0) + (row.lines['invited'] ?? 0) + (row.lines['warned'] ?? 0));

export function Bars({ rows, name }: { rows: CampaignCounts[]; name: string }) {
  return (
    <>
      <div class="table-box">
        <table class="bars">
          <thead><tr><th>{name}</th><th class="bar-head">{t('progress.stand')}</th><th class="right">{t('progress.registered')}</th><th class="right hide-narrow">{t('progress.open')}</th><th class="right hide-narrow">{t('progress.stopped')}</th><th class="right">{t('progress.lines')}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td>{row.key}</td><td><Bar of={row} /></td><td class="right">{done(row)}</td><td class="right num hide-narrow">{open(row)}</td><td class="right num hide-narrow">{stopped(row)}</td><td class="right num">{number(row.all)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend />
    </>
  );
}

export function Dealers({ path }: { path: string }) {
  return (
    <Table<CampaignCounts>
      path={`${path}/dealers?limit=20`}
      id={(row) => row.key}
      empty={<p>{t('progress.dealers.none')}</p>}
      columns={[
        { name: t('progress.dealer'), cell: (row) => <span class="mono">{row.key || t('cohort.none')}</span> },
        { name: t('progress.stand'), class: 'bar-head', cell: (row) => <Bar of={row} /> },
        { name: t('progress.registered'), class: 'right', cell: done },
        { name: t('progress.open'), class: 'right num hide-narrow', cell: open },
        { name: t('progress.stopped'), class: 'right num hide-narrow', cell: stopped },
        { name: t('progress.lines'), class: 'right num', cell: (row) => number(row.all) },
      ]}
    />
  );
}
