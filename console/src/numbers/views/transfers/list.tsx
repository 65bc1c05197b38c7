// Lines that pass from one person to another: both agree, both are verified.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { TransferSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Masked } from '../../ui/number';
import { LineTabs } from '../../ui/person_tabs';
import { AskTransfer } from './ask';

export const transferTone = (state: string): string => ({ asked: 'wait', completed: 'good', refused: 'stop' })[state] ?? 'gone';

export function Transfers() {
  useWhere({ name: t('nav.lines'), path: '/lines' }, { name: t('nav.transfers') });
  const { query: q } = usePlace();
  const [asking, setAsking] = useState(false);
  const line = q.get('line');
  return (
    <>
      <Head title={t('nav.transfers')} acts={has('registrar') && <button onClick={() => setAsking(true)}>{t('transfer.ask')}</button>} />
      <LineTabs now="/transfers" />
      <p class="soft">{t('transfers.text')}</p>
      {line && <div class="filters"><a class="chip button" href={withQuery({ line: null })}>{t('registrations.of.line')} ×</a></div>}
      <Table<TransferSummary>
        path={'/transfers' + query({ line, limit: 100 })}
        id={(x) => x.id}
        open={(x) => `/transfers/${x.id}`}
        empty={<><h2>{t('transfers.none')}</h2><p>{t('transfers.none.do')}</p></>}
        columns={[
          { name: t('line.number'), cell: (x) => <a class="cover" href={`/transfers/${x.id}`}><Masked of={x.line} /></a> },
          { name: t('list.state'), cell: (x) => <State state={x.state} group="transfer_state" tone={transferTone(x.state)} /> },
          { name: t('list.due'), cell: (x) => x.state === 'asked' && <Due at={x.due_at} /> },
          { name: t('transfer.method'), class: 'hide-narrow', cell: (x) => word('transfer_method', x.method) },
          { name: t('registration.place'), class: 'hide-narrow', cell: (x) => x.place },
          { name: t('registration.captured'), class: 'hide-narrow', cell: (x) => <When at={x.captured_at} /> },
        ]}
      />
      {asking && <AskTransfer onClose={() => setAsking(false)} />}
    </>
  );
}
