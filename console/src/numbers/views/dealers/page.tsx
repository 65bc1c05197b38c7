// One dealer: its contract and quota, what looks odd, its devices, shops and people, and what comes next.
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Dealer } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { Contract } from './contract';
import { Devices } from './devices';
import { dealerTone } from './list';
import { Recheck } from './recheck';
import { Shops } from './shops';
import { Signals } from './signals';

const rows = [['applied', 'active', 'ended'], ['suspended']];
const texts: Record<string, Parameters<typeof t>[0]> = { activate: 'dealer.activate.text', suspend: 'dealer.suspend.text', reinstate: 'dealer.reinstate.text', end: 'dealer.end.text' };

export function DealerPage({ id }: { id: string }) {
  const path = `/dealers/${id}`;
  const { data: d, etag, problem, reload } = useResource<Dealer>(path);
  useWhere({ name: t('nav.dealers'), path: '/dealers' }, { name: d?.name ?? '…' });
  if (!d) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const saying = {
    group: 'dealer_event',
    reasons: ['signals', 'fraud_suspected', 'authority_asked', 'contract_breach', 'dealer_asked'],
    grave: new Set(['suspend', 'end']),
    text: (event: string) => (texts[event] ? t(texts[event]) : null),
    onDone: () => stale((p) => p.startsWith('/dealers?') || p.startsWith('/jobs')),
  };
  return (
    <>
      <Head title={d.name ?? d.id}>
        <State state={d.state} group="dealer_state" tone={dealerTone(d.state)} /><span>{t('page.since')} <When at={d.state_since} /></span>
        {d.reason && <span>{word('reason', d.reason)}</span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={rows} now={d.state} next={d.next_events.filter((e) => e.allowed)} group="dealer_state" />
          <Contract of={d} etag={etag} />
          {has('registrar', 'compliance_officer', 'supervisor', 'auditor') && <Group title={t('signals.title')} aside={t('signal.text')}><Signals dealer={d.id} /></Group>}
          <Devices dealer={d.id} active={d.state === 'active'} />
          <Shops dealer={d.id} open={d.state !== 'ended'} />
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CodeSteps path={path} etag={etag} events={d.next_events} saying={saying} /></Group>
          <Recheck of={d} />
          <Group title={t('nav.registrations')}><p><a href={`/registrations?dealer=${d.id}`}>{t('dealer.registrations')}</a></p></Group>
          <Group title={t('page.timeline')}><Timeline of={d.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
