// Confirmers that a bigger body lends to a small one: asked for by the one, accepted by the other, over by itself.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { current, has } from '../../../app/session';
import { t } from '../../../i18n';
import type { ConfirmerPool, List, Party, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';

const again = () => stale((p) => p === '/confirmer-pools' || p === '/staffing');

function Ask() {
  const authorities = useResource<List<Party>>('/parties?kind=authority&limit=500');
  const courts = useResource<List<Party>>('/parties?kind=court&limit=500');
  const [lender, setLender] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask('/confirmer-pools', { body: { lender_id: lender, until: `${until}T00:00:00Z` }, once: true });
    setProblem(answer.problem ?? null);
    again();
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <div class="fields">
        <div class="two">
          <Field label={t('pool.lender')} fault={fault(problem, 'lender_id')}><select required value={lender} onChange={(e) => setLender(e.currentTarget.value)}><option value="" />{[...(authorities.data?.items ?? []), ...(courts.data?.items ?? [])].map((p) => <option value={p.id} key={p.id}>{p.name}</option>)}</select></Field>
          <Field label={t('duty.until')} fault={fault(problem, 'until')}><input type="date" required value={until} onInput={(e) => setUntil(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div><button>{t('pool.ask')}</button></div>
      </div>
    </form>
  );
}

export function Pools() {
  const { data } = useResource<List<ConfirmerPool>>('/confirmer-pools');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const mayAct = current() !== null && has('decider', 'confirmer', 'supervisor');
  async function act(id: string, event: string) {
    const answer = await ask(`/confirmer-pools/${id}/events`, { body: { event } });
    setProblem(answer.problem ?? null);
    again();
  }
  return (
    <Group title={t('pool.title')}>
      <p class="soft">{t('pool.text')}</p>
      {data?.items.length ? (
        <ul class="links wraps">{data.items.map((p) => <li key={p.id}><span>{t('pool.line', { lender: p.lender.name, to: p.for.name })}</span><span class="meta">{t('order.until')} <When at={p.until} /></span>{!p.accepted_at && <span class="late">{t('pool.waits')}</span>}{mayAct && !p.accepted_at && <button class="small" onClick={() => void act(p.id, 'accept')}>{t('pool.accept')}</button>}{mayAct && <button class="small" onClick={() => void act(p.id, 'end')}>{t('duty.end')}</button>}</li>)}</ul>
      ) : <p class="soft">{t('pool.none')}</p>}
      <Problem problem={problem} />
      {has('decider', 'supervisor') && <details><summary>{t('pool.ask')}</summary><Ask /></details>}
    </Group>
  );
}
