// One proposed change of the never-block list: its names, who proposed it, and who confirms.
import { stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { NeverBlockName, NeverBlockProposal } from '../../types';
import { Machine, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';

export function NeverBlockPage({ id }: { id: string }) {
  const path = `/never-block/proposals/${id}`;
  const { data: p, etag, problem, reload } = useResource<NeverBlockProposal>(path);
  const title = p ? t(p.action === 'add' ? 'never.adds' : 'never.removes', { n: number(p.names) }) : '…';
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: t('never.title'), path: '/never-block' }, { name: title });
  if (!p) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={title}><State state={p.state} group="never.state" /><span><When at={p.decided_at ?? p.proposed_at} /></span></Head>
      <div class="columns">
        <div class="stack">
          <Machine states={['proposed', 'confirmed']} now={p.state} group="never.state" />
          <Group title={t('never.facts')}>
            <Facts of={[
              [t('never.reason'), <span class="wrap">{p.reason}</span>],
              [t('never.source'), p.source ?? t('never.typed')],
              [t('never.proposed.by'), p.proposed_by?.display_name ?? t('never.cli')],
              [t('never.decided.by'), p.decided_by?.display_name],
              [t('never.refused'), p.refused > 0 ? number(p.refused) : null],
              ['SHA-256', p.names_sha256 && <span class="mono wrap">{p.names_sha256}</span>],
            ]} />
          </Group>
          <Group title={t('never.tab.names')}>
            <Table<NeverBlockName>
              path={`${path}/names?limit=100`}
              id={(n) => n.name}
              empty={<p>{t('never.none')}</p>}
              columns={[{ name: t('legacy.name'), cell: (n) => <span class="strong">{n.name}</span> }, { name: t('never.kind'), cell: (n) => word('never.kind', n.kind) }]}
            />
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            <Steps path={path} etag={etag} events={p.next_events} group="never.event" onDone={() => stale((x) => x.startsWith('/never-block'))} />
          </Group>
          <Group title={t('page.timeline')}><Timeline of={p.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
