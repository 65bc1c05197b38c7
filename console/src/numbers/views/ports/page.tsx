// One number that passes between operators.
import { stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Port } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { Masked } from '../../ui/number';
import { portTone } from './list';

export function PortPage({ id }: { id: string }) {
  const path = `/ports/${id}`;
  const { data: p, etag, problem, reload } = useResource<Port>(path);
  const number = p?.line?.msisdn_masked.replaceAll('*', '•') ?? '';
  useWhere({ name: t('nav.ports'), path: '/ports' }, { name: p ? number : '…' });
  if (!p) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const texts: Record<string, string> = { complete: t(p.direction === 'in' ? 'port.complete.in' : 'port.complete.out'), cancel: t('port.cancel.text'), come_back: t('port.back.text') };
  const saying = { group: 'port_event', reasons: ['clearing_house', 'holder_asked', 'ended_there', 'fraud_suspected'], grave: new Set(['cancel']), text: (event: string) => texts[event] ?? null, onDone: () => stale((x) => x.startsWith('/ports?') || x.startsWith('/lines')) };
  return (
    <>
      <Head title={t(p.direction === 'in' ? 'port.title.in' : 'port.title.out', { number, operator: p.operator })}>
        <State state={p.state} group="port_state" tone={portTone(p.state)} /><span>{t('page.since')} <When at={p.state_since} /></span><Due at={p.due_at} />
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={[['asked', 'done', 'ended'], ['cancelled', 'lapsed']]} now={p.state} next={p.next_events.filter((e) => e.allowed)} group="port_state" />
          <Group title={t('line.facts')}>
            <Facts of={[
              [t('line.one'), p.line && <a href={`/lines/${p.line.id}`}><Masked of={p.line} /></a>],
              [t('line.state'), p.line && <State state={p.line.state} group="line_state" />],
              [t('port.direction'), word('port_direction', p.direction)],
              [t('port.operator'), p.operator],
              [t('port.reference'), p.reference],
              [t('dealer.reason'), p.reason && word('reason', p.reason)],
              [t('correction.by'), p.asked_by?.display_name],
            ]} />
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CodeSteps path={path} etag={etag} events={p.next_events} saying={saying} /></Group>
          <Group title={t('page.timeline')}><Timeline of={p.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
