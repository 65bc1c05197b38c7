// What a site has in common with others: its fingerprint, whom it resembles and why, and the graph around it.
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Cluster, Likeness } from '../../types';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { ClusterGraph, Reasons } from '../../ui/likeness';

export function LikenessPage({ host }: { host: string }) {
  const path = `/likeness/${encodeURIComponent(host)}`;
  const { data: x, problem, reload } = useResource<Likeness>(path);
  const graph = useResource<Cluster>(`${path}/cluster`);
  useWhere({ name: t('nav.testing'), path: '/testing' }, { name: host });
  if (!x && !graph.data) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const f = x?.fingerprint;
  const value = (n: number) => t('likeness.value', { n: number(Math.round(n * 100)) });
  return (
    <>
      <Head title={t('likeness.title', { host })} acts={<a class="button" href={`/testing?tab=visits&q=${encodeURIComponent(host)}`}>{t('testing.visits')}</a>}>
        {x && <span>{t('likeness.seen')} <When at={x.seen_at} /></span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('likeness.graph')}>{graph.data ? <ClusterGraph of={graph.data} /> : <p class="meta">{t('likeness.none')}</p>}</Group>
          <Group title={t('likeness.sites.title')}>
            {x?.sites.length ? <ul class="plain alike">{x.sites.map((s) => <li key={s.host}><p><a href={`/testing/likeness/${encodeURIComponent(s.host)}`}>{s.host}</a> <span class="meta">{value(s.value)} · <When at={s.seen_at} /></span></p><Reasons of={s.reasons} /></li>)}</ul> : <p class="meta">{t('likeness.none')}</p>}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('likeness.cases.title')}>
            {x?.cases.length ? <ul class="plain alike">{x.cases.map((c) => <li key={c.case_id}><p><a href={`/cases/${c.case_id}`}>{c.case_number}</a> {c.host} <span class="meta">{word('ground', c.ground)} · {value(c.value)}{!c.shows && ` · ${t('likeness.company')}`}</span></p><Reasons of={c.reasons} /></li>)}</ul> : <p class="meta">{t('likeness.cases.none')}</p>}
            <p class="meta">{t('likeness.about')}</p>
          </Group>
          {f && (
            <Group title={t('likeness.print')}>
              <Facts of={[
                [word('likeness', 'text'), f.text ? <>{t('likeness.words.n', { n: number(f.text.words) })} <span class="mono">{f.text.simhash}</span></> : t('likeness.text.short')],
                [word('likeness', 'pictures'), f.pictures.length ? number(f.pictures.length) : null],
                [word('likeness', 'favicon'), f.favicon !== null && <span class="mono">{f.favicon}</span>],
                [word('likeness', 'certificate'), f.certificate_key && <span class="mono wrap">{f.certificate_key}</span>],
                [word('likeness', 'analytics'), f.analytics.map((a) => `${a.provider} ${a.value}`).join(', ')],
                [word('likeness', 'payment'), f.payments.map((a) => a.provider).join(', ')],
                [word('likeness', 'structure'), f.structure && <span class="mono">{f.structure}</span>],
                [word('likeness', 'address'), f.address && <a class="mono" href={`/resources?address=${encodeURIComponent(f.address)}`}>{f.address}</a>],
                [word('likeness', 'registrant'), t(f.registrant_known ? 'likeness.registrant.known' : 'likeness.registrant.unknown')],
              ]} />
              <p><a href={`/testing/visits/${x.test_id}`}>{t('likeness.visit')}</a></p>
            </Group>
          )}
        </div>
      </div>
    </>
  );
}
