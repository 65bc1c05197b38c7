// Pairs of records that may be of one person: found by rules that read nobody out, decided by a person.
import { t, word } from '../../../i18n';
import type { DuplicatePair } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { PersonTabs } from '../../ui/person_tabs';

export function Duplicates() {
  useWhere({ name: t('nav.persons'), path: '/persons' }, { name: t('nav.duplicates') });
  return (
    <>
      <Head title={t('nav.duplicates')} />
      <PersonTabs now="/duplicates" />
      <p class="soft">{t('duplicates.text')}</p>
      <Table<DuplicatePair>
        path="/duplicates?limit=100"
        id={(p) => p.id}
        open={(p) => `/duplicates/${p.id}`}
        empty={<><h2>{t('duplicates.none')}</h2><p>{t('duplicates.none.do')}</p></>}
        columns={[
          { name: t('duplicate.pair'), cell: (p) => <a class="cover mono" href={`/duplicates/${p.id}`}>…{p.holder_a.slice(-6)} · …{p.holder_b.slice(-6)}</a> },
          { name: t('duplicate.rules'), cell: (p) => p.rules.map((r) => word('rule', r)).join(', ') },
          { name: t('duplicate.found'), class: 'hide-narrow', cell: (p) => <When at={p.found_at} /> },
        ]}
      />
    </>
  );
}
