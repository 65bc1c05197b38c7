// Long work: what people asked for, and on request what the program does by itself as well.
import { query } from '../api/client';
import { usePlace } from '../app/router';
import { t, word } from '../i18n';
import type { Job } from '../api/types';
import { JobLine } from '../ui/job';
import { Head, useWhere } from '../ui/page';
import { When } from '../ui/state';
import { Chips, Table } from '../ui/table';

const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'];

export function Jobs() {
  useWhere({ name: t('nav.jobs') });
  const { query: q } = usePlace();
  return (
    <>
      <Head title={t('nav.jobs')} />
      <div class="filters">
        <Chips name="state" label={t('list.by.state')} options={jobStates.map((s) => ({ value: s, text: word('state', s) }))} />
        <Chips name="by" label={t('jobs.by')} options={[{ value: 'all', text: t('jobs.by.all') }]} />
      </div>
      <Table<Job>
        path={'/jobs' + query({ state: q.get('state'), by: q.get('by') === 'all' ? null : 'people', limit: 50 })}
        id={(j) => j.id}
        empty={<><h2>{t('jobs.empty')}</h2><p>{t('jobs.empty.do')}</p></>}
        columns={[
          { name: t('jobs.work'), cell: (j) => <JobLine job={j} /> },
          { name: t('page.since'), cell: (j) => <When at={j.created_at} /> },
        ]}
      />
    </>
  );
}
