// One item: who answers for it and by when, what is behind and why, its steps, what was shown, how operators stand, its figure.
import { useState } from 'preact/hooks';
import { put, stale, useResource } from '../../../api/resource';
import { current, has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { ProgrammeItemPage } from '../../types';
import { Field, Machine, Steps, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { inWords } from '../figures/list';
import { Behind, Day, itemTone, personName, usePeople, whyWatched } from './parts';

type Of = { of: ProgrammeItemPage; path: string; etag: string | undefined };
const took = (path: string, answer: { data?: unknown; etag?: string }) => {
  if (answer.data) put(path, answer.data, answer.etag);
  stale((p) => p.startsWith('/programmes'));
};

function Give({ of: i, path, etag }: Of) {
  const people = usePeople();
  const [form, setForm] = useState({ owner_id: i.owner?.id ?? '', starts_on: i.starts_on, due_on: i.due_on, deputies: i.deputies.flatMap((d) => (d ? [d.id] : [])) });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    took(path, await ask(path, { method: 'PATCH', body: form, ifMatch: etag }));
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('programme.owner')}><select value={form.owner_id} onChange={(e) => setForm({ ...form, owner_id: e.currentTarget.value })}><option value="">{t('programme.owner.none')}</option>{people.map((p) => <option key={p.id} value={p.id}>{personName(p)}</option>)}</select></Field>
        <Field label={t('programme.deputies')} hint={t('programme.deputies.hint')}><select multiple size={4} onChange={(e) => setForm({ ...form, deputies: [...e.currentTarget.selectedOptions].map((o) => o.value) })}>{people.filter((p) => p.id !== form.owner_id).map((p) => <option key={p.id} value={p.id} selected={form.deputies.includes(p.id)}>{personName(p)}</option>)}</select></Field>
        <Field label={t('programme.begins')}><input type="date" required value={form.starts_on} onInput={(e) => setForm({ ...form, starts_on: e.currentTarget.value })} /></Field>
        <Field label={t('programme.due')}><input type="date" required value={form.due_on} onInput={(e) => setForm({ ...form, due_on: e.currentTarget.value })} /></Field>
      </div>
      <Problem problem={problem} />
      <button disabled={busy}>{t('programme.give.do')}</button>
    </form>
  );
}

