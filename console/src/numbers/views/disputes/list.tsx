// "This is not mine", "this is wrong": what people dispute of what stands in their name. A clock runs; the line serves on.
import { query } from '../../../api/client';
import { go, usePlace, withQuery } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { DisputeSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

export const isOpen = (d: { state: string }): boolean => d.state === 'opened' || d.state === 'dealer_asked';
export const disputeTone = (state: string): string => (state === 'decided' || state === 'told' ? 'gone' : 'wait');

export function Disputes() {
  useWhere({ name: t('nav.disputes') });
  const { query: q } = usePlace();
  const overdue = q.get('overdue') === '1';
  const state = overdue ? null : q.get('state');
  return (
    <>
      <Head title={t('nav.disputes')} />
      <p class="soft">{t('disputes.text')}</p>
      <div class="filters">
        <button class="chip" aria-pressed={overdue} onClick={() => go(withQuery({ overdue: overdue ? null : '1', state: null }), true)}>{t('requests.overdue')}</button>
        {!overdue && <Chips name="state" label={t('list.by.state')} options={['opened', 'dealer_asked', 'decided', 'told'].map((s) => ({ value: s, text: word('dispute_state', s) }))} />}
      </div>
      <Table<DisputeSummary>
        path={'/disputes' + query({ state, overdue: overdue ? '1' : null, limit: 100 })}
        id={(d) => d.id}
        open={(d) => `/disputes/${d.id}`}
        empty={<><h2>{t('disputes.none')}</h2><p>{t('disputes.none.do')}</p></>}
        columns={[
          { name: t('dispute.kind'), cell: (d) => <a class="cover" href={`/disputes/${d.id}`}>{word('dispute_kind', d.kind)} <span class="meta">{d.id.slice(-6)}</span></a> },
          { name: t('list.state'), cell: (d) => <State state={d.state} group="dispute_state" tone={disputeTone(d.state)} /> },
          { name: t('list.due'), cell: (d) => isOpen(d) && <Due at={d.due_at} /> },
          { name: t('dispute.opened'), class: 'hide-narrow', cell: (d) => <When at={d.opened_at} /> },
          { name: t('registration.dealer'), class: 'hide-narrow', cell: (d) => d.dealer_name },
          { name: t('dispute.dealer.says'), class: 'hide-narrow', cell: (d) => d.dealer_answer && word('dealer_answer', d.dealer_answer) },
          { name: t('dispute.outcome'), class: 'hide-narrow', cell: (d) => d.outcome && word('dispute_outcome', d.outcome) },
        ]}
      />
    </>
  );
}
