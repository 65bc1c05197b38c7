// Persons who hold more lines than the cap, and have not chosen which to keep. Nothing is chosen by a machine.
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { ExcessSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { PersonTabs } from '../../ui/person_tabs';

export function Excesses() {
  useWhere({ name: t('nav.persons'), path: '/persons' }, { name: t('nav.excess') });
  return (
    <>
      <Head title={t('nav.excess')} />
      <PersonTabs now="/excess" />
      <p class="soft">{t('excess.text')}</p>
      <Table<ExcessSummary>
        path="/excesses?limit=100"
        id={(e) => e.id}
        open={(e) => `/excess/${e.id}`}
        empty={<><h2>{t('excess.none')}</h2><p>{t('excess.none.do')}</p></>}
        columns={[
          { name: t('holder.one'), cell: (e) => <a class="cover mono" href={`/excess/${e.id}`}>…{e.holder_id.slice(-6)}</a> },
          { name: t('excess.held'), cell: (e) => <span class="num">{t('excess.of', { n: number(e.held), cap: number(e.cap) })}</span> },
          { name: t('list.state'), class: 'hide-narrow', cell: (e) => <State state={e.state} group="excess_state" /> },
          { name: t('list.due'), cell: (e) => <Due at={e.due_at} /> },
          { name: t('line.kind'), class: 'hide-narrow', cell: (e) => word('line_kind', e.kind) },
          { name: t('duplicate.found'), class: 'hide-narrow', cell: (e) => <When at={e.found_at} /> },
        ]}
      />
    </>
  );
}
