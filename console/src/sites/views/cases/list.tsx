import { query } from '../../../api/client';
import { has } from '../../../app/session';
import { go, usePlace, withQuery } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { CaseSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { workers } from '../../ui/blur';
import { CareTab } from './care';
import { Queue } from './queue';
import { StaffingTab } from './staffing';

const states = ['opened', 'evidence_sealed', 'screened', 'referred', 'decided', 'ordered', 'executed', 'verified', 'appealed', 'closed'];

export function Cases() {
  useWhere({ name: t('nav.cases') });
  const { query: q } = usePlace();
  const asked = ['q', 'state', 'waiting'].some((name) => q.get(name));
  const tab = q.get('tab') ?? (asked ? 'all' : 'queue');
  const tabs: [string, string][] = [['queue', t('desk.queue')]];
  if (has(...workers, 'auditor')) tabs.push(['all', t('desk.all')]);
  tabs.push(['staffing', t('staffing.tab')]);
  if (has(...workers)) tabs.push(['care', t('care.tab')]);
  return (
    <>
      <Head title={t('nav.cases')} acts={has('auditor', 'supervisor', 'decider') && <a href="/api/case-history.csv" download>{t('desk.history')}</a>} />
      <Tabs name="tab" now={tab} of={tabs} />
      {tab === 'queue' ? <Queue /> : tab === 'staffing' ? <StaffingTab /> : tab === 'care' ? <CareTab /> : <All />}
    </>
  );
}

function All() {
  const { query: q } = usePlace();
  const mine = q.get('waiting') === 'me';
  return (
    <>
      <div class="filters">
        <SearchField label={t('cases.search')} />
        <button class="chip" aria-pressed={mine} onClick={() => go(withQuery({ waiting: mine ? null : 'me' }), true)}>{t('cases.mine')}</button>
        <Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('state', s) }))} />
      </div>
      <Table<CaseSummary>
        path={'/cases' + query({ q: q.get('q'), state: q.getAll('state'), waiting: q.get('waiting'), ground: q.get('ground'), limit: 100 })}
        id={(c) => c.id}
        open={(c) => `/cases/${c.id}`}
        empty={<><h2>{t('cases.empty')}</h2><p>{t('cases.empty.do')}</p></>}
        columns={[
          { name: t('case.number'), cell: (c) => <a class="cover num" href={`/cases/${c.id}`}>{c.number}</a> },
          { name: t('case.target'), cell: (c) => c.host },
          { name: t('case.ground'), cell: (c) => word('ground', c.ground) },
          { name: t('list.state'), cell: (c) => <><State state={c.state} />{c.waits_for_me && <span class="meta due-soon"> {t('cases.waits')}</span>}</> },
          { name: t('list.since'), class: 'hide-narrow', cell: (c) => <When at={c.state_since} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (c) => <Due at={c.due_at} /> },
        ]}
      />
    </>
  );
}
