// What was recorded wrongly of a person, and waits for a second person.
import { query } from '../../../api/client';
import { usePlace, withQuery } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { CorrectionSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { PersonTabs } from '../../ui/person_tabs';

export const correctionTone = (state: string): string => ({ asked: 'wait', confirmed: 'good', refused: 'stop' })[state] ?? 'gone';

export function Corrections() {
  useWhere({ name: t('nav.persons'), path: '/persons' }, { name: t('nav.corrections') });
  const { query: q } = usePlace();
  const holder = q.get('holder');
  return (
    <>
      <Head title={t('nav.corrections')} />
      <PersonTabs now="/corrections" />
      <p class="soft">{t('corrections.text')}</p>
      {holder && <div class="filters"><a class="chip button" href={withQuery({ holder: null })}>{t('registrations.of.holder')} ×</a></div>}
      <Table<CorrectionSummary>
        path={'/corrections' + query({ holder, limit: 100 })}
        id={(c) => c.id}
        open={(c) => `/corrections/${c.id}`}
        empty={<><h2>{t('corrections.none')}</h2><p>{t('corrections.none.do')}</p></>}
        columns={[
          { name: t('correction.part'), cell: (c) => <a class="cover" href={`/corrections/${c.id}`}>{word('field', c.part)} <span class="meta">{c.id.slice(-6)}</span></a> },
          { name: t('list.state'), cell: (c) => <State state={c.state} group="correction_state" tone={correctionTone(c.state)} /> },
          { name: t('holder.one'), class: 'hide-narrow', cell: (c) => <a class="mono" href={`/persons/${c.holder_id}`}>…{c.holder_id.slice(-6)}</a> },
          { name: t('proof.evidence'), class: 'hide-narrow', cell: (c) => <>{word('evidence', c.evidence)} <span class="meta">{c.reference}</span></> },
          { name: t('correction.asked'), class: 'hide-narrow', cell: (c) => <><When at={c.asked_at} /> <span class="meta">{c.asked_by?.display_name}</span></> },
        ]}
      />
    </>
  );
}
