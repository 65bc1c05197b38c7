import { useResource } from '../api/resource';
import { t } from '../i18n';
import type { Job, List } from '../api/types';
import { Head, useWhere } from '../ui/page';
import { JobLine } from '../ui/job';
import { Loading, Problem } from '../ui/problem';
import { When } from '../ui/state';

export function Jobs() {
  useWhere({ name: t('nav.jobs') });
  const jobs = useResource<List<Job>>('/jobs?limit=50');
  return (
    <>
      <Head title={t('nav.jobs')} />
      {!jobs.data ? (jobs.problem ? <Problem problem={jobs.problem} retry={() => void jobs.reload()} /> : <Loading />)
        : jobs.data.items.length === 0 ? <div class="empty"><h2>{t('jobs.empty')}</h2><p>{t('jobs.empty.do')}</p></div>
        : <div class="stack">{jobs.data.items.map((j) => <div key={j.id}><JobLine job={j} /><p class="meta"><When at={j.created_at} /></p></div>)}</div>}
    </>
  );
}
