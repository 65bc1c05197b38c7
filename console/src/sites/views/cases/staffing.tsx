// Who is missing: a case needs four persons, each another one. And who is on duty.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Duty, List, PersonRef, Problem as ProblemData, Staffing } from '../../types';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Pools } from './pools';
import { steps } from './queue';

const roster = () => has('supervisor', 'decider', 'operator');

function Bodies() {
  const { data } = useResource<List<Staffing>>('/staffing');
  if (!data) return null;
  if (data.items.length === 0) return <p class="tell wait">{t('staffing.none')}</p>;
  return (
    <>
      {data.items.map((b) => (
        <div class="group" key={b.party_id}>
          <h3>{b.party}</h3>
          <table>
            <thead><tr>{b.steps.map((s) => <th key={s.step}>{word('staffing', s.step)}</th>)}</tr></thead>
            <tbody><tr>{b.steps.map((s) => <td key={s.step} class={b.missing.includes(s.step) ? 'late' : ''}>{number(s.people)}{s.without_key > 0 && <span class="meta"> · {t('staffing.no.key', { n: s.without_key })}</span>}</td>)}</tr></tbody>
          </table>
          {b.complete ? <p class="tell good">{t('staffing.complete')}</p> : (
            <div class="tell wait"><b>{t('staffing.missing')}</b><ul>{b.missing.map((s) => <li key={s}>{word('staffing.lack', s)}</li>)}</ul></div>
          )}
        </div>
      ))}
    </>
  );
}

function Enter() {
  const people = useResource<List<PersonRef>>('/staffing/people');
  const [person, setPerson] = useState('');
  const [step, setStep] = useState('screen');
  const [region, setRegion] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const utc = (s: string) => new Date(s).toISOString().replace(/\.\d+Z$/, 'Z');
    const answer = await ask('/duties', { body: { person_id: person, step, ...(region.trim() ? { region: region.trim() } : {}), from: utc(from), until: utc(until) }, once: true });
    setProblem(answer.problem ?? null);
    if (answer.ok) stale((p) => p === '/duties');
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <div class="two">
          <Field label={t('duty.person')} fault={fault(problem, 'person_id')}><select required value={person} onChange={(e) => setPerson(e.currentTarget.value)}><option value="" />{people.data?.items.map((p) => <option value={p.id} key={p.id}>{p.display_name} · {p.party}</option>)}</select></Field>
          <Field label={t('desk.by.step')} fault={fault(problem, 'step')}><select value={step} onChange={(e) => setStep(e.currentTarget.value)}>{steps.map((s) => <option value={s} key={s}>{word('step', s)}</option>)}</select></Field>
        </div>
        <div class="fields">
          <Field label={t('duty.from')}><input type="datetime-local" required value={from} onInput={(e) => setFrom(e.currentTarget.value)} /></Field>
          <Field label={t('duty.until')} fault={fault(problem, 'until')}><input type="datetime-local" required value={until} onInput={(e) => setUntil(e.currentTarget.value)} /></Field>
        </div>
        <Field label={t('desk.region')} hint={t('duty.region.hint')}><input value={region} onInput={(e) => setRegion(e.currentTarget.value)} /></Field>
        <Problem problem={problem} />
        <div><button class="primary">{t('duty.enter')}</button></div>
      </div>
    </form>
  );
}

function Rota() {
  const { data } = useResource<List<Duty>>('/duties');
  const [entering, setEntering] = useState(false);
  async function end(id: string) {
    await ask(`/duties/${id}/events`, { body: { event: 'end' } });
    stale((p) => p === '/duties');
  }
  return (
    <Group title={t('duty.title')} aside={roster() && !entering && <button class="small" onClick={() => setEntering(true)}>{t('duty.enter')}</button>}>
      <p class="soft">{t('duty.text')}</p>
      {data?.items.length ? (
        <ul class="links wraps">{data.items.map((d) => <li key={d.id}><span class={d.now ? 'strong' : ''}>{d.person?.display_name}</span><span>{word('step', d.step)}{d.region && ` · ${d.region}`}</span><span class="meta"><When at={d.from} /> – <When at={d.until} /></span>{d.now && <span class="tick yes">{t('duty.now')}</span>}{roster() && <button class="small" onClick={() => void end(d.id)}>{t('duty.end')}</button>}</li>)}</ul>
      ) : <p class="soft">{t('duty.none')}</p>}
      {entering && <Enter />}
    </Group>
  );
}

export function StaffingTab() {
  return (
    <div class="columns">
      <Group title={t('staffing.title')}><p class="soft">{t('staffing.text')}</p><Bodies /></Group>
      <div class="stack"><Rota /><Pools /></div>
    </div>
  );
}
