// A role of mine that a colleague has for a time. Conflicts of interest go with it.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { current } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Delegation, List, PersonRef, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { workers } from '../../ui/blur';

interface Given extends List<Delegation> { colleagues: PersonRef[] }
const again = () => stale((p) => p === '/delegations');

export function Delegations() {
  const { data } = useResource<Given>('/delegations');
  const mine = workers.filter((r) => (current()?.roles ?? []).includes(r));
  const [role, setRole] = useState(mine[0] ?? '');
  const [to, setTo] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function give(e: Event) {
    e.preventDefault();
    const answer = await ask('/delegations', { body: { role, person_id: to, until: `${until}T00:00:00Z` }, once: true });
    setProblem(answer.problem ?? null);
    again();
  }
  async function end(id: string) {
    const answer = await ask(`/delegations/${id}/events`, { body: { event: 'end' } });
    setProblem(answer.problem ?? null);
    again();
  }
  return (
    <Group title={t('delegation.title')}>
      <p class="soft">{t('delegation.text')}</p>
      {data?.items.length ? (
        <ul class="links wraps">{data.items.map((d) => <li key={d.id}><span>{word('role', d.role)}</span><span>{d.from_person?.display_name} → {d.to_person?.display_name}</span><span class="meta">{t('order.until')} <When at={d.until} /></span><button class="small" onClick={() => void end(d.id)}>{t('duty.end')}</button></li>)}</ul>
      ) : <p class="soft">{t('delegation.none')}</p>}
      <Problem problem={problem} />
      {mine.length > 0 && (
        <details><summary>{t('delegation.give')}</summary>
          <form onSubmit={(e) => void give(e)}>
            <div class="fields">
              <Field label={t('delegation.role')}><select value={role} onChange={(e) => setRole(e.currentTarget.value)}>{mine.map((r) => <option value={r} key={r}>{word('role', r)}</option>)}</select></Field>
              <Field label={t('desk.hand.to')} fault={fault(problem, 'delegated_by')}><select required value={to} onChange={(e) => setTo(e.currentTarget.value)}><option value="" />{data?.colleagues.map((p) => <option value={p.id} key={p.id}>{p.display_name}</option>)}</select></Field>
              <Field label={t('duty.until')} fault={fault(problem, 'until')}><input type="date" required value={until} onInput={(e) => setUntil(e.currentTarget.value)} /></Field>
              <div><button>{t('delegation.give')}</button></div>
            </div>
          </form>
        </details>
      )}
    </Group>
  );
}
