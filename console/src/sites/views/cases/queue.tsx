// What waits, what is late first. A person sees what they may take; N takes the next. Nothing here ranks people.
import { useLayoutEffect, useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { List, Problem as ProblemData, QueueRow } from '../../types';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { SearchField, Table } from '../../../ui/table';
import { workers } from '../../ui/blur';

const takes: [string, string[]][] = [
  ['screen', ['examiner']], ['decide', ['decider', 'security_decider']], ['confirm', ['confirmer', 'security_confirmer']],
  ['execute', ['operator']], ['verify', ['examiner', 'operator']], ['hear', ['appeal_officer']], ['restore', ['examiner', 'operator']],
];
const grounds = ['unfiled', 'false_filing', 'age_assurance_missing', 'explicit_unlawful', 'child_abuse_material', 'billing_fraud', 'phishing_or_malware', 'partner_breach', 'unrecorded_sub_assignment'];

export const steps = takes.map(([step]) => step);
export const myStep = (): string => takes.find(([, roles]) => has(...roles))?.[0] ?? 'screen';

export function ClaimCell({ of }: { of: QueueRow }) {
  if (!of.claim) return <span class="soft">{t('desk.free')}</span>;
  return <span class={of.claim.mine ? 'strong' : 'soft'} title={of.claim.note ?? ''}>{of.claim.mine ? t('desk.mine') : (of.claim.by?.display_name ?? '')} · {t('order.until')} <When at={of.claim.until} /></span>;
}

function Mine() {
  const { data } = useResource<List<QueueRow>>(has(...workers) ? '/case-queue/mine' : null);
  if (!data?.items.length) return null;
  return (
    <Group title={t('desk.mine.title')}>
      <ul class="links wraps">{data.items.map((c) => <li key={c.id}><a href={`/cases/${c.id}`}>{c.number}</a><span>{c.host}</span><State state={c.state} /><Due at={c.due_at} />{c.claim?.note && <span class="meta wrap">{c.claim.note}</span>}</li>)}</ul>
    </Group>
  );
}

export function Queue() {
  const { query: q } = usePlace();
  const step = q.get('step') ?? myStep();
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const working = has(...workers);
  const everybody = q.get('everybody') === 'true';
  async function next() {
    const answer = await ask<QueueRow>('/case-queue/next', {
      body: { step, ...(q.get('region') ? { region: q.get('region') } : {}), ...(q.get('ground') ? { ground: q.get('ground') } : {}), urgent: q.get('urgent') === 'true', late: q.get('late') === 'true' }, once: true,
    });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/case-queue'));
    if (answer.data?.id) go(`/cases/${answer.data.id}`);
  }
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key.toLowerCase() !== 'n' || e.ctrlKey || e.metaKey || e.altKey || (e.target as Element).closest('input, textarea, select, dialog')) return;
      e.preventDefault();
      if (working) void next();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  });
  const flip = (name: string) => go(withQuery({ [name]: q.get(name) === 'true' ? null : 'true' }), true);
  return (
    <div class="stack">
      <Mine />
      <div>
        <div class="filters">
          <div class="filters-group" role="group" aria-label={t('desk.by.step')}>{steps.map((s) => <><button class="chip" key={s} aria-pressed={step === s} onClick={() => go(withQuery({ step: s }), true)}>{word('step', s)}</button>{' '}</>)}</div>
        </div>
        <div class="filters">
          <SearchField name="region" label={t('desk.region')} />
          <select aria-label={t('case.ground')} value={q.get('ground') ?? ''} onChange={(e) => go(withQuery({ ground: e.currentTarget.value || null }), true)}>
            <option value="">{t('desk.every.ground')}</option>
            {grounds.map((g) => <option value={g} key={g}>{word('ground', g)}</option>)}
          </select>
          <button class="chip" aria-pressed={q.get('urgent') === 'true'} onClick={() => flip('urgent')}>{t('desk.urgent')}</button>
          <button class="chip" aria-pressed={q.get('late') === 'true'} onClick={() => flip('late')}>{t('desk.late')}</button>
          <button class="chip" aria-pressed={everybody} onClick={() => flip('everybody')}>{t('desk.everybody')}</button>
          {working && <button class="primary" onClick={() => void next()}>{t('desk.next')} <kbd>N</kbd></button>}
        </div>
        <p class="meta">{t('desk.order')}</p>
        <Problem problem={problem} />
        <Table<QueueRow>
          path={'/case-queue' + query({ step, region: q.get('region'), ground: q.get('ground'), urgent: q.get('urgent'), late: q.get('late'), everybody: q.get('everybody'), limit: 50 })}
          id={(c) => c.id}
          open={(c) => `/cases/${c.id}`}
          empty={<><h2>{t('desk.empty')}</h2><p>{t('desk.empty.do')}</p></>}
          columns={[
            { name: t('case.number'), cell: (c) => <a class="cover num" href={`/cases/${c.id}`}>{c.number}</a> },
            { name: t('list.due'), cell: (c) => <Due at={c.due_at} /> },
            { name: t('case.target'), cell: (c) => c.host },
            { name: t('case.ground'), cell: (c) => <>{word('ground', c.ground)}{c.urgent && <span class="meta due-soon"> {t('desk.urgent.one')}</span>}</> },
            { name: t('desk.region'), class: 'hide-narrow', cell: (c) => c.region ?? <span class="soft">{t('desk.region.none')}</span> },
            { name: t('list.state'), class: 'hide-narrow', cell: (c) => <State state={c.state} /> },
            { name: t('desk.who'), cell: (c) => <ClaimCell of={c} /> },
          ]}
        />
      </div>
    </div>
  );
}
