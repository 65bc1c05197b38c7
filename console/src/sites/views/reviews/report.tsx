// A month's report on scores and reviewers.
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { ScoreReport } from '../../types';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { AgreementTable, Plot } from './quality';

export function ReportPage({ month }: { month: string }) {
  const { data: r, problem, reload } = useResource<ScoreReport>(`/score-reports/${month}`);
  useWhere({ name: t('nav.testing'), path: '/testing' }, { name: t('reviews.tab'), path: '/testing?tab=quality' }, { name: month });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('reviews.report', { month: r.month })}>{r.kept ? <When at={r.made_at} /> : <span>{t('reviews.provisional')}</span>}</Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('reviews.plot')}>
            <p>{t('reviews.outcomes', { n: number(r.outcomes) })}</p>
            {r.outcomes > 0 && <Plot of={r.bins} />}
            {r.outcomes > 0 && <Facts of={[[t('reviews.brier'), <span class="num">{r.brier.toFixed(4)}</span>], [t('reviews.error'), <span class="num">{r.calibration_error.toFixed(4)}</span>]]} />}
          </Group>
          <Group title={t('reviews.agreement')}><AgreementTable of={r.agreement} /></Group>
        </div>
        <div class="stack">
          <Group title={t('reviews.drift')}>
            <p class="soft">{t('reviews.drift.hint')}</p>
            <table>
              <thead><tr><th>{t('reviews.bundle')}</th><th class="right">{t('bundles.pages')}</th><th class="right">{t('reviews.drift')}</th></tr></thead>
              <tbody>{r.drift.map((d) => <tr key={d.bundle}><td><a href={`/testing/bundles/${d.bundle}`}>{d.name} {d.version}</a></td><td class="right num">{number(d.pages)}</td><td class={d.index >= 0.25 ? 'right num late' : 'right num'}>{d.index.toFixed(3)}</td></tr>)}</tbody>
            </table>
          </Group>
          <Group title={t('reviews.scored')}>
            {r.golden.map((s) => <p key={s.ground}>{word('ground', s.ground)}: {t('reviews.scored.line', { found: s.found, violations: s.violations, wrong: s.false_clues, none: s.none })}</p>)}
          </Group>
        </div>
      </div>
    </>
  );
}
