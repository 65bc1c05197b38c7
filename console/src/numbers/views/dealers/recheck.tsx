// After a suspension: all that the dealer registered is put to the test again. The job goes through its registrations;
// those that wait serve until they are verified, or until their term ends.
import { useResource } from '../../../api/resource';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Dealer, Job } from '../../types';
import { JobLine } from '../../../ui/job';
import { Group } from '../../../ui/page';
import { When } from '../../../ui/state';

export function Recheck({ of: d }: { of: Dealer }) {
  const job = useResource<Job>(d.recheck ? `/jobs/${d.recheck.job_id}` : null);
  if (!d.recheck) return null;
  const done = job.data?.result?.['rechecked'];
  return (
    <Group title={t('recheck.title')}>
      <p class="soft">{t('recheck.text')}</p>
      {job.data && <JobLine job={job.data} />}
      {typeof done === 'number' && <p>{t('recheck.done', { n: number(done) })} <When at={job.data?.finished_at} /></p>}
      <p><a href={`/registrations?dealer=${d.id}`}>{t(d.recheck.waiting_more ? 'recheck.waiting.more' : 'recheck.waiting', { n: number(d.recheck.waiting) })}</a></p>
    </Group>
  );
}
