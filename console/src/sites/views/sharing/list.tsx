// Other operators: whom this house shares with, and what they told of their orders.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { List, Peer, ReceivedObject } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

const refresh = () => stale((p) => p.startsWith('/peers'));

function AddPeer() {
  const { busy, problem, ask } = useAsking();
  const [token, setToken] = useState('');
  async function send(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const answer = await ask<{ token: string }>('/peers', { once: true, body: { label: text('label'), identity_id: text('identity_id'), collection_url: text('collection_url'), token: text('token') } });
    if (!answer.ok || !answer.data) return;
    setToken(answer.data.token);
    form.reset();
    refresh();
  }
  return (
    <details class="panel">
      <summary>{t('peers.add')}</summary>
      <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <Field label={t('peers.label')} fault={fault(problem, 'label')}><input name="label" required maxLength={100} /></Field>
        <Field label={t('peers.identity')} hint={t('peers.identity.hint')} fault={fault(problem, 'identity_id')}><input name="identity_id" required class="mono" maxLength={46} /></Field>
        <Field label={t('peers.url')} hint={t('peers.url.hint')} fault={fault(problem, 'collection_url')}><input name="collection_url" type="url" maxLength={500} /></Field>
        <Field label={t('peers.token')} hint={t('peers.token.hint')} fault={fault(problem, 'token')}><input name="token" type="password" autocomplete="off" maxLength={500} /></Field>
        <Problem problem={problem} />
        <div><button class="primary" disabled={busy}>{t('peers.add')}</button></div>
        {token && <div class="tell" role="status"><b>{t('peers.token.once')}</b><p class="mono">{token}</p></div>}
      </form>
    </details>
  );
}

function Acts({ of: p }: { of: Peer }) {
  const { busy, problem, ask } = useAsking();
  if (p.ended_at || !has('operator')) return null;
  async function act(event: string) {
    await ask(`/peers/${p.id}/events`, { body: { event } });
    refresh();
  }
  return (
    <span class="acts">
      {p.collection_url && <button class="small" disabled={busy} onClick={() => void act('ask')}>{t('peers.ask')}</button>}
      <button class="small" disabled={busy} onClick={() => void act('end')}>{t('peers.end')}</button>
      {problem && <span class="fault" role="alert">{problem.detail}</span>}
    </span>
  );
}

export function Sharing() {
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: t('peers.title') });
  const { query: q } = usePlace();
  const own = useResource<List<Peer> & { own_identity_id: string; told: number }>('/peers?limit=100');
  return (
    <>
      <Head title={t('peers.title')} />
      <div class="stack">
      <p class="soft">{t('peers.text')}</p>
      {own.data && <p class="meta">{t('peers.own', { n: number(own.data.told) })} <span class="mono">{own.data.own_identity_id}</span></p>}
      <p class="meta">{t('peers.misp')} <a class="mono wrap" href="/feeds/misp/manifest.json">{location.origin}/feeds/misp</a></p>
      <Table<Peer>
        path="/peers?limit=100"
        id={(p) => p.id}
        empty={<><h2>{t('peers.none')}</h2><p>{t('peers.none.do')}</p></>}
        columns={[
          { name: t('peers.label'), cell: (p) => <span class="strong">{p.label}</span> },
          { name: t('peers.standing'), class: 'right', cell: (p) => <span class="num">{number(p.standing)}</span> },
          { name: t('peers.withdrawn'), class: 'right hide-narrow', cell: (p) => <span class="num">{number(p.withdrawn)}</span> },
          { name: t('peers.waiting'), class: 'right hide-narrow', cell: (p) => <span class="num">{number(p.waiting)}</span> },
          { name: t('peers.reached'), class: 'hide-narrow', cell: (p) => p.ended_at ? <span class="soft">{t('peers.ended')}</span> : p.fault ? <span class="fault">{word('peers.fault', p.fault)}</span> : p.reached_at ? <When at={p.reached_at} /> : <span class="soft">{t(p.collection_url ? 'peers.never' : 'peers.only_tells')}</span> },
          { name: '', cell: (p) => <Acts of={p} /> },
        ]}
      />
      {has('operator') && <AddPeer />}
      <Group title={t('peers.received')}>
        <div class="filters"><Chips name="state" label={t('list.by.state')} options={['waiting', 'raised', 'unknown_ground', 'withdrawn'].map((s) => ({ value: s, text: word('received.state', s) }))} /></div>
        <Table<ReceivedObject>
          path={'/peers/received' + query({ state: q.get('state'), limit: 100 })}
          id={(r) => r.id}
          empty={<h2>{t('peers.received.none')}</h2>}
          columns={[
            { name: t('peers.names'), cell: (r) => r.suspicion_id ? <a class="strong" href={`/testing/suspicions/${r.suspicion_id}`}>{r.names[0]}</a> : <span class="strong">{r.names[0]}</span> },
            { name: t('peers.from'), cell: (r) => r.peer },
            { name: t('order.number'), class: 'hide-narrow', cell: (r) => <span class="num">{r.order_number}</span> },
            { name: t('case.ground'), class: 'hide-narrow', cell: (r) => r.state === 'unknown_ground' ? <span class="mono">{r.ground}</span> : word('ground', r.ground) },
            { name: t('list.state'), cell: (r) => <State state={r.state} group="received.state" /> },
            { name: t('order.expires'), class: 'hide-narrow', cell: (r) => r.valid_until ? <When at={r.valid_until} /> : null },
          ]}
        />
      </Group>
      </div>
    </>
  );
}
