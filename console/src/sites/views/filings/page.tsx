import { canSeeDomains } from '../../places';
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Filing } from '../../types';
import { Machine, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Links, Timeline } from '../../../ui/timeline';
import { Accesses } from './accesses';
import { DomainFlags } from '../domains/page';
import { Conflicts } from './conflicts';
import { AskChange, PendingChange } from './change';
import { AskAccess, mayAskAccess } from './gate';
import { PreApprovals } from './pre_approvals';
import { InQueue } from './queue';

const line = ['draft', 'preverified', 'verified_in_person', 'provider_signed', 'under_review', 'filed'];

export function FilingPage({ id }: { id: string }) {
  const path = `/filings/${id}`;
  const { data: f, etag, problem, reload } = useResource<Filing>(path);
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: f?.site_name ?? '…' });
  if (!f) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={f.site_name}>
        <State state={f.state} /><span>{t('page.since')} <When at={f.state_since} /></span><span class="num">{f.site_number}</span>
        {f.due_at && <Due at={f.due_at} />}
      </Head>
      <div class="columns">
        <div class="stack">
          <Machine states={line} now={f.state} />
          <InQueue at={f.queue} />
          {f.reasons?.length > 0 && <div class="tell wait"><h2>{t('filing.reasons')}</h2><ul>{f.reasons.map((r) => <li key={r}>{r}</li>)}</ul></div>}
          {f.pending_change && <PendingChange of={f.pending_change} now={f} />}
          <DomainFlags of={f.domain_flags} />
          <Conflicts of={f.conflicts} onDone={() => void reload()} />
          <Group title={t('filing.site')} aside={<a href={`/sites/${f.site_id}`}>{t('filing.open.site')}</a>}>
            <Facts of={[
              [t('filing.domains'), f.domains?.map((d, i) => <>{i > 0 && ', '}{canSeeDomains() ? <a href={`/domains/${d}`}>{d}</a> : d}</>)],
              [t('filing.home_url'), f.site?.home_url],
              [t('filing.language'), f.site?.language],
              [t('filing.services'), f.site?.service_types?.join(', ')],
            ]} />
            {f.site?.pre_approvals?.length > 0 && <><h3>{t('approval.title')}</h3><PreApprovals of={f.site.pre_approvals} /></>}
          </Group>
          <Group title={t('filing.subject')} aside={<a href={`/subjects/${f.subject_id}`}>{t('filing.open.subject')}</a>}>
            <Facts of={[
              [t('subject.name'), f.subject?.name ?? <span class="soft">{t('subject.individual.hidden')}</span>],
              [t('subject.kind'), word('subject', f.subject?.kind ?? f.subject_kind)],
              [t('subject.number'), f.subject_number],
              [t('subject.region'), f.subject?.region],
            ]} />
          </Group>
          <Group title={t('filing.accesses')}><Accesses of={f.accesses} />{mayAskAccess() && <AskAccess site={f.id} path={path} />}</Group>
          <Group title={t('page.related')}><Links of={f.related} /></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} events={f.next_events ?? []} forms={{ ask_change: (close) => <AskChange filing={f} path={path} etag={etag} onClose={close} /> }} /></Group>
          <Group title={t('page.timeline')}><Timeline of={f.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
