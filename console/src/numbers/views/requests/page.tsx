// One request of an authority: the letter and its law, exactly what is asked for, who signed, which clock runs, the
// answer, and when the person is told.
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { AuthorityRequest, PersonRef } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { ReadOnce } from '../../ui/read_once';
import { Answer, Comparison } from './answer';
import { requestTone, runsUntil } from './list';

const rows = [['received', 'checked', 'approved', 'answered', 'notified', 'closed'], ['refused', 'expired']];
const texts: Record<string, Parameters<typeof t>[0]> = { check: 'request.check.text', approve: 'request.approve.text', refuse: 'request.refuse.text', close: 'request.close.text' };
const saying = {
  group: 'request_event',
  reasons: ['letter_incomplete', 'scope_exceeded', 'law_unknown', 'officer_unknown', 'letter_not_real'],
  grave: new Set(['refuse']),
  text: (event: string) => (texts[event] ? t(texts[event]) : null),
  reason: (code: string) => ({ reasons: [code] }),
};

function Signer({ n, label, person, done }: { n: number; label: string; person: PersonRef | null; done: boolean }) {
  return <li><span class={done ? 'mark yes' : 'mark'}>{done ? '✓' : n}</span><div>{done ? <>{person?.display_name ?? t('timeline.system')}<div class="meta">{label}</div></> : <span class="soft">{label}</span>}</div></li>;
}

export function RequestPage({ id }: { id: string }) {
  const path = `/authority-requests/${id}`;
  const { data: r, etag, problem, reload } = useResource<AuthorityRequest>(path);
  useWhere({ name: t('nav.requests'), path: '/requests' }, { name: r?.number ?? '…' });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const answers = has('compliance_officer') && (r.state === 'approved' || r.state === 'answered');
  const refused = r.state === 'refused';
  return (
    <>
      <Head title={t('request.title', { number: r.number, authority: r.authority_name ?? '' })}>
        <State state={r.state} group="request_state" tone={requestTone(r.state)} /><span>{t('page.since')} <When at={r.state_since} /></span>
        {runsUntil(r) && <span>{t(r.state === 'received' || r.state === 'checked' ? 'request.decide.in' : 'request.answer.in')} <Due at={runsUntil(r)} /></span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={rows} now={r.state} next={r.next_events.filter((e) => e.allowed)} group="request_state" />
          {r.reasons.length > 0 && <div class="tell wait"><h2>{t('request.refused')}</h2><ul>{r.reasons.map((c) => <li key={c}>{word('reason', c)}</li>)}</ul></div>}
          <Group title={t('request.facts')}>
            <Facts of={[
              [t('request.authority'), r.authority_name],
              [t('request.law'), r.law],
              [t('request.letter'), r.letter],
              [t('purpose.label'), word('purpose', r.purpose)],
              [t('request.kind'), word('request_kind', r.kind)],
              [t('request.fields'), r.fields.map((f) => word('request_field', f)).join(', ')],
              [t('request.about'), <When at={r.about_at} />],
              [t('request.rows'), r.kind === 'comparison' ? t('request.rows.used', { n: number(r.readings), of: number(r.rows_max) }) : null],
            ]} />
            <p class="meta">{t('request.scope.text')}</p>
          </Group>
          {has('compliance_officer', 'supervisor') && (
            <ReadOnce<{ fields: Record<string, string> }>
              title={t('request.officer.title')} path={`${path}/letters`} act={t('request.officer.read')} purpose="authority_request"
              show={(read) => <Facts of={['officer_name', 'officer_id', 'subject'].filter((f) => f in read.fields).map((f): [string, string] => [word('request_letter', f), read.fields[f]!])} />}
            />
          )}
          {answers && (r.kind === 'comparison' ? <Comparison of={r} path={path} /> : <Answer of={r} path={path} />)}
          <Group title={t('request.notice')}>
            <p>{r.notified_at ? <>{t('request.notice.done')} <When at={r.notified_at} /></> : r.delay_until ? <>{t('request.notice.later')} <When at={r.delay_until} /></> : r.kind === 'comparison' ? t('request.notice.comparison') : t('request.notice.at.once')}</p>
            {r.delay_law && <p class="soft">{t('request.delay.law')}: {r.delay_law}</p>}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>{r.state === 'approved' && r.next_events.length === 0 ? <p>{t(answers ? 'request.next.answer' : 'request.next.officer')}</p> : <CodeSteps path={path} etag={etag} events={r.next_events} saying={saying} />}</Group>
          <Group title={t('request.signatures')}>
            <ol class="signers">
              <Signer n={1} label={t('request.by.entered')} person={r.entered_by} done />
              <Signer n={2} label={t('request.by.checked')} person={r.checked_by} done={r.checked_by !== null} />
              <Signer n={3} label={t(refused ? 'request.by.refused' : 'request.by.approved')} person={r.decided_by} done={r.decided_by !== null} />
            </ol>
            <p class="meta">{t('request.two')}</p>
          </Group>
          <Group title={t('request.clocks')}>
            <Facts of={[
              [t('request.entered'), <When at={r.entered_at} />],
              [t('request.due'), <When at={r.due_at} />],
              [t('request.decided'), r.decided_at && <When at={r.decided_at} />],
              [t('request.expires'), r.expires_at && <When at={r.expires_at} />],
              [t('request.answered'), r.answered_at && <><When at={r.answered_at} /> <span class="meta">{t('request.answer.read', { n: number(r.readings) })}</span></>],
            ]} />
          </Group>
          <Group title={t('page.timeline')}><Timeline of={r.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
