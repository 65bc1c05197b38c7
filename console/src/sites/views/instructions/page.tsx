// One instruction: what is to be done and by when, how it was told, what was said, what was found.
import { useState } from 'preact/hooks';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Field, Machine, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import type { InstructionOutcome, InstructionPage as Page } from '../../types_instructions';
import { ofHouse, OutcomeReport, refresh, speaks, Standing } from './shared';

function Say({ of: i }: { of: Page }) {
  const { busy, problem, ask } = useAsking();
  const [outcome, setOutcome] = useState<InstructionOutcome | null>(null);
  const [note, setNote] = useState('');
  async function say(event: string) {
    const answer = await ask<InstructionOutcome>('/instructions/answers', { body: { answers: [{ instruction: i.key, event, ...(event === 'object' ? { note: note.trim() } : {}) }] } });
    if (!answer.ok || !answer.data) return;
    setOutcome(answer.data.refused ? answer.data : null);
    setNote('');
    refresh();
  }
  return (
    <>
      <div class="row">
        {i.state === 'waiting' && <button class="primary" disabled={busy} onClick={() => void say('acknowledge')}>{t('instructions.acknowledge')}</button>}
        <button class={i.state === 'acknowledged' ? 'primary' : ''} disabled={busy} onClick={() => void say('execute')}>{t('instructions.execute')}</button>
      </div>
      <details>
        <summary>{t('instructions.object')}</summary>
        <form class="fields" onSubmit={(e) => { e.preventDefault(); void say('object'); }}>
          <Field label={t('instructions.object.why')} hint={t('instructions.object.hint')}><textarea required maxLength={1000} value={note} onInput={(e) => setNote(e.currentTarget.value)} /></Field>
          <div><button disabled={busy}>{t('instructions.object.send')}</button></div>
        </form>
      </details>
      <Problem problem={problem} />
      {outcome && <OutcomeReport of={outcome} />}
    </>
  );
}

// What people of the house decide: a look that they took themselves, or that what it was put before them for is settled.
function ByHand({ of: i }: { of: Page }) {
  const { busy, problem, ask } = useAsking();
  const [note, setNote] = useState('');
  async function act(event: string) {
    const answer = await ask(`/instructions/${i.id}/events`, { body: { event, note: note.trim() } });
    if (!answer.ok) return;
    setNote('');
    refresh();
  }
  const settle = i.hitch !== null && i.settled_at === null;
  if (!settle && i.state !== 'executed') return null;
  return (
    <Group title={t('instructions.by_hand')}>
      <div class="fields">
        <Field label={t('instructions.note')} hint={t('instructions.note.hint')}><textarea maxLength={1000} value={note} onInput={(e) => setNote(e.currentTarget.value)} /></Field>
        <div class="row">
          {i.state === 'executed' && <button disabled={busy || !note.trim()} onClick={() => void act('verify')}>{t('instructions.verify')}</button>}
          {settle && <button disabled={busy || !note.trim()} onClick={() => void act('settle')}>{t('instructions.settle')}</button>}
        </div>
        <Problem problem={problem} />
      </div>
    </Group>
  );
}

export function InstructionPage({ id }: { id: string }) {
  const { data: i, problem, reload } = useResource<Page>(`/instructions/${id}`);
  useWhere({ name: t('nav.instructions'), path: '/instructions' }, { name: i?.key ?? '…' });
  if (!i) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const open = i.state === 'waiting' || i.state === 'acknowledged';
  return (
    <>
      <Head title={`${i.key} · ${word('instruction.do', i.action)}`}><Standing of={i} /><span>{t('page.since')} <When at={i.state_since} /></span></Head>
      <div class="columns">
        <div class="stack">
          <Machine states={['waiting', 'acknowledged', 'executed', 'verified']} now={i.state} group="instruction.state" />
          <Group title={t('instructions.what')}>
            <p>{t(`instructions.what.${i.action}`)}</p>
            <Facts of={[
              [t('order.scope'), i.scope?.value ? <span class="wrap"><b>{i.scope.value}</b> <span class="meta">{word('scope', i.scope.kind)}</span></span> : t('order.sealed')],
              [t('order.measure'), word('measure', i.measure)],
              [t('case.ground'), word('ground', i.ground)],
              [t('order.authority'), i.authority],
              [t('instructions.law'), i.law],
              [t('kind.order'), <a href={`/orders/${i.order_id}`}>{i.order_number}</a>],
              [t('instructions.acknowledge_by'), i.state === 'waiting' ? <Due at={i.acknowledge_by} /> : <When at={i.acknowledge_by} />],
              [t('instructions.execute_by'), open ? <Due at={i.execute_by} /> : <When at={i.execute_by} />],
              [t('instructions.until'), i.action === 'suspend' ? <When at={i.expires_at} /> : null],
              [t('instructions.note'), i.note && <span class="wrap">{i.note}</span>],
            ]} />
          </Group>
          {ofHouse() && <Group title={t('page.timeline')}><Timeline of={i.timeline} /></Group>}
        </div>
        <div class="stack">
          {speaks() && open && <Group title={t('page.next')}><Say of={i} /></Group>}
          {has('operator') && <ByHand of={i} />}
          <Group title={t('instructions.told')}>
            <ul class="links">{i.deliveries.map((d) => (
              <li key={d.channel}>
                <span>{word('instruction.channel', d.channel)}</span>
                {d.state && <State state={d.state} group="message.state" tone={d.state === 'sent' ? 'good' : d.state === 'failed' ? 'stop' : 'wait'} />}
                <span class="meta">{d.told_at ? <When at={d.told_at} /> : d.fault ? word('instruction.fault', d.fault) : t('instructions.told.not')}{d.attempts > 1 && <> · {t('instructions.attempts.n', { n: number(d.attempts) })}</>}</span>
              </li>))}</ul>
          </Group>
          <Group title={t('instructions.said')}>
            <Facts of={[
              [word('instruction.state', 'acknowledged'), i.acknowledged_at && <When at={i.acknowledged_at} />],
              [word('instruction.state', 'executed'), i.executed_at && <When at={i.executed_at} />],
              [word('instruction.state', 'verified'), i.verified_at && <When at={i.verified_at} />],
              [t('instructions.way'), i.way && word('instruction.way', i.way)],
              [t('instructions.look'), i.test_id && (has('examiner', 'decider', 'confirmer', 'appeal_officer', 'auditor') ? <a href={`/testing/visits/${i.test_id}`}>{t('instructions.look.open')}</a> : t('instructions.looks', { n: number(Math.max(1, i.looks)) }))],
            ]} />
          </Group>
          {i.versions.length > 1 && (
            <Group title={t('instructions.versions')}>
              <ul class="links">{i.versions.map((v) => <li key={v.id}><a href={`/instructions/${v.id}`} class="num">{v.key}</a><span>{word('instruction.do', v.action)}</span><Standing of={v} /></li>)}</ul>
            </Group>
          )}
        </div>
      </div>
    </>
  );
}
