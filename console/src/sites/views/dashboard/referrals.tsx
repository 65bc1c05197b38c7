// What this house refers to a regulator, and what operators referred to it: a ground, a host, hashes; no words.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { List, ReceivedReferral, Referral, Regulator } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

const changed = () => stale((p) => /^\/(received-)?referrals|^\/regulators/.test(p));
const grounds = ['unfiled', 'false_filing', 'age_assurance_missing', 'explicit_unlawful', 'billing_fraud', 'phishing_or_malware'];
const codes = ['not_ours', 'known_already', 'no_ground', 'too_little_evidence'];
const tones: Record<string, 'wait' | 'good' | 'gone'> = { written: 'wait', received: 'wait', taken: 'good', declined: 'gone' };

function Write({ regulators, onClose }: { regulators: Regulator[]; onClose: () => void }) {
  const [form, setForm] = useState({ regulator_id: regulators[0]?.id ?? '', ground: 'explicit_unlawful', host: '', asks: 'look_into', evidence: '' });
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask('/referrals', { body: { ...form, host: form.host.trim(), evidence: form.evidence.split(/\s+/).filter(Boolean) }, once: true });
    changed();
    if (answer.ok) onClose();
  }
  return (
    <Dialog title={t('referral.write')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('referral.write')}</h1>
        <p class="soft">{t('referral.write.text')}</p>
        <div class="fields">
          <Field label={t('referral.to')}><select required value={form.regulator_id} onChange={set('regulator_id')}>{regulators.map((r) => <option key={r.id} value={r.id}>{r.name}</option>)}</select></Field>
          <Field label={t('referral.ground')}><select value={form.ground} onChange={set('ground')}>{grounds.map((g) => <option key={g} value={g}>{word('ground', g)}</option>)}</select></Field>
          <Field label={t('referral.host')}><input required maxLength={253} autoCapitalize="none" spellcheck={false} value={form.host} onInput={set('host')} /></Field>
          <Field label={t('referral.asks')}><select value={form.asks} onChange={set('asks')}>{['look_into', 'decide'].map((a) => <option key={a} value={a}>{word('referral.asks', a)}</option>)}</select></Field>
          <Field label={t('referral.evidence')} hint={t('referral.evidence.hint')}><textarea value={form.evidence} onInput={set('evidence')} spellcheck={false} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('referral.write')}</button></div>
      </form>
    </Dialog>
  );
}

function Name() {
  const [form, setForm] = useState({ name: '', vkey: '', url: '' });
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    if ((await ask('/regulators', { body: { ...form, vkey: form.vkey.trim(), url: form.url.trim() }, once: true })).ok) changed();
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('referral.regulator')}><input required maxLength={200} value={form.name} onInput={set('name')} /></Field>
        <Field label={t('aggr.vkey')} hint={t('aggr.vkey.hint')}><input required maxLength={500} value={form.vkey} onInput={set('vkey')} /></Field>
        <Field label={t('aggr.url')}><input required maxLength={500} placeholder="https://" value={form.url} onInput={set('url')} /></Field>
      </div>
      <Problem problem={problem} />
      <button disabled={busy}>{t('referral.name')}</button>
    </form>
  );
}

function Decide({ of: r }: { of: ReceivedReferral }) {
  const { busy, problem, ask } = useAsking();
  const send = (body: object) => void ask(`/received-referrals/${r.id}/events`, { body }).then(changed);
  if (r.suspicion_id) return <a href={`/testing/suspicions/${r.suspicion_id}`}>{t('referral.suspicion')}</a>;
  if (r.state !== 'received' || !(has('examiner') || has('supervisor'))) return null;
  return (
    <div class="row">
      <button class="small" disabled={busy} onClick={() => send({ event: 'take' })}>{t('referral.take')}</button>
      <select aria-label={t('referral.decline')} value="" disabled={busy} onChange={(e) => send({ event: 'decline', code: e.currentTarget.value })}><option value="">{t('referral.decline')}</option>{codes.map((c) => <option key={c} value={c}>{word('referral.code', c)}</option>)}</select>
      <Problem problem={problem} />
    </div>
  );
}

export function Referrals() {
  useWhere({ name: t('nav.dashboard'), path: '/dashboard' }, { name: t('referral.title') });
  const { query: q } = usePlace();
  const [writing, setWriting] = useState(false);
  const ending = useAsking();
  const regulators = (useResource<List<Regulator>>('/regulators').data?.items ?? []).filter((r) => !r.ended_at);
  const may = has('examiner') || has('operator') || has('supervisor');
  return (
    <>
      <Head title={t('referral.title')} acts={may && regulators.length > 0 && <button class="primary" onClick={() => setWriting(true)}>{t('referral.write')}</button>} />
      <p class="soft">{t('referral.text')}</p>
      {writing && <Write regulators={regulators} onClose={() => setWriting(false)} />}
      <Group title={t('referral.received')}>
        <div class="filters"><Chips name="state" label={t('list.state')} options={['received', 'taken', 'declined'].map((s) => ({ value: s, text: word('referral.state', s) }))} /></div>
        <Table<ReceivedReferral> path={'/received-referrals' + query({ state: q.get('state') })} id={(r) => r.id} empty={<p>{t('referral.received.none')}</p>}
          columns={[
            { name: t('referral.host'), cell: (r) => <><b>{r.host}</b> <span class="meta">{word('ground', r.ground)}</span></> },
            { name: t('referral.from'), cell: (r) => <>{r.source.name} <span class="meta num">{r.number}</span></> },
            { name: t('list.state'), cell: (r) => <><State state={r.state} group="referral.state" tone={tones[r.state]!} />{r.code && <span class="meta"> {word('referral.code', r.code)}</span>}</> },
            { name: t('referral.at'), class: 'hide-narrow', cell: (r) => <When at={r.received_at} /> },
            { name: '', cell: (r) => <Decide of={r} /> },
          ]} />
      </Group>
      <Group title={t('referral.ours')}>
        <Table<Referral> path="/referrals" id={(r) => r.id} empty={<><h2>{t('referral.none')}</h2><p>{t('referral.none.do')}</p></>}
          columns={[
            { name: t('referral.host'), cell: (r) => <><b>{r.host}</b> <span class="meta">{word('ground', r.ground)}</span></> },
            { name: t('referral.to'), cell: (r) => <>{r.regulator.name} <span class="meta num">{r.number}</span></> },
            { name: t('list.state'), cell: (r) => <><State state={r.state} group="referral.state" tone={tones[r.state]!} />{r.code && <span class="meta"> {word('referral.code', r.code)}</span>}</> },
            { name: t('referral.at'), class: 'hide-narrow', cell: (r) => <When at={r.written_at} /> },
          ]} />
      </Group>
      <Group title={t('referral.regulators')}>
        <ul class="links stacked">{regulators.map((r) => <li key={r.id}><b>{r.name}</b> <span class="meta">{r.url}</span> {has('supervisor') && <button class="link" onClick={() => void ending.ask(`/regulators/${r.id}/events`, { body: { event: 'end' } }).then(changed)}>{t('referral.end')}</button>}</li>)}</ul>
        {regulators.length === 0 && <p class="soft">{t('referral.regulators.none')}</p>}
        <Problem problem={ending.problem} />
        {has('supervisor') && <Name />}
      </Group>
    </>
  );
}
