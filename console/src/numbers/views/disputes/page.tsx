// One dispute: what is disputed, what both sides say, how it was registered, the clock, and the decision with its reason.
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Dispute } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { ReadOnce } from '../../ui/read_once';
import { DealerSaid, Decide } from './forms';
import { disputeTone, isOpen } from './list';

const rows = [['opened', 'dealer_asked', 'decided', 'told']];

export function DisputePage({ id }: { id: string }) {
  const path = `/disputes/${id}`;
  const { data: d, etag, problem, reload } = useResource<Dispute>(path);
  const title = d ? word('dispute_kind', d.kind) : '…';
  useWhere({ name: t('nav.disputes'), path: '/disputes' }, { name: title });
  if (!d) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const saying = {
    group: 'dispute_event', reasons: [], grave: new Set<string>(),
    text: (event: string) => (event === 'ask_dealer' ? t('dispute.ask.text') : null),
    forms: {
      decide: (close: () => void) => <Decide of={d} path={path} etag={etag} onClose={close} />,
      note_answer: (close: () => void) => <DealerSaid path={path} etag={etag} onClose={close} />,
    },
  };
  return (
    <>
      <Head title={title}>
        <State state={d.state} group="dispute_state" tone={disputeTone(d.state)} /><span>{t('page.since')} <When at={d.state_since} /></span>
        {isOpen(d) && <span>{t('request.decide.in')} <Due at={d.due_at} /></span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={rows} now={d.state} next={d.next_events.filter((e) => e.allowed)} group="dispute_state" />
          {d.outcome && (
            <div class="tell good">
              <h2>{word('dispute_outcome', d.outcome)}</h2>
              <p>{d.reason && word('reason', d.reason)} · {d.decided_by?.display_name} · <When at={d.decided_at} /></p>
              <p class="soft">{d.told_at ? <>{t('dispute.told')} <When at={d.told_at} /></> : t('dispute.told.soon')}</p>
            </div>
          )}
          <Group title={t('dispute.what')}>
            <Facts of={[
              [t('dispute.kind'), word('dispute_kind', d.kind)],
              [t('dispute.fields'), d.fields.length > 0 ? d.fields.map((f) => word('field', f)).join(', ') : null],
              [t('holder.one'), <a href={`/persons/${d.holder_id}`}>{t('line.holder.open')}</a>],
              [t('line.one'), d.line_id && <a href={`/lines/${d.line_id}`}>{t('act.open')}</a>],
              [t('registration.dealer'), d.dealer_id && <a href={`/dealers/${d.dealer_id}`}>{d.dealer_name ?? t('act.open')}</a>],
              [t('dispute.opened'), <When at={d.opened_at} />],
            ]} />
            {isOpen(d) && <p class="meta">{t('dispute.serves')}</p>}
          </Group>
          <Group title={t('dispute.evidence')}>
            <ul class="links">
              {d.line_id && <li><span>{t('dispute.how')}</span><a href={`/registrations?line=${d.line_id}`}>{t('act.open')}</a></li>}
              <li><span>{t('dispute.of.person')}</span><a href={`/registrations?holder=${d.holder_id}`}>{t('act.open')}</a></li>
              {d.dealer_id && <li><span>{t('dispute.of.dealer')}</span><a href={`/dealers/${d.dealer_id}`}>{t('act.open')}</a></li>}
              {d.dealer_answer && <li><span>{t('dispute.dealer.says')}</span><b>{word('dealer_answer', d.dealer_answer)}</b></li>}
            </ul>
          </Group>
          {has('registrar', 'compliance_officer', 'supervisor') && (
            <ReadOnce<{ fields: Record<string, string> }>
              title={t('dispute.words')} path={`${path}/words`} act={t('dispute.words.read')} purpose="dispute"
              show={(read) => <Facts of={['words', 'dealer_words'].filter((f) => read.fields[f]).map((f): [string, string] => [word('dispute_words', f), read.fields[f]!])} />}
            />
          )}
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CodeSteps path={path} etag={etag} events={d.next_events} saying={saying} /></Group>
          <Group title={t('page.clocks')}>
            <Facts of={[
              [t('request.due'), <><When at={d.due_at} /> {isOpen(d) && <Due at={d.due_at} />}</>],
              [t('dispute.dealer.due'), d.dealer_due_at && <><When at={d.dealer_due_at} /> {d.state === 'dealer_asked' && !d.dealer_answer && <Due at={d.dealer_due_at} />}</>],
              [t('request.decided'), d.decided_at && <When at={d.decided_at} />],
            ]} />
          </Group>
          <Group title={t('page.timeline')}><Timeline of={d.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