function ShowEvidence({ of: i, path }: Of) {
  const [form, setForm] = useState({ kind: 'link', ref: '', note: '' });
  const { busy, problem, ask } = useAsking();
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/evidence`, { body: Object.fromEntries(Object.entries(form).filter(([, v]) => v.trim())), once: true });
    took(path, answer);
    if (answer.ok) setForm({ kind: form.kind, ref: '', note: '' });
  }
  if (i.state !== 'planned' && i.state !== 'under_way') return null;
  return (
    <form onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('programme.kind')}><select value={form.kind} onChange={set('kind')}>{['record', 'link', 'hash', 'note'].map((k) => <option key={k} value={k}>{word('item.evidence', k)}</option>)}</select></Field>
        {form.kind !== 'note' && <Field label={t('programme.ref')}><input required maxLength={500} value={form.ref} onInput={set('ref')} /></Field>}
        <Field label={t('programme.note')}><textarea required={form.kind === 'note'} maxLength={2000} value={form.note} onInput={set('note')} /></Field>
      </div>
      <Problem problem={problem} />
      <button disabled={busy}>{t('programme.show')}</button>
    </form>
  );
}

function Report({ path }: Of) {
  const [form, setForm] = useState({ standing: 'under_way', note: '' });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    took(path, await ask(`${path}/returns`, { body: form.note.trim() ? form : { standing: form.standing }, once: true }));
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('programme.standing')}><select value={form.standing} onChange={(e) => setForm({ ...form, standing: e.currentTarget.value })}>{['not_begun', 'under_way', 'done', 'not_applicable'].map((s) => <option key={s} value={s}>{word('standing', s)}</option>)}</select></Field>
        <Field label={t('programme.note')}><textarea maxLength={2000} value={form.note} onInput={(e) => setForm({ ...form, note: e.currentTarget.value })} /></Field>
      </div>
      <Problem problem={problem} />
      <button disabled={busy}>{t('programme.return.do')}</button>
    </form>
  );
}

function StepList({ of: i, path }: Of) {
  const { busy, problem, ask } = useAsking();
  return (
    <>
      <ol class="links">{i.step_list.map((s) => (
        <li key={s.seq}><span>{inWords(s.title)}</span>
          {s.done_at ? <span class="meta"><When at={s.done_at} /> · {s.done_by?.display_name}</span> : i.state === 'under_way' && <button class="small" disabled={busy} onClick={() => void ask(`${path}/steps/${s.seq}/events`, { body: { event: 'do' } }).then((a) => took(path, a))}>{t('programme.step.do')}</button>}
        </li>))}</ol>
      {i.step_list.length === 0 && <p class="soft">{t('programme.steps.none')}</p>}
      <Problem problem={problem} />
    </>
  );
}

// The last months as bars, the target as a line across.
function Bars({ of: i }: { of: ProgrammeItemPage }) {
  const { points, target } = i.trend;
  const hours = target !== null;
  const shown = (v: number) => (hours ? `${number(Math.round(v / 360) / 10)} h` : number(v));
  const width = 320, height = 120, foot = 20, most = Math.max(1, target ?? 0, ...points.map((p) => p.value));
  const y = (v: number) => height - foot - (v / most) * (height - foot - 14);
  const step = width / Math.max(1, points.length);
  return (
    <div class="graph bars">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={points.map((p) => `${p.month}: ${shown(p.value)}`).join('; ')}>
        {points.map((p, n) => <g key={p.month}>
          <rect class="bar" x={n * step + 6} y={y(p.value)} width={step - 12} height={height - foot - y(p.value)} />
          <text x={n * step + step / 2} y={y(p.value) - 3} class="middle meta">{shown(p.value)}</text>
          <text x={n * step + step / 2} y={height - 6} class="middle meta">{p.month.slice(2)}</text></g>)}
        {target !== null && <path class="target" d={`M0 ${y(target)}H${width}`} />}
      </svg>
      {target !== null && <p class="meta">{t('programme.target')}: {shown(target)}</p>}
    </div>
  );
}

export function ItemPage({ id }: { id: string }) {
  const path = `/programme-items/${id}`;
  const { data: i, etag, problem, reload } = useResource<ProgrammeItemPage>(path);
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: i ? i.code : '…' });
  if (!i) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const me = current()?.person?.id;
  const mine = i.owner?.id === me || i.deputies.some((d) => d?.id === me);
  const all = { of: i, path, etag };
  return (
    <>
      <Head title={`${i.code} · ${inWords(i.title)}`}>
        <State state={i.state} group="item.state" tone={itemTone[i.state]} />
        <span>{t('programme.due')} <Day of={i.due_on} /></span><Behind of={i.watched} />
        <a href={`/programme/${i.programme_id}?area=${encodeURIComponent(i.area)}`}>{t('programme.area')} {i.area}</a>
      </Head>
      <Machine states={['planned', 'under_way', 'submitted', 'accepted']} now={i.state} group="item.state" />
      <div class="columns">
        <div class="stack">
          {i.watched.length > 0 && <Group title={t('programme.why')}><ul class="links">{i.watched.map((w) => <li key={w.code}><span>{whyWatched(w)}</span></li>)}</ul></Group>}
          <Group title={t('programme.give')}>
            {has('supervisor') ? <Give key={etag} {...all} /> : <Facts of={[[t('programme.owner'), i.owner?.display_name ?? t('programme.owner.none')], [t('programme.deputies'), i.deputies.map((d) => d?.display_name).join(', ')], [t('programme.begins'), <Day of={i.starts_on} />], [t('programme.due'), <Day of={i.due_on} />]]} />}
          </Group>
          <Group title={t('programme.steps')}><StepList {...all} /></Group>
          <Group title={t('programme.evidence')}>
            <p>{i.evidence_required.en || i.evidence_required.zh ? <><span class="meta">{t('programme.required')}:</span> {inWords(i.evidence_required)}</> : <span class="soft">{t('programme.required.none')}</span>}</p>
            <ul class="links">{i.evidence.map((e, n) => <li key={n}><span class="meta">{word('item.evidence', e.kind)}</span>{e.kind === 'link' && e.ref ? <a href={e.ref} rel="noreferrer noopener" target="_blank">{e.ref}</a> : e.ref && <code class="hash">{e.ref}</code>}{e.note && <span>{e.note}</span>}<span class="meta">{e.added_by?.display_name} · <When at={e.added_at} /></span></li>)}</ul>
            {i.evidence.length === 0 && <p class="soft">{t('programme.shown.none')}</p>}
            {(mine || has('supervisor')) && <ShowEvidence {...all} />}
          </Group>
          <Group title={t('programme.returns')}>
            {i.returns.length === 0 && <p class="soft">{t('programme.returns.none')}</p>}
            <ul class="links">{i.returns.map((r) => <li key={r.party.id}><b>{r.party.name}</b><span>{word('standing', r.standing)}</span>{r.note && <span>{r.note}</span>}<span class="meta"><When at={r.given_at} /></span></li>)}</ul>
            {has('partner_user') && <Report {...all} />}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} group="item.event" events={i.next_events} onDone={() => stale((p) => p.startsWith('/programmes'))} />{i.reason && <p class="meta">{t('programme.reason')}: {i.reason}</p>}</Group>
          {i.metric && <Group title={t('programme.figure')}>{i.trend.points.length > 0 && <><p class="meta">{t('programme.figure.line')}</p><Bars of={i} /></>}<a href={`/figures/${i.metric}`}>{t('programme.figure.open')}</a></Group>}
          <Group title={t('page.timeline')}><Timeline of={i.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
