// Other operators: whose figures are expected, who is late, and one metric of all of them side by side.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { AggregateFigure, AggregateSource, List, Metric } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { inWords } from '../figures/list';

const changed = () => stale((p) => p.startsWith('/aggregate'));

function Expect() {
  const [form, setForm] = useState({ name: '', vkey: '', url: '', due_days: '10' });
  const { busy, problem, ask } = useAsking();
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask('/aggregate-sources', { body: { name: form.name, vkey: form.vkey.trim(), due_days: Number(form.due_days), ...(form.url.trim() ? { url: form.url.trim() } : {}) }, once: true });
    if (answer.ok) changed();
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('aggr.name')}><input required maxLength={200} value={form.name} onInput={set('name')} /></Field>
        <Field label={t('aggr.vkey')} hint={t('aggr.vkey.hint')}><input required maxLength={500} value={form.vkey} onInput={set('vkey')} /></Field>
        <Field label={t('aggr.url')} hint={t('aggr.url.hint')}><input maxLength={500} value={form.url} onInput={set('url')} /></Field>
        <Field label={t('aggr.due')}><input type="number" min={1} max={90} required value={form.due_days} onInput={set('due_days')} /></Field>
      </div>
      <Problem problem={problem} />
      <button class="primary" disabled={busy}>{t('aggr.expect')}</button>
    </form>
  );
}

// Of registers of numbers, which are another program: src/foundation/aggregates/register.cc.
const ofRegisters = ['register_lines', 'register_campaign_lines', 'register_differences'] as const;

function SideBySide() {
  const { query: q } = usePlace();
  const metric = q.get('metric') ?? 'orders_issued';
  const metrics = useResource<List<Metric>>('/figures').data?.items ?? [];
  const rows = useResource<List<AggregateFigure>>('/aggregate-figures' + query({ metric })).data?.items ?? [];
  const months = [...new Set(rows.map((r) => r.month))].sort().slice(-12);
  const names = [...new Set(rows.map((r) => r.source))];
  const cell = (name: string, month: string) => {
    const r = rows.find((x) => x.source === name && x.month === month);
    if (!r) return <span class="soft">–</span>;
    if (r.hidden || r.n === null) return <span class="soft">{t('aggr.small')}</span>;
    return <span class="num">{number(r.n)}{r.first_n !== r.n && <span class="meta"> {t('aggr.first', { n: number(r.first_n ?? 0) })}</span>}</span>;
  };
  return (
    <>
      <label class="field"><span>{t('figures.figure')}</span><select value={metric} onChange={(e) => go(withQuery({ metric: e.currentTarget.value }), true)}>{metrics.map((m) => <option key={m.name} value={m.name}>{inWords(m.title)}</option>)}{ofRegisters.map((m) => <option key={m} value={m}>{t(`aggr.${m}`)}</option>)}</select></label>
      {names.length > 0 && <div class="table-box" tabIndex={0} role="region" aria-label={t('aggr.title')}><table>
        <thead><tr><th>{t('aggr.name')}</th>{months.map((m) => <th key={m} class="right num">{m}</th>)}</tr></thead>
        <tbody>{names.map((n) => <tr key={n}><td class="strong">{n}</td>{months.map((m) => <td key={m} class="right">{cell(n, m)}</td>)}</tr>)}</tbody>
      </table></div>}
    </>
  );
}

export function Operators() {
  useWhere({ name: t('nav.dashboard'), path: '/dashboard' }, { name: t('aggr.title') });
  const ending = useAsking();
  return (
    <>
      <Head title={t('aggr.title')} />
      <p class="soft">{t('aggr.text')}</p>
      <Table<AggregateSource> path="/aggregate-sources" id={(s) => s.id} empty={<><h2>{t('aggr.none')}</h2><p>{t('aggr.none.do')}</p></>}
        columns={[
          { name: t('aggr.name'), cell: (s) => <b>{s.name}</b> },
          { name: t('aggr.until'), cell: (s) => <span class="num">{s.until_month ?? '–'}</span> },
          { name: t('list.state'), cell: (s) => s.ended_at ? <span class="soft">{t('aggr.ended')}</span> : s.late_month ? <span class="late">{t('aggr.late', { month: s.late_month })}</span> : t('aggr.in.time') },
          { name: t('aggr.received'), class: 'hide-narrow', cell: (s) => <When at={s.received_at} /> },
          { name: '', cell: (s) => has('supervisor') && !s.ended_at && <button class="link" onClick={() => void ending.ask(`/aggregate-sources/${s.id}/events`, { body: { event: 'end' } }).then(changed)}>{t('aggr.end')}</button> },
        ]} />
      <Problem problem={ending.problem} />
      <Group title={t('figures.figure')}><SideBySide /></Group>
      {has('supervisor') && <Group title={t('aggr.expect')}><Expect /></Group>}
    </>
  );
}
