// Requests of authorities: a letter, a law, exactly what is asked for, two persons, and a clock.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { AuthorityRequestSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { NewRequest } from './new';

export const requestStates = ['received', 'checked', 'approved', 'answered', 'notified', 'closed', 'refused', 'expired'];
const tones: Record<string, string> = { approved: 'good', answered: 'good', notified: 'good' };
export const requestTone = (state: string): string | undefined => tones[state];
// Which clock runs: to be decided, or to be answered.
export const runsUntil = (r: AuthorityRequestSummary): string | null => (r.state === 'received' || r.state === 'checked' ? r.due_at : r.state === 'approved' || r.state === 'answered' ? r.expires_at : null);

export function Requests() {
  useWhere({ name: t('nav.requests') });
  const { query: q } = usePlace();
  const [entering, setEntering] = useState(false);
  const overdue = q.get('overdue') === '1';
  const state = overdue ? null : q.get('state');
  return (
    <>
      <Head title={t('nav.requests')} acts={has('compliance_officer') && <button onClick={() => setEntering(true)}>{t('request.new')}</button>} />
      <p class="soft">{t('requests.text')}</p>
      <div class="filters">
        <button class="chip" aria-pressed={overdue} onClick={() => go(withQuery({ overdue: overdue ? null : '1', state: null }), true)}>{t('requests.overdue')}</button>
        {!overdue && <Chips name="state" label={t('list.by.state')} options={requestStates.map((s) => ({ value: s, text: word('request_state', s) }))} />}
      </div>
      <Table<AuthorityRequestSummary>
        path={'/authority-requests' + query({ state, overdue: overdue ? '1' : null, limit: 100 })}
        id={(r) => r.id}
        open={(r) => `/requests/${r.id}`}
        empty={overdue || state ? <><h2>{t('requests.none')}</h2><p>{t('people.empty.do')}</p></> : <><h2>{t('requests.empty')}</h2><p>{t('requests.empty.do')}</p></>}
        columns={[
          { name: t('request.number'), cell: (r) => <a class="cover num" href={`/requests/${r.id}`}>{r.number}</a> },
          { name: t('list.state'), cell: (r) => <State state={r.state} group="request_state" tone={requestTone(r.state)} /> },
          { name: t('list.due'), cell: (r) => <Due at={runsUntil(r)} /> },
          { name: t('request.authority'), class: 'hide-narrow', cell: (r) => r.authority_name },
          { name: t('request.law'), class: 'hide-narrow', cell: (r) => r.law },
          { name: t('request.letter'), class: 'hide-narrow', cell: (r) => r.letter },
          { name: t('request.kind'), class: 'hide-narrow', cell: (r) => word('request_kind', r.kind) },
          { name: t('request.entered'), class: 'hide-narrow', cell: (r) => <When at={r.entered_at} /> },
          { name: t('request.told'), class: 'hide-narrow', cell: (r) => <When at={r.notified_at} /> },
        ]}
      />
      {entering && <NewRequest onClose={() => setEntering(false)} />}
    </>
  );
}
