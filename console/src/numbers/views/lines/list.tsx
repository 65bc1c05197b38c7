import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { LineSummary, List, Pool } from '../../types';
import { Group, Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { Msisdn } from '../../ui/number';
import { LineTabs } from '../../ui/person_tabs';
import { LookUp } from './look_up';

const states = ['available', 'reserved', 'registered', 'active', 'warned', 'one_way_barred', 'barred', 'disconnected', 'quarantined'];
// Of all ranges together, those are listed in which somebody has to act.
const stopped = ['warned', 'one_way_barred', 'barred'];

export function Lines() {
  useWhere({ name: t('nav.lines') });
  const { query: q } = usePlace();
  const pools = useResource<List<Pool>>('/pools');
  const pool = q.get('pool');
  const state = q.get('state') ?? (pool ? null : 'barred');
  const named = new Map((pools.data?.items ?? []).map((p) => [p.id, p]));
  return (
    <>
      <Head title={t('nav.lines')} />
      <LineTabs now="/lines" />
      {has('registrar', 'compliance_officer') && <LookUp />}
      <Group title={pool ? (named.get(pool)?.name ?? '…') : t('lines.stopped')}>
        <div class="filters">
          <select class="run" aria-label={t('lines.pool')} value={pool ?? ''} onChange={(e) => go(withQuery({ pool: e.currentTarget.value || null, state: null }), true)}>
            <option value="">{t('lines.pool.all')}</option>
            {pools.data?.items.map((p) => <option value={p.id} key={p.id}>{`${p.name} · ${p.region} · ${number(p.stocked)}`}</option>)}
          </select>
          <Chips name="state" label={t('list.by.state')} options={(pool ? states : stopped).map((s) => ({ value: s, text: word('line_state', s) }))} />
        </div>
        <Table<LineSummary>
          path={'/lines' + query({ pool, state, limit: 100 })}
          id={(l) => l.id}
          open={(l) => `/lines/${l.id}`}
          empty={<><h2>{t('lines.empty')}</h2><p>{t(pool ? 'lines.empty.pool' : 'lines.empty.stopped')}</p></>}
          columns={[
            { name: t('line.number'), cell: (l) => <a class="cover" href={`/lines/${l.id}`}><Msisdn of={l} /></a> },
            { name: t('list.state'), cell: (l) => <State state={l.state} group="line_state" /> },
            { name: t('list.since'), cell: (l) => <When at={l.state_since} /> },
            { name: t('list.due'), class: 'hide-narrow', cell: (l) => <Due at={l.due_at} /> },
            { name: t('line.kind'), class: 'hide-narrow', cell: (l) => word('line_kind', l.kind) },
            { name: t('line.pool'), class: 'hide-narrow', cell: (l) => named.get(l.pool_id)?.name },
            { name: t('line.region'), class: 'hide-narrow', cell: (l) => named.get(l.pool_id)?.region },
            { name: t('line.sim'), class: 'hide-narrow', cell: (l) => t(l.has_sim ? 'line.sim.yes' : 'line.sim.no') },
          ]}
        />
      </Group>
    </>
  );
}
