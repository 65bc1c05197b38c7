import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Case, Problem as ProblemData, Suspicion } from '../../types';
import { Machine, Steps } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { BlurButton, Capped, useBlur } from '../../ui/blur';
import { Reasons } from '../../ui/likeness';
import { Visit } from '../../ui/visit';

const line = ['clue', 'deduplicated', 'tested', 'evidence_sealed', 'screened_by_human', 'referred'];

export function SuspicionPage({ id }: { id: string }) {
  const path = `/suspicions/${id}`;
  const { data: s, etag, problem, reload } = useResource<Suspicion>(path);
  const blur = useBlur();
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useWhere({ name: t('nav.testing'), path: '/testing' }, { name: s?.name ?? '…' });
  if (!s) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  async function open() {
    const answer = await ask<Case>('/cases', { body: { ground: s!.ground, target: s!.name, suspicion_ids: [id] }, once: true });
    if (answer.ok && answer.data) go(`/cases/${answer.data.id}`);
    else setFailed(answer.problem ?? null);
  }
  // Referring opens the case: one button for what the person means.
  const steps = (s.next_events ?? []).filter((e) => e.event !== 'refer' && e.event !== 'test' && e.event !== 'seal' && e.event !== 'deduplicate');
  const refer = s.next_events?.find((e) => e.event === 'refer');
  return (
    <>
      <Head title={t('suspicion.title', { name: s.name })} acts={<BlurButton of={blur} />}>
        <State state={s.state} /><span>{word('ground', s.ground)}</span><span class="num">{t('visit.score', { s: s.score.toFixed(2) })}</span>
        <span>{t('page.since')} <When at={s.state_since} /></span>
      </Head>
      <Capped of={blur} />
      <div class="columns">
        <div class="stack">
          <Machine states={line} now={s.state} />
          {s.note && <p class="tell">{s.note}</p>}
          {!!s.resembles?.length && (
            <Group title={t('likeness.resembles')} aside={<a href={`/testing/likeness/${encodeURIComponent(s.name)}`}>{t('likeness.open')}</a>}>
              <ul class="plain alike">{s.resembles.map((r) => <li key={r.case_id}><p><a href={`/cases/${r.case_id}`}>{r.case_number}</a> {r.host} <span class="meta">{t('likeness.value', { n: Math.round(r.value * 100) })}</span></p><Reasons of={r.reasons} /></li>)}</ul>
              <p class="meta">{t('likeness.about')}</p>
            </Group>
          )}
          {s.tests?.length ? s.tests.map((x, i) => <Group title={t('visit.title', { host: x.host })} aside={<a href={`/testing/visits/${x.id}`}>{t('act.open')}</a>} key={x.id}><Visit test={x} blurred={blur.blurred} current={i === 0} /></Group>) : <p class="soft">{t('suspicion.untested')}</p>}
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            {s.case_id ? <a href={`/cases/${s.case_id}`}>{t('suspicion.case')}</a> : (
              <>
                {has('examiner') && refer?.allowed && <div><button class="primary" onClick={() => void open()}>{t('suspicion.open.case')}</button></div>}
                <Problem problem={failed} />
                <Steps path={path} etag={etag} events={steps} />
              </>
            )}
            <p class="meta">{t('visit.machine')}</p>
          </Group>
          <Group title={t('page.timeline')}><Timeline of={s.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
