// One exercise: what is known of the site, what the ground asks for, one's own answer; then the known one, and why.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Exercise, ExerciseChoice, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';

const outcomes = ['violation', 'none', 'more_evidence'];
const inWords = (c: ExerciseChoice): string => word('exercise.outcome', c.outcome) + (c.measure ? ` · ${word('measure', c.measure)} · ${word('scope', c.scope_kind ?? '')}` : '');

function Answer({ of: e }: { of: Exercise }) {
  const [outcome, setOutcome] = useState('');
  const [effect, setEffect] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(event: Event) {
    event.preventDefault();
    const [measure, scope_kind] = effect.split('/');
    const answer = await ask(`/exercises/${e.id}/answers`, { body: outcome === 'violation' ? { outcome, measure, scope_kind } : { outcome }, once: true });
    setProblem(answer.problem ?? null);
    if (answer.ok) stale((p) => p.startsWith('/exercises'));
  }
  return (
    <form onSubmit={(x) => void send(x)}>
      <div class="fields">
        <Field label={t('training.outcome')}>
          <select required value={outcome} onChange={(x) => setOutcome(x.currentTarget.value)}><option value="" />{outcomes.map((o) => <option key={o} value={o}>{word('exercise.outcome', o)}</option>)}</select>
        </Field>
        {outcome === 'violation' && (
          <Field label={t('training.effect')}>
            <select required value={effect} onChange={(x) => setEffect(x.currentTarget.value)}><option value="" />{e.allows.map((a) => { const v = `${a.measure}/${a.scope_kind}`; return <option key={v} value={v}>{word('measure', a.measure)} · {word('scope', a.scope_kind)}</option>; })}</select>
          </Field>
        )}
      </div>
      <Problem problem={problem} />
      <button class="primary">{t('training.answer')}</button>
      <p class="meta">{t('training.first')}</p>
    </form>
  );
}

export function ExercisePage({ id }: { id: string }) {
  const { data: e, problem, reload } = useResource<Exercise>(`/exercises/${id}`);
  useWhere({ name: t('nav.training'), path: '/training' }, { name: e?.title ?? '…' });
  if (!e) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const agrees = e.own && e.known && e.own.outcome === e.known.outcome && e.own.measure === e.known.measure && e.own.scope_kind === e.known.scope_kind;
  return (
    <>
      <Head title={e.title}><span class="mono">{e.site}</span><span>{word('ground', e.ground)}</span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('training.story')}><p>{e.story}</p></Group>
          <Group title={t('training.evidence')}><ul class="links">{e.evidence.map((x, i) => <li key={i}><span>{x.words}</span><span class="meta">{word('element', x.element)}</span></li>)}</ul></Group>
          <Group title={t('training.asked')}><ul class="links">{e.elements.map((x) => <li key={x.element}><span>{x.sentence}</span></li>)}</ul></Group>
        </div>
        <div class="stack">
          <Group title={t('training.answer')}>
            {!e.own && <Answer of={e} />}
            {e.own && e.known && (
              <div class={agrees ? 'tell good' : 'tell wait'} role="status">
                <p>{t('training.own', { answer: inWords(e.own) })}</p>
                <p><b>{t('training.known', { answer: inWords(e.known) })}</b></p>
                <p>{e.why}</p>
              </div>
            )}
          </Group>
        </div>
      </div>
    </>
  );
}
