import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Test } from '../../types';
import type { EvidenceFate } from '../../types_evidence';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Custody } from '../../ui/custody';
import { BlurButton, Capped, useBlur } from '../../ui/blur';
import { TestRetention } from '../../ui/holds';
import { Visit } from '../../ui/visit';

const hostOf = (url: string): string => {
  try { return new URL(url).hostname; } catch { return ''; }
};

export function VisitPage({ id }: { id: string }) {
  const { data: x, problem, reload } = useResource<Test>(`/tests/${id}`);
  const { data: fate } = useResource<EvidenceFate>(`/tests/${id}/retention`);
  const blur = useBlur();
  useWhere({ name: t('nav.testing'), path: '/testing?tab=visits' }, { name: x?.host ?? '…' });
  if (!x) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('visit.title', { host: x.host })} acts={<BlurButton of={blur} />}>
        <State state={x.verdict} group="verdict" /><When at={x.started_at} />{x.http_status > 0 && <span class="num">HTTP {x.http_status}</span>}
      </Head>
      <Capped of={blur} />
      <div class="columns">
        <Visit test={x} blurred={blur.blurred} gone={!!fate?.destroyed} />
        <Group title={t('visit.result')}>
          <p>{x.top_reason || x.error || t('verdict.clean')}</p>
          {x.ground && <p class="soft">{word('ground', x.ground)} · {t('visit.score', { s: x.score.toFixed(2) })}</p>}
          <p class="meta">{t('visit.machine')}</p>
          {x.suspicion_id && <a href={`/testing/suspicions/${x.suspicion_id}`}>{t('visit.suspicion')}</a>}
          <a href={`/testing/likeness/${encodeURIComponent(hostOf(x.final_url) || x.host)}`}>{t('likeness.open')}</a>
          {x.site_id && <a href={`/sites/${x.site_id}`}>{t('visit.site')}</a>}
        </Group>
        <TestRetention test={x.id} host={x.host} />
        <Custody test={x.id} />
      </div>
    </>
  );
}
