// Statements of reasons: what entities were told, and which of it did not arrive.
import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { StatementLine } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

export const statementStates = ['undelivered', 'written', 'sent', 'handed_over', 'received'];

export function Statements() {
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: t('statements.title') });
  const { query: q } = usePlace();
  return (
    <>
      <Head title={t('statements.title')} />
      <p class="soft">{t('statements.text')}</p>
      <div class="filters"><Chips name="state" label={t('list.by.state')} options={statementStates.map((s) => ({ value: s, text: word('statement.state', s) }))} /></div>
      <Table<StatementLine>
        path={'/statements' + query({ state: q.get('state'), limit: 100 })}
        id={(s) => s.id}
        open={(s) => `/statements/${s.id}`}
        empty={<><h2>{t('statements.none')}</h2><p>{t('statements.none.do')}</p></>}
        columns={[
          { name: t('statements.number'), cell: (s) => <a class="strong num" href={`/statements/${s.id}`}>{s.number}</a> },
          { name: t('statements.site'), cell: (s) => s.site },
          { name: t('case.ground'), class: 'hide-narrow', cell: (s) => word('ground', s.ground) },
          { name: t('list.state'), cell: (s) => <State state={s.state} group="statement.state" /> },
          { name: t('page.since'), cell: (s) => <When at={s.state_since} /> },
        ]}
      />
    </>
  );
}
