import { canSeeDomains } from '../../places';
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Site } from '../../types';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Links, Timeline } from '../../../ui/timeline';
import { Accesses } from './accesses';

export function SitePage({ id }: { id: string }) {
  const { data: s, problem, reload } = useResource<Site>(`/sites/${id}`);
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: s?.name ?? '…' });
  if (!s) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={s.domains?.[0] ?? s.name}><State state={s.standing} group="standing" /><span>{s.name}</span><span class="num">{s.number}</span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('site.filing')} aside={<a href={`/filings/${s.filing?.id ?? s.id}`}>{t('site.open.filing')}</a>}>
            <Facts of={[
              [t('list.state'), <><State state={s.filing?.state ?? 'filed'} /> <When at={s.filing?.state_since} /></>],
              [t('filing.domains'), s.domains?.map((d, i) => <>{i > 0 && ', '}{canSeeDomains() ? <a href={`/domains/${d}`}>{d}</a> : d}</>)],
              [t('filing.subject'), s.filing?.subject_name ?? (s.filing && word('subject', s.filing.subject_kind))],
            ]} />
          </Group>
          <Group title={t('filing.accesses')}><Accesses of={s.accesses} /></Group>
          <Group title={t('site.restrictions')}>
            {s.restrictions?.length ? (
              <ul class="links">{s.restrictions.map((r) => <li key={r.id}><span>{r.name}</span><span class="meta">{word('ground', r.ground)} · <When at={r.from} /> – <When at={r.until} /></span><State state={r.state} /></li>)}</ul>
            ) : <p class="soft">{t('site.restrictions.none')}</p>}
          </Group>
          <Group title={t('page.related')}><Links of={s.related} /></Group>
        </div>
        <Group title={t('page.timeline')}><Timeline of={s.timeline} /></Group>
      </div>
    </>
  );
}
