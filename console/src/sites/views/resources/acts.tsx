// What is done to a block with a form: allocate, record its source, assign, split, propose a lease.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { AddressBlockPage, AddressLease, List, Party, Problem as ProblemData } from '../../types';
import { Field, act } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';

type Send = (text: (name: string) => string) => Promise<ProblemData | null>;

function Act({ title, verb, send, children }: { title: string; verb: string; send: Send; children: (problem: ProblemData | null) => ComponentChildren }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function press(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    setBusy(true);
    setProblem(await send((name) => String(form.get(name) ?? '').trim()));
    setBusy(false);
  }
  return (
    <details class="panel">
      <summary>{title}</summary>
      <form class="fields" onSubmit={(e) => void press(e as unknown as SubmitEvent)}>
        {children(problem)}
        <Problem problem={problem} />
        <div><button class="primary" disabled={busy}>{verb}</button></div>
      </form>
    </details>
  );
}

function PartyField({ name, label, hint, fault: wrong, but }: { name: string; label: string; hint?: string; fault?: string | undefined; but: (string | null)[] }) {
  const parties = useResource<List<Party>>('/parties' + query({ limit: 500 }));
  const kinds = ['carrier', 'access_provider', 'registrar', 'responsible_entity', 'partner'];
  return (
    <Field label={label} hint={hint} fault={wrong}>
      <select name={name} required><option value="" />{parties.data?.items.filter((p) => kinds.includes(p.kind) && !but.includes(p.id)).map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select>
    </Field>
  );
}

export function Acts({ block: b, etag }: { block: AddressBlockPage; etag: string | undefined }) {
  const path = `/address-blocks/${b.id}`;
  const open = (event: string) => b.next_events.some((e) => e.event === event && e.allowed);
  const allocate: Send = async (text) => {
    const answer = await ask<AddressBlockPage>('/address-blocks', { once: true, body: { parent_id: b.id, range: text('range'), to: text('to'), name: text('name'), mode: text('mode'), gateway: text('gateway'), location: text('location') } });
    if (answer.ok && answer.data) go(`/resources/${answer.data.id}`);
    return answer.problem ?? null;
  };
  const propose: Send = async (text) => {
    const lessee = b.holder_id === b.allocator_id ? b.user_id : b.holder_id;
    const answer = await ask<AddressLease>('/address-leases', { once: true, body: { block_id: b.id, lessee_id: lessee ?? '', contract: text('contract'), may_sublet: text('sublet') === 'yes' } });
    if (answer.ok && answer.data) go(`/resources/leases/${answer.data.id}`);
    return answer.problem ?? null;
  };
  const leased = b.path[b.path.length - 1]?.lease;
  return (
    <>
      {b.state === 'held' && (
        <Act title={t('block.allocate')} verb={t('block.allocate.act')} send={allocate}>
          {(p) => (
            <>
              <Field label={t('block.range')} fault={fault(p, 'range')}><input name="range" required placeholder={b.family === 4 ? '192.0.2.0/28' : '2001:db8::/48'} /></Field>
              <PartyField name="to" label={t('block.to')} hint={t('block.to.hint')} fault={fault(p, 'to')} but={[b.holder_id]} />
              <div class="two">
                <Field label={t('block.name')} fault={fault(p, 'name')}><input name="name" /></Field>
                <Field label={t('block.mode')}><select name="mode">{['unknown', 'static', 'dynamic', 'reserved'].map((m) => <option key={m} value={m}>{word('use_mode', m)}</option>)}</select></Field>
              </div>
              <div class="two">
                <Field label={t('block.gateway')} fault={fault(p, 'gateway')}><input name="gateway" /></Field>
                <Field label={t('block.location')} fault={fault(p, 'location')}><input name="location" /></Field>
              </div>
            </>
          )}
        </Act>
      )}
      {open('record_source') && (
        <Act title={word('block_event', 'record_source')} verb={t('block.act.do')} send={(text) => act(path, etag, 'record_source', { data: { source: text('source') } })}>
          {(p) => <Field label={t('block.act.source')} hint={t('block.act.source.hint')} fault={fault(p, 'source')}><input name="source" required /></Field>}
        </Act>
      )}
      {open('assign') && (
        <Act title={word('block_event', 'assign')} verb={t('block.act.do')} send={(text) => act(path, etag, 'assign', { data: { user_id: text('user') } })}>
          {(p) => <PartyField name="user" label={t('block.user')} fault={fault(p, 'user_id')} but={[b.holder_id, b.allocator_id]} />}
        </Act>
      )}
      {open('split') && (
        <Act title={word('block_event', 'split')} verb={t('block.act.do')} send={(text) => act(path, etag, 'split', { data: { prefix_length: Number(text('prefix')) } })}>
          {(p) => <Field label={t('block.act.prefix')} fault={fault(p, 'prefix_length')}><input name="prefix" type="number" min={1} max={b.family === 4 ? 32 : 128} required /></Field>}
        </Act>
      )}
      {b.parent_id !== null && !leased && (b.state === 'held' || b.state === 'assigned') && (
        <Act title={t('lease.propose')} verb={t('lease.propose')} send={propose}>
          {(p) => (
            <div class="two">
              <Field label={t('lease.contract')} fault={fault(p, 'contract')}><input name="contract" required maxLength={100} /></Field>
              <Field label={t('lease.sublet')} fault={fault(p, 'may_sublet')}><select name="sublet"><option value="no">{t('lease.sublet.no')}</option><option value="yes">{t('lease.sublet.yes')}</option></select></Field>
            </div>
          )}
        </Act>
      )}
    </>
  );
}
