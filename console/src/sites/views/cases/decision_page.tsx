// A decision by itself: where a link "confirm" leads.
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Decision } from '../../types';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { EffectLine } from './decision_form';
import { Signing } from './signing';

export function DecisionPage({ id }: { id: string }) {
  const { data: d, problem, reload } = useResource<Decision>(`/decisions/${id}`);
  useWhere({ name: t('nav.cases'), path: '/cases' }, { name: t('kind.decision') });
  if (!d) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('decision.title', { what: word('outcome', d.outcome), where: d.scope?.value ?? '' })}><State state={d.state} /><a href={`/cases/${d.case_id}`}>{t('decision.open.case')}</a></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('decision.facts')}>
            <Facts of={[
              [t('decide.scope'), d.measure && d.scope && <>{word('measure', d.measure)} · {word('scope', d.scope.kind)} · <span class="mono">{d.scope.value}</span></>],
              [t('decision.effect'), d.effect && <EffectLine of={d.effect} />],
              [t('decide.law'), [d.law, d.article].filter(Boolean).join(', ')],
              [t('order.authority'), d.authority],
              [t('order.expires'), d.expires_at && <When at={d.expires_at} />],
              [t('decide.reasons'), <span class="wrap">{d.reasons}</span>],
            ]} />
          </Group>
        </div>
        <Signing of={d} onDone={() => void reload()} />
      </div>
    </>
  );
}
