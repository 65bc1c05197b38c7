// One correction: both values are read for a purpose, by the second person, who confirms or refuses.
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Correction } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { ReadOnce } from '../../ui/read_once';
import { correctionTone } from './list';

const texts: Record<string, Parameters<typeof t>[0]> = { confirm: 'correction.confirm.text', refuse: 'correction.refuse.text', withdraw: 'correction.withdraw.text' };

export function CorrectionPage({ id }: { id: string }) {
  const path = `/corrections/${id}`;
  const { data: c, etag, problem, reload } = useResource<Correction>(path);
  const title = c ? t('correction.title', { part: word('field', c.part) }) : '…';
  useWhere({ name: t('nav.corrections'), path: '/corrections' }, { name: title });
  if (!c) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const saying = { group: 'correction_event', reasons: [], grave: new Set(['refuse']), text: (event: string) => (texts[event] ? t(texts[event]) : null), onDone: () => stale((p) => p.startsWith('/corrections?') || p === `/holders/${c.holder_id}`) };
  return (
    <>
      <Head title={title}><State state={c.state} group="correction_state" tone={correctionTone(c.state)} /><span>{t('correction.asked')} <When at={c.asked_at} /></span></Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={[['asked', 'confirmed'], ['refused', 'withdrawn']]} now={c.state} next={c.next_events.filter((e) => e.allowed)} group="correction_state" />
          <Group title={t('line.facts')}>
            <Facts of={[
              [t('holder.one'), <a href={`/persons/${c.holder_id}`}>{t('line.holder.open')}</a>],
              [t('correction.part'), word('field', c.part)],
              [t('find.kind'), c.document_kind && word('document', c.document_kind)],
              [t('proof.evidence'), word('evidence', c.evidence)],
              [t('proof.reference'), c.reference],
              [t('correction.by'), c.asked_by?.display_name],
              [t('request.decided'), c.decided_at && <><When at={c.decided_at} /> {c.decided_by?.display_name}</>],
              [t('correction.former'), c.former_until && (c.former_gone_at ? t('correction.former.gone') : <When at={c.former_until} />)],
            ]} />
          </Group>
          {has('registrar', 'compliance_officer') && c.state === 'asked' && (
            <ReadOnce<{ fields: Record<string, string> }>
              title={t('correction.compare')} path={`${path}/comparisons`} act={t('dispute.words.read')} purpose="correct_record"
              show={(read) => <Facts of={[[t('correction.now'), read.fields['former_value'] ?? '–'], [t('correction.then'), read.fields['right_value'] ?? '–']]} />}
            />
          )}
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CodeSteps path={path} etag={etag} events={c.next_events} saying={saying} /></Group>
          <Group title={t('page.timeline')}><Timeline of={c.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
