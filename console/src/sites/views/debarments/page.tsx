// One debarment: why, what the entity was told and said, who takes the next step, and when it ends.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Debarment, Problem as ProblemData } from '../../types';
import { Dialog, Field, Machine, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { whose } from './list';

interface Asked { of: Debarment; etag: string | undefined; onClose: () => void }

function useStep({ of: d, etag, onClose }: Asked) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function step(event: string, data: Record<string, unknown>) {
    const answer = await ask(`/debarments/${d.id}/events`, { body: { event, data }, ifMatch: etag });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/debarments'));
    onClose();
  }
  return { problem, step };
}

function Hear(asked: Asked) {
  const { problem, step } = useStep(asked);
  const [words, setWords] = useState('');
  const over = asked.of.answer_by !== null && new Date(asked.of.answer_by).getTime() <= Date.now();
  return (
    <Dialog title={t('debarments.hear')} onClose={asked.onClose}>
      <form class="inside" onSubmit={(e) => { e.preventDefault(); void step('hear', { words: words.trim() }); }}>
        <h1>{t('debarments.hear')}</h1>
        <p class="soft">{t('debarments.hear.text')}</p>
        <div class="fields"><Field label={t('debarments.words')} hint={t('debarments.words.hint')}><textarea required maxLength={20000} value={words} onInput={(e) => setWords(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={asked.onClose}>{t('act.cancel')}</button>
          <button type="button" disabled={!over} title={over ? '' : t('debarments.silent.not')} onClick={() => void step('hear', { silent: true })}>{t('debarments.silent')}</button>
          <button class="primary">{t('debarments.hear')}</button>
        </div>
      </form>
    </Dialog>
  );
}

function Activate(asked: Asked) {
  const { problem, step } = useStep(asked);
  const [until, setUntil] = useState('');
  return (
    <Dialog title={t('debarments.activate')} onClose={asked.onClose}>
      <form class="inside" onSubmit={(e) => { e.preventDefault(); void step('activate', { until: until + 'T00:00:00Z' }); }}>
        <h1>{t('debarments.activate')}</h1>
        <p class="soft">{t('debarments.activate.text')}</p>
        <div class="fields"><Field label={t('debarments.until')}><input type="date" required value={until} onInput={(e) => setUntil(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={asked.onClose}>{t('act.cancel')}</button><button class="primary">{t('debarments.activate')}</button></div>
      </form>
    </Dialog>
  );
}

function Words({ id }: { id: string }) {
  const [words, setWords] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function read() {
    const answer = await ask<{ words: string }>(`/debarments/${id}/readings`, { body: {} });
    setProblem(answer.problem ?? null);
    if (answer.data) setWords(answer.data.words);
  }
  return <>{words === null ? <button class="small" onClick={() => void read()}>{t('debarments.read')}</button> : <p class="wrap">{words}</p>}<Problem problem={problem} /></>;
}

export function DebarmentPage({ id }: { id: string }) {
  const path = `/debarments/${id}`;
  const { data: d, etag, problem, reload } = useResource<Debarment>(path);
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('debarments.title'), path: '/debarments' }, { name: d?.number ?? '…' });
  if (!d) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={`${whose(d)} · ${d.number}`}>
        <State state={d.state} group="debarment.state" /><span>{t('page.since')} <When at={d.state_since} /></span>
        {d.until && <span>{t('debarments.until')} <When at={d.until} /></span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Machine states={['proposed', 'notified', 'heard', 'active', 'reviewed', 'expired']} now={d.state} />
          <Group title={t('debarments.why')}>
            <Facts of={[
              [t('debarments.cause'), word('debarment.cause', d.cause)],
              [t('debarments.reason'), <span class="wrap">{d.reason}</span>],
              [t('case.law'), d.law],
              [t('debarments.decision'), d.decision_ref],
              [t('debarments.decided'), <When at={d.decided_at} />],
              [t('debarments.whom'), <a href={`/subjects/${d.subject_id}`}>{whose(d)}</a>],
              [t('debarments.ended'), d.end_reason === 'term_over' ? t('debarments.term_over') : d.end_reason],
            ]} />
            <p class="soft">{t(d.individual ? 'debarments.never.published' : 'debarments.effect')}</p>
          </Group>
          <Group title={t('debarments.hearing')}>
            <Facts of={[
              [t('debarments.answer_by'), d.answer_by && (d.state === 'notified' ? <Due at={d.answer_by} /> : <When at={d.answer_by} />)],
              [t('debarments.heard'), d.heard_at && <>{word('debarment.heard', d.heard_how ?? '')} · <When at={d.heard_at} /></>],
              [t('debarments.heard_by'), d.heard_by?.display_name],
            ]} />
            {d.heard_how === 'words' && has('appeal_officer', 'decider') && <Words id={d.id} />}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            <Steps path={path} etag={etag} group="debarment.event" events={d.next_events} forms={{
              hear: (close) => <Hear of={d} etag={etag} onClose={close} />,
              activate: (close) => <Activate of={d} etag={etag} onClose={close} />,
            }} />
          </Group>
          <Group title={t('debarments.people')}>
            <Facts of={[
              [t('debarments.proposed_by'), d.proposed_by?.display_name],
              [t('debarments.heard_by'), d.heard_by?.display_name],
              [t('debarments.activated_by'), d.activated_by?.display_name],
              [t('debarments.review'), d.review_at && <When at={d.review_at} />],
            ]} />
          </Group>
          <Group title={t('page.timeline')}><Timeline of={d.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
