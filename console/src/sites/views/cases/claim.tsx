// On a case's page: who works on it. T takes it, R lets go of it, H hands it over with a note.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { CaseClaim, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { useKeys } from '../../../ui/keys';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { workers } from '../../ui/blur';
import { handOverWanted } from '../../ui/picture';

function HandOver({ of: c, send, onClose }: { of: CaseClaim; send: (body: object) => Promise<ProblemData | null>; onClose: () => void }) {
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function submit(e: Event) {
    e.preventDefault();
    const failed = await send({ event: 'hand_over', to, note: note.trim() });
    if (failed) setProblem(failed);
    else onClose();
  }
  return (
    <Dialog title={t('desk.hand.over')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void submit(e)}>
        <h1>{t('desk.hand.over')}</h1>
        <div class="fields">
          <Field label={t('desk.hand.to')}><select required value={to} onChange={(e) => setTo(e.currentTarget.value)}><option value="" />{c.colleagues.map((p) => <option value={p.id} key={p.id}>{p.display_name} · {p.party}</option>)}</select></Field>
          <Field label={t('desk.hand.note')} hint={t('desk.hand.note.hint')}><textarea required maxLength={2000} value={note} onInput={(e) => setNote(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('desk.hand.over')}</button></div>
      </form>
    </Dialog>
  );
}

export function ClaimBox({ id }: { id: string }) {
  const path = `/cases/${id}/claim`;
  const { data: c } = useResource<CaseClaim>(path);
  const [handing, setHanding] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const working = has(...workers);
  async function send(body: object): Promise<ProblemData | null> {
    const answer = await ask<CaseClaim>(path + '/events', { body });
    stale((p) => p.startsWith('/case-queue') || p === path || p === `/cases/${id}`);
    return answer.problem ?? null;
  }
  const act = async (event: string) => setProblem(await send({ event }));
  const mine = working && c?.claim?.mine;
  useKeys({
    t: working && c?.may_take.allowed && (() => void act('take')),
    r: mine && (() => void act('release')),
    h: mine && (() => setHanding(true)),
  });
  useEffect(() => {
    const wanted = () => { if (c?.claim?.mine) setHanding(true); };
    addEventListener(handOverWanted, wanted);
    return () => removeEventListener(handOverWanted, wanted);
  });
  if (!c?.step) return null;
  return (
    <Group title={t('desk.who')} aside={word('step', c.step)}>
      {c.claim ? (
        <p>{c.claim.mine ? t('desk.mine.until') : t('desk.other.until', { name: c.claim.by?.display_name ?? '' })} <When at={c.claim.until} />{c.claim.note && <><br /><span class="meta wrap">{t('desk.note')}: {c.claim.note}</span></>}</p>
      ) : <p class="soft">{t('desk.free.one')}</p>}
      {working && (
        <div class="filters">
          {c.may_take.allowed && <button class="small" onClick={() => void act('take')}>{c.claim?.mine ? t('desk.longer') : t('desk.take')} <kbd>T</kbd></button>}
          {c.claim?.mine && <button class="small" onClick={() => setHanding(true)}>{t('desk.hand.over')} <kbd>H</kbd></button>}
          {c.claim?.mine && <button class="small" onClick={() => void act('release')}>{t('desk.release')} <kbd>R</kbd></button>}
        </div>
      )}
      {working && !c.may_take.allowed && !c.claim && <ul class="meta">{c.may_take.why_not.map((w) => <li key={w.code}>{w.sentence}</li>)}</ul>}
      <Problem problem={problem} />
      {handing && <HandOver of={c} send={send} onClose={() => setHanding(false)} />}
    </Group>
  );
}
