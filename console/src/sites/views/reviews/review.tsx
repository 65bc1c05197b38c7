// One second review: the sealed visit, the ground, and nothing of what was said first.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { Problem as ProblemData, SecondReview, Test } from '../../types';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { BlurButton, Capped, useBlur } from '../../ui/blur';
import { Minor } from '../../ui/picture';
import { Hits, Hops, Pictures } from '../../ui/visit';

export function ReviewPage({ id }: { id: string }) {
  const { data: r, problem, reload } = useResource<SecondReview>(`/second-reviews/${id}`);
  const test = useResource<Test>(r ? `/tests/${r.test_id}` : null);
  const blur = useBlur();
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useWhere({ name: t('nav.testing'), path: '/testing' }, { name: t('reviews.tab'), path: '/testing?tab=quality' }, { name: t('reviews.title') });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  async function send(event: string, said?: string) {
    const answer = await ask(`/second-reviews/${id}/events`, { body: said ? { event, answer: said } : { event } });
    setFailed(answer.problem ?? null);
    stale((p) => p.startsWith('/second-reviews') || p.startsWith('/review-agreement') || p.startsWith('/suspicions'));
    if (answer.ok && event === 'give_back') go('/testing?tab=quality');
  }
  const x = test.data;
  return (
    <>
      <Head title={t('reviews.title')} acts={<BlurButton of={blur} />}><State state={r.state} /><span>{word('ground', r.ground)}</span></Head>
      <Capped of={blur} />
      <div class="columns">
        <div class={blur.blurred ? 'stack blurred' : 'stack'}>
          {x ? (
            <>
              <p class="mono wrap">{x.final_url}</p>
              <div class="group"><h3>{t('visit.hops')}</h3><Hops of={x.hops} /></div>
              <div class="group"><h3>{t('visit.hits')}</h3><Hits of={x.hits} /></div>
              <div class="group"><h3>{t('visit.pictures')}</h3><Pictures of={x.pictures} /></div>
              <p><a href={`/api/tests/${x.id}/evidence`} download>WARC</a></p>
              <div class="filters"><Minor test={x} /></div>
            </>
          ) : test.problem ? <Problem problem={test.problem} /> : <Loading />}
        </div>
        <Group title={t('reviews.ground')}>
          <p class="soft">{t('reviews.blind')}</p>
          {r.state === 'taken' ? (
            <>
              <p>{t('reviews.due')} <When at={r.due_at} /></p>
              <div class="row">{['violation', 'none', 'unsure'].map((a) => <button key={a} onClick={() => void send('answer', a)}>{word('answer', a)}</button>)}</div>
              <div><button class="small" onClick={() => void send('give_back')}>{t('reviews.give_back')}</button></div>
            </>
          ) : r.answer && <p>{t('reviews.given', { answer: word('answer', r.answer) })}</p>}
          <Problem problem={failed} />
          <a href="/testing?tab=quality">{t('reviews.all')}</a>
        </Group>
      </div>
    </>
  );
}
