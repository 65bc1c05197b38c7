// Dealers: who sells lines under whose contract. The second tab: what looks odd at any of them, for a person to decide.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { DealerSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { NewDealer } from './contract';
import { Signals } from './signals';

const states = ['applied', 'active', 'suspended', 'ended'];
export const dealerTone = (state: string): string | undefined => ({ active: 'good', suspended: 'stop', ended: 'gone' })[state];

function DealerList() {
  const { query: q } = usePlace();
  const state = q.get('state'), parent = q.get('parent');
  return (
    <>
      <div class="filters">
        <Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('dealer_state', s) }))} />
        {parent && <a class="chip button" href={withQuery({ parent: null })}>{t('dealers.of.parent')} ×</a>}
      </div>
      <Table<DealerSummary>
        path={'/dealers' + query({ state, parent, limit: 100 })}
        id={(d) => d.id}
        open={(d) => `/dealers/${d.id}`}
        empty={state || parent ? <><h2>{t('dealers.none')}</h2><p>{t('people.empty.do')}</p></> : <><h2>{t('dealers.empty')}</h2><p>{t('dealers.empty.do')}</p></>}
        columns={[
          { name: t('dealer.name'), cell: (d) => <a class="cover" href={`/dealers/${d.id}`}>{d.name ?? d.id}</a> },
          { name: t('list.state'), cell: (d) => <State state={d.state} group="dealer_state" tone={dealerTone(d.state)} /> },
          { name: t('list.since'), class: 'hide-narrow', cell: (d) => <When at={d.state_since} /> },
          { name: t('line.region'), cell: (d) => d.region },
          { name: t('dealer.contract'), class: 'hide-narrow', cell: (d) => d.contract_number },
          { name: t('dealer.until'), class: 'hide-narrow', cell: (d) => (d.contract_until ? <When at={d.contract_until} /> : <span class="meta">{t('document.no.end')}</span>) },
          { name: t('dealer.quota'), class: 'right num hide-narrow', cell: (d) => number(d.quota) },
          { name: t('dealer.reason'), class: 'hide-narrow', cell: (d) => d.reason && word('reason', d.reason) },
        ]}
      />
    </>
  );
}

export function Dealers() {
  useWhere({ name: t('nav.dealers') });
  const { query: q } = usePlace();
  const [adding, setAdding] = useState(false);
  const decides = has('registrar', 'compliance_officer', 'supervisor', 'auditor');
  const view = decides && q.get('view') === 'signals' ? 'signals' : 'dealers';
  return (
    <>
      <Head title={t('nav.dealers')} acts={has('registrar', 'operator') && <button onClick={() => setAdding(true)}>{t('dealer.new')}</button>} />
      {decides && <Tabs name="view" now={view} of={[['dealers', t('nav.dealers')], ['signals', t('signals.title')]]} />}
      {view === 'signals' ? <Signals /> : <DealerList />}
      {adding && <NewDealer onClose={() => setAdding(false)} />}
    </>
  );
}
