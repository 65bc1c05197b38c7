// Who sealed, read and took out a test's evidence, and the button that takes it out.
import { useState } from 'preact/hooks';
import { ask } from '../../api/client';
import { useResource } from '../../api/resource';
import { t, word } from '../../i18n';
import type { Problem as ProblemData } from '../types';
import { Group } from '../../ui/page';
import { Problem } from '../../ui/problem';
import { save } from '../../ui/save';
import { When } from '../../ui/state';

interface Entry { event_id: string; kind: string; at: string; actor: string; body: { purpose?: string; reference?: string } | null }
interface CustodyLog { items: Entry[]; checkpoint_at: string | null; time_stamp: { at: string; authority: string; serial: string } | null }

const purposes = ['court', 'authority', 'responsible_entity', 'audit', 'review'];

// What evidence is taken out for.
export const firstPurpose = { purpose: 'court', reference: '' };
export function PurposeFields({ of, put }: { of: typeof firstPurpose; put: (to: typeof firstPurpose) => void }) {
  return (
    <>
      <label>{t('custody.purpose')}
        <select value={of.purpose} onChange={(e) => put({ ...of, purpose: e.currentTarget.value })}>
          {purposes.map((p) => <option key={p} value={p}>{word('purpose', p)}</option>)}
        </select>
      </label>
      <label>{t('custody.reference')} <span class="soft">{t('custody.reference.hint')}</span>
        <input value={of.reference} maxLength={60} onInput={(e) => put({ ...of, reference: e.currentTarget.value })} />
      </label>
    </>
  );
}

export function Custody({ test }: { test: string }) {
  const { data: log, problem, reload } = useResource<CustodyLog>(`/tests/${test}/custody`);
  const [wanted, setWanted] = useState(firstPurpose);
  const [working, setWorking] = useState(false);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  if (!log) return problem ? <Problem problem={problem} /> : null;
  async function take(e: Event) {
    e.preventDefault();
    setWorking(true);
    const answer = await ask<Blob>(`/tests/${test}/bundle`, { body: wanted, file: true });
    setWorking(false);
    setFailed(answer.problem ?? null);
    if (!answer.ok || !answer.data) return;
    save(answer.data, `evidence-${test}.zip`);
    void reload();
  }
  const since = log.time_stamp
    ? t('custody.stamped', { at: log.time_stamp.at, authority: log.time_stamp.authority })
    : log.checkpoint_at ? t('custody.checkpoint', { at: log.checkpoint_at }) : t('custody.pending');
  return (
    <Group title={t('custody.title')}>
      <p class="soft">{since}</p>
      <ul class="plain">
        {log.items.map((each) => (
          <li key={each.event_id}>
            <When at={each.at} /> {word('log', each.kind)} <span class="mono wrap">{each.actor}</span>
            {each.body?.purpose && <span class="soft"> {word('purpose', each.body.purpose)} {each.body.reference}</span>}
          </li>
        ))}
      </ul>
      <form class="stack" onSubmit={(e) => void take(e)}>
        <h3>{t('custody.take')}</h3>
        <p class="soft">{t('custody.take.text')}</p>
        <PurposeFields of={wanted} put={setWanted} />
        <div><button disabled={working}>{working ? t('custody.working') : t('custody.save')}</button></div>
        <Problem problem={failed} />
      </form>
    </Group>
  );
}
