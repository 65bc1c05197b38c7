// Our lines against those of another register: what was compared when, and how much differs.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Reconciliation } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { CompareFile } from './compare';

export const sources = ['national', 'network'];

export function Reconciliations() {
  useWhere({ name: t('nav.reconciliations') });
  const { query: q } = usePlace();
  const [comparing, setComparing] = useState(false);
  const source = sources.find((s) => s === q.get('source')) ?? 'national';
  return (
    <>
      <Head title={t('nav.reconciliations')} acts={has('operator') && <button onClick={() => setComparing(true)}>{t('reconciliation.compare')}</button>} />
      <Tabs name="source" now={source} of={sources.map((s): [string, string] => [s, word('register', s)])} />
      <p class="soft">{t('reconciliations.text')}</p>
      <Table<Reconciliation>
        path={'/reconciliations' + query({ source, limit: 50 })}
        id={(r) => r.id}
        open={(r) => `/reconciliations/${r.id}`}
        empty={<><h2>{t('reconciliations.none')}</h2><p>{t('reconciliations.none.do')}</p></>}
        columns={[
          { name: t('reconciliation.file'), cell: (r) => <a class="cover" href={`/reconciliations/${r.id}`}>{r.name}</a> },
          { name: t('list.state'), cell: (r) => <State state={r.state} group="reconciliation_state" tone={r.state === 'done' ? 'good' : r.state === 'running' ? 'wait' : 'gone'} /> },
          { name: t('reconciliation.started'), cell: (r) => <When at={r.started_at} /> },
          { name: t('reconciliation.differing'), class: 'right num', cell: (r) => number(r.differing) },
          { name: t('reconciliation.opened'), class: 'right num hide-narrow', cell: (r) => number(r.opened) },
          { name: t('reconciliation.vanished'), class: 'right num hide-narrow', cell: (r) => number(r.vanished) },
          { name: t('reconciliation.theirs'), class: 'right num hide-narrow', cell: (r) => number(r.theirs) },
          { name: t('reconciliation.ours'), class: 'right num hide-narrow', cell: (r) => number(r.ours) },
        ]}
      />
      {comparing && <CompareFile source={source} onClose={() => setComparing(false)} />}
    </>
  );
}
