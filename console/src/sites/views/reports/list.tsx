// What the public reports, in the order of the queue.
import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { ReportSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { EnterReport } from './enter';
import { Flaggers } from './flaggers';

const states = ['screening', 'in_case', 'closed', 'merged', 'withdrawn'];

const mayRead = () => has('examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'auditor');
const maySeeFlaggers = () => has('examiner', 'operator', 'supervisor', 'auditor');

export function Reports() {
  useWhere({ name: t('nav.reports') });
  const { query: q } = usePlace();
  const tab = q.get('tab') ?? (mayRead() ? 'queue' : maySeeFlaggers() ? 'flaggers' : 'enter');
  const tabs: [string, string][] = [['enter', t('report.enter')]];
  if (maySeeFlaggers()) tabs.unshift(['flaggers', t('flaggers.title')]);
  if (mayRead()) tabs.unshift(['queue', t('reports.tab')]);
  return (
    <>
      <Head title={t('nav.reports')} />
      {tabs.length > 1 && <Tabs name="tab" now={tab} of={tabs} />}
      {tab === 'flaggers' ? <Flaggers /> : tab === 'enter' ? <EnterReport /> : <Queue />}
    </>
  );
}

function Queue() {
  const { query: q } = usePlace();
  const waits = (r: ReportSummary) => r.state === 'received' || r.state === 'screening';
  return (
    <>
      {!q.get('state') && !q.get('q') && <p class="soft">{t('reports.queue')}</p>}
      <div class="filters">
        <SearchField label={t('reports.search')} />
        <Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('report_state', s) }))} />
      </div>
      <Table<ReportSummary>
        path={'/reports' + query({ q: q.get('q'), state: q.get('state'), ground: q.get('ground'), lead: q.get('lead'), limit: 100 })}
        id={(r) => r.id}
        open={(r) => `/reports/${r.id}`}
        empty={<><h2>{t('reports.empty')}</h2><p>{t('reports.empty.do')}</p></>}
        columns={[
          { name: t('report.number'), cell: (r) => <a class="cover num" href={`/reports/${r.id}`}>{r.number}</a> },
          { name: t('report.address'), cell: (r) => r.host ?? <span class="soft">{t('report.sealed')}</span> },
          { name: t('report.ground'), cell: (r) => word('ground', r.ground) },
          { name: t('report.turn'), cell: (r) => word('turn', r.turn) },
          { name: t('report.merged'), class: 'right', cell: (r) => <span class="num">{number(r.merged)}</span> },
          { name: t('list.state'), cell: (r) => <State state={r.state} group="report_state" /> },
          { name: t('report.received'), class: 'hide-narrow', cell: (r) => <When at={r.received_at} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (r) => waits(r) ? <Due at={r.due_at} /> : r.outcome ? word('report_outcome', r.outcome) : null },
        ]}
      />
    </>
  );
}
