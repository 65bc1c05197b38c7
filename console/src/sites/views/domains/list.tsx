import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { DomainSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';

const states = ['unverified', 'documents_in', 'verified', 'changed_holder', 'lapsed'];

export function Domains() {
  useWhere({ name: t('nav.domains') });
  const { query: q } = usePlace();
  return (
    <>
      <Head title={t('nav.domains')} acts={has('registrar') && <a class="button" href="/domains/import">{t('domains.import')}</a>} />
      <div class="filters">
        <SearchField label={t('domains.search')} />
        <Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('state', s) }))} />
        <Chips name="due" label={t('domains.due')} options={[{ value: '1', text: t('domains.due.only') }]} />
      </div>
      <Table<DomainSummary>
        path={'/domains' + query({ q: q.get('q'), state: q.get('state'), due: q.get('due'), limit: 100 })}
        id={(d) => d.name}
        open={(d) => `/domains/${d.name}`}
        empty={<><h2>{t('domains.empty')}</h2><p>{t('domains.empty.do')}</p></>}
        columns={[
          { name: t('domains.name'), cell: (d) => <a class="cover" href={`/domains/${d.name}`}>{d.name}</a> },
          { name: t('list.state'), cell: (d) => <State state={d.state} /> },
          { name: t('domain.holder'), cell: (d) => d.holder || <span class="soft">{word('holder', d.holder_kind)}</span> },
          { name: t('domain.registrar'), class: 'hide-narrow', cell: (d) => d.registrar },
          { name: t('domain.expires'), class: 'hide-narrow', cell: (d) => <When at={d.expires_at} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (d) => <Due at={d.due_at} /> },
        ]}
      />
    </>
  );
}
