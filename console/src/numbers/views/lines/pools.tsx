// Ranges of numbers: what was given by the regulator, and how much of it is in use.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Pool, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { LineTabs } from '../../ui/person_tabs';

function NewPool({ onClose }: { onClose: () => void }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const answer = await ask<Pool>('/pools', { body: Object.fromEntries(new FormData(e.currentTarget as HTMLFormElement)), once: true });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    stale((p) => p.startsWith('/pools'));
    onClose();
  }
  return (
    <Dialog title={t('pools.new')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('pools.new')}</h1>
        <div class="fields">
          <Field label={t('pool.name')} fault={fault(problem, 'name')}><input name="name" required maxLength={100} /></Field>
          <div class="two">
            <Field label={t('line.operator')} fault={fault(problem, 'operator')}><input name="operator" required maxLength={100} /></Field>
            <Field label={t('line.region')} fault={fault(problem, 'region')}><input name="region" required maxLength={64} /></Field>
          </div>
          <Field label={t('line.kind')}><select name="kind">{['voice', 'data', 'iot'].map((k) => <option value={k} key={k}>{word('line_kind', k)}</option>)}</select></Field>
          <div class="two">
            <Field label={t('pool.first')} fault={fault(problem, 'first')}><input name="first" type="tel" required autocomplete="off" /></Field>
            <Field label={t('pool.last')} fault={fault(problem, 'last')}><input name="last" type="tel" required autocomplete="off" /></Field>
          </div>
        </div>
        <p class="meta">{t('pools.new.text')}</p>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('pools.new.act')}</button></div>
      </form>
    </Dialog>
  );
}

const stockMax = 50_000;  // by one call

function Stock({ of: pool, onClose }: { of: Pool; onClose: () => void }) {
  const [count, setCount] = useState('1000');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/pools/${pool.id}/stock`, { body: { count: Number(count) } });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    stale((p) => p.startsWith('/pools') || p.startsWith('/lines'));
    onClose();
  }
  return (
    <Dialog title={t('pool.stock')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('pool.stock')}</h1>
        <p class="soft">{t('pool.stock.text', { left: number(pool.numbers - pool.stocked) })}</p>
        <div class="fields"><Field label={t('pool.stock.count')} fault={fault(problem, 'count')}><input type="number" required min={1} max={stockMax} value={count} onInput={(e) => setCount(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('pool.stock')}</button></div>
      </form>
    </Dialog>
  );
}

export function Pools() {
  useWhere({ name: t('nav.lines'), path: '/lines' }, { name: t('nav.pools') });
  const [adding, setAdding] = useState(false);
  const [stocking, setStocking] = useState<Pool | null>(null);
  const may = has('operator');
  return (
    <>
      <Head title={t('nav.pools')} acts={may && <button onClick={() => setAdding(true)}>{t('pools.new')}</button>} />
      <LineTabs now="/pools" />
      <Table<Pool>
        path="/pools"
        id={(p) => p.id}
        open={(p) => `/lines?pool=${p.id}`}
        empty={<><h2>{t('pools.empty')}</h2><p>{t('pools.empty.do')}</p></>}
        columns={[
          { name: t('pool.name'), cell: (p) => <a class="cover" href={`/lines?pool=${p.id}`}>{p.name}</a> },
          { name: t('line.region'), cell: (p) => p.region },
          { name: t('line.kind'), class: 'hide-narrow', cell: (p) => word('line_kind', p.kind) },
          { name: t('pool.range'), class: 'hide-narrow', cell: (p) => <span class="num">{p.first} … {p.last}</span> },
          { name: t('pool.stocked'), class: 'right num', cell: (p) => number(p.stocked) },
          { name: t('pool.numbers'), class: 'right num hide-narrow', cell: (p) => number(p.numbers) },
          { name: t('line.operator'), class: 'hide-narrow', cell: (p) => p.operator },
          { name: t('pool.made'), class: 'hide-narrow', cell: (p) => <When at={p.created_at} /> },
          ...(may ? [{ name: t('page.next'), cell: (p: Pool) => p.stocked < p.numbers && <button class="small" onClick={() => setStocking(p)}>{t('pool.stock')}</button> }] : []),
        ]}
      />
      {adding && <NewPool onClose={() => setAdding(false)} />}
      {stocking && <Stock of={stocking} onClose={() => setStocking(null)} />}
    </>
  );
}
