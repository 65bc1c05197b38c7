// What another register says otherwise, and what people say to that. Nothing of the filing changes by it.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { FilingConflict, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';

type Answering = { conflict: FilingConflict; event: 'keep_ours' | 'ask_change' };

function Answer({ of, onClose, onDone }: { of: Answering; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const title = word('conflict_event', of.event);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/filing-conflicts/${of.conflict.id}/events`, { body: { event: of.event, reason } });
    setProblem(answer.problem ?? null);
    if (answer.ok) {
      onDone();
      onClose();
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{title}</h1>
        <div class="fields"><Field label={t('conflict.reason')} hint={t('conflict.reason.hint')}><textarea required value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{title}</button></div>
      </form>
    </Dialog>
  );
}

export function Conflicts({ of, onDone }: { of: FilingConflict[] | undefined; onDone: () => void }) {
  const [answering, setAnswering] = useState<Answering | null>(null);
  if (!of?.length) return null;
  return (
    <Group title={t('conflict.title')}>
      <p class="soft">{t('conflict.text')}</p>
      <table>
        <thead><tr><th>{t('conflict.field')}</th><th>{t('conflict.ours')}</th><th>{t('conflict.theirs')}</th><th>{t('conflict.register')}</th><th>{t('list.state')}</th></tr></thead>
        <tbody>
          {of.map((c) => (
            <tr key={c.id}>
              <td>{word('column', c.field)}</td>
              {c.personal ? <td colSpan={2} class="soft">{t('conflict.personal')}</td> : <><td>{c.ours || '–'}</td><td>{c.theirs || '–'}</td></>}
              <td>{c.register}<br /><span class="meta"><When at={c.found_at} /></span></td>
              <td>
                <State state={c.state} group="conflict_state" tone={c.state === 'open' ? 'wait' : 'gone'} />
                {c.reason && c.state !== 'vanished' && <p class="meta">{c.reason}</p>}
                {c.state === 'open' && has('registrar') && (
                  <div class="acts">
                    <button onClick={() => setAnswering({ conflict: c, event: 'keep_ours' })}>{word('conflict_event', 'keep_ours')}</button>
                    <button onClick={() => setAnswering({ conflict: c, event: 'ask_change' })}>{word('conflict_event', 'ask_change')}</button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {answering && <Answer of={answering} onClose={() => setAnswering(null)} onDone={onDone} />}
    </Group>
  );
}
