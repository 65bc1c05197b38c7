// Numbers that pass between operators, and the request of each at the clearing house.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { DealerSummary, List, Port, PortSummary } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { Masked } from '../../ui/number';
import { LineTabs } from '../../ui/person_tabs';

export const portTone = (state: string): string => ({ asked: 'wait', done: 'good' })[state] ?? 'gone';

function AskPort({ onClose }: { onClose: () => void }) {
  const dealers = useResource<List<DealerSummary>>('/dealers?state=active&limit=500');
  const [direction, setDirection] = useState('out');
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const answer = await ask<Port>('/ports', { body: Object.fromEntries(new FormData(e.currentTarget as HTMLFormElement)) });
    if (!answer.data) return;
    stale((p) => p.startsWith('/ports'));
    go(`/ports/${answer.data.id}`);
  }
  return (
    <Dialog title={t('port.ask')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('port.ask')}</h1>
        <div class="fields">
          <Field label={t('port.direction')}><select name="direction" value={direction} onChange={(e) => setDirection(e.currentTarget.value)}>{['out', 'in'].map((d) => <option value={d} key={d}>{word('port_direction', d)}</option>)}</select></Field>
          <Field label={t('look.number')} fault={fault(problem, 'msisdn')}><input name="msisdn" type="tel" required autocomplete="off" /></Field>
          <Field label={t('port.operator')} fault={fault(problem, 'operator')}><input name="operator" required maxLength={100} /></Field>
          <Field label={t('port.reference')} hint={t('line.reason.code.hint')} fault={fault(problem, 'reference')}><input name="reference" required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} /></Field>
          {direction === 'in' && <Field label={t('port.reserved')} fault={fault(problem, 'reserved_for')}><select name="reserved_for" required><option value="">{t('purpose.choose')}</option>{dealers.data?.items.map((d) => <option value={d.id} key={d.id}>{d.name ?? d.id}</option>)}</select></Field>}
        </div>
        <p class="meta">{t(direction === 'in' ? 'port.in.text' : 'port.out.text')}</p>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('port.ask.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function Ports() {
  useWhere({ name: t('nav.lines'), path: '/lines' }, { name: t('nav.ports') });
  const { query: q } = usePlace();
  const [asking, setAsking] = useState(false);
  const line = q.get('line');
  return (
    <>
      <Head title={t('nav.ports')} acts={has('operator') && <button onClick={() => setAsking(true)}>{t('port.ask')}</button>} />
      <LineTabs now="/ports" />
      <p class="soft">{t('ports.text')}</p>
      {!line && <div class="filters"><Chips name="state" label={t('list.by.state')} options={['asked', 'done', 'ended', 'cancelled', 'lapsed'].map((s) => ({ value: s, text: word('port_state', s) }))} /></div>}
      <Table<PortSummary>
        path={'/ports' + query({ state: line ? null : q.get('state'), line, limit: 100 })}
        id={(p) => p.id}
        open={(p) => `/ports/${p.id}`}
        empty={<><h2>{t('ports.none')}</h2><p>{t('ports.none.do')}</p></>}
        columns={[
          { name: t('line.number'), cell: (p) => <a class="cover" href={`/ports/${p.id}`}><Masked of={p.line} /></a> },
          { name: t('port.direction'), cell: (p) => word('port_direction', p.direction) },
          { name: t('list.state'), cell: (p) => <State state={p.state} group="port_state" tone={portTone(p.state)} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (p) => <Due at={p.due_at} /> },
          { name: t('port.operator'), class: 'hide-narrow', cell: (p) => p.operator },
          { name: t('port.reference'), class: 'hide-narrow', cell: (p) => p.reference },
          { name: t('correction.asked'), class: 'hide-narrow', cell: (p) => <When at={p.asked_at} /> },
        ]}
      />
      {asking && <AskPort onClose={() => setAsking(false)} />}
    </>
  );
}
