// What I am spared, and what I am no fair judge of. Nobody else sees the first; the second binds me.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { put, stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Delegations } from './delegations';
import type { Care, ConflictOfInterest, List, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';

const grounds = ['explicit_unlawful', 'child_abuse_material', 'phishing_or_malware', 'billing_fraud', 'age_assurance_missing', 'unfiled', 'false_filing'];

function Spared() {
  const { data: care } = useResource<Care>('/care');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function flip(ground: string) {
    const now = care?.opted_out ?? [];
    const answer = await ask<Care>('/care', { method: 'PUT', body: { opted_out: now.includes(ground) ? now.filter((g) => g !== ground) : [...now, ground] } });
    setProblem(answer.problem ?? null);
    if (answer.data) put('/care', answer.data);
    stale((p) => p.startsWith('/case-queue'));
  }
  if (!care) return null;
  return (
    <Group title={t('care.title')}>
      <p>{t('care.views', { n: number(care.views), max: number(care.views_max) })}</p>
      <p class="soft">{t('care.text')}</p>
      <fieldset class="scopes">
        <legend>{t('care.opt.out')}</legend>
        {grounds.map((g) => <label class="check" key={g}><input type="checkbox" checked={care.opted_out?.includes(g) ?? false} onChange={() => void flip(g)} /> <span>{word('ground', g)}</span></label>)}
      </fieldset>
      <Problem problem={problem} />
    </Group>
  );
}

function Conflicts() {
  const { data } = useResource<List<ConflictOfInterest>>('/conflicts');
  const [kind, setKind] = useState('domain');
  const [ref, setRef] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const again = () => stale((p) => p === '/conflicts' || p.startsWith('/case-queue'));
  async function declare(e: Event) {
    e.preventDefault();
    const answer = await ask('/conflicts', { body: { kind, ref: ref.trim() }, once: true });
    setProblem(answer.problem ?? null);
    if (answer.ok) setRef('');
    again();
  }
  async function end(id: string) {
    await ask(`/conflicts/${id}/events`, { body: { event: 'end' } });
    again();
  }
  return (
    <Group title={t('interest.title')}>
      <p class="soft">{t('interest.text')}</p>
      {data?.items.length ? <ul class="links wraps">{data.items.map((c) => <li key={c.id}><span>{word('interest', c.kind)}</span><span class="mono wrap">{c.ref}</span><span class="meta"><When at={c.declared_at} /></span><button class="small" onClick={() => void end(c.id)}>{t('interest.end')}</button></li>)}</ul> : <p class="soft">{t('interest.none')}</p>}
      <form onSubmit={(e) => void declare(e)}>
        <div class="fields">
          <Field label={t('interest.kind')}><select value={kind} onChange={(e) => setKind(e.currentTarget.value)}>{['domain', 'party', 'case'].map((k) => <option value={k} key={k}>{word('interest', k)}</option>)}</select></Field>
          <Field label={t('interest.ref')} hint={t('interest.ref.hint')} fault={fault(problem, 'ref')}><input required maxLength={253} value={ref} onInput={(e) => setRef(e.currentTarget.value)} /></Field>
          <Problem problem={problem} />
          <div><button>{t('interest.declare')}</button></div>
        </div>
      </form>
    </Group>
  );
}

export function CareTab() {
  return <div class="columns"><Spared /><div class="stack"><Conflicts /><Delegations /></div></div>;
}
