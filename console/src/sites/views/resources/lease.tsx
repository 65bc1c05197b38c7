import { useResource } from '../../../api/resource';
import { t } from '../../../i18n';
import type { AddressLeasePage } from '../../types';
import { Machine, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { LeaseState } from './words';

const line = ['proposed', 'licence_check', 'active', 'mismatch', 'explain', 'cured'];

export function LeasePage({ id }: { id: string }) {
  const path = `/address-leases/${id}`;
  const { data: l, etag, problem, reload } = useResource<AddressLeasePage>(path);
  useWhere({ name: t('nav.resources'), path: '/resources?tab=leases' }, { name: l?.contract ?? '…' });
  if (!l) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={l.contract}><LeaseState state={l.state} /><span>{t('page.since')} <When at={l.state_since} /></span>{l.due_at && <Due at={l.due_at} />}</Head>
      <div class="columns">
        <div class="stack">
          <Machine states={line} now={l.state} group="lease" />
          {l.reasons.length > 0 && <div class="tell wait"><ul>{l.reasons.map((r) => <li key={r}>{r}</li>)}</ul></div>}
          <Group title={t('block.facts')}>
            <Facts of={[
              [t('lease.block'), <a class="mono" href={`/resources/${l.block_id}`}>{l.block.range}</a>],
              [t('lease.lessor'), l.lessor], [t('lease.lessee'), l.lessee], [t('lease.licence'), l.licence_number],
              [t('lease.sublet'), t(l.may_sublet ? 'lease.sublet.yes' : 'lease.sublet.no')],
            ]} />
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} group="lease_event" events={l.next_events} /></Group>
          <Group title={t('page.timeline')}><Timeline of={l.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
