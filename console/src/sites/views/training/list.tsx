// Exercises of a training instance, and how far answers agree with what is known: of nobody by name.
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { ExerciseLine, ExerciseScore, List } from '../../types';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';

function Scores() {
  const { data, problem } = useResource<List<ExerciseScore>>('/exercises/agreement');
  if (!data) return problem ? <Problem problem={problem} /> : <Loading />;
  if (data.items.length === 0) return <p class="soft">{t('training.scores.none')}</p>;
  return (
    <table>
      <thead><tr><th>{t('reviews.month')}</th><th>{t('case.ground')}</th><th class="right">{t('training.agreed')}</th><th class="right">{t('training.scope')}</th><th class="right">{t('reviews.kappa')}</th></tr></thead>
      <tbody>{data.items.map((s) => (
        <tr key={s.month + s.ground}>
          <td class="num">{s.month}</td><td>{word('ground', s.ground)}</td>
          {s.few ? <td colSpan={3} class="soft">{t('training.few')}</td> : <>
            <td class="right num">{number(s.agreed)} / {number(s.answers)}</td><td class="right num">{number(s.scope_agreed)} / {number(s.violations)}</td><td class="right num">{s.kappa.toFixed(2)}</td></>}
        </tr>))}</tbody>
    </table>
  );
}

export function Training() {
  useWhere({ name: t('nav.training') });
  return (
    <>
      <Head title={t('nav.training')} />
      <p class="soft">{t('training.text')}</p>
      <Table<ExerciseLine>
        path="/exercises"
        id={(e) => e.id}
        open={(e) => `/training/${e.id}`}
        empty={<h2>{t('training.none')}</h2>}
        columns={[
          { name: t('training.exercise'), cell: (e) => <a class="strong" href={`/training/${e.id}`}>{e.title}</a> },
          { name: t('case.ground'), cell: (e) => word('ground', e.ground) },
          { name: t('training.answered'), cell: (e) => e.answered_at ? <When at={e.answered_at} /> : <span class="soft">{t('training.open')}</span> },
        ]}
      />
      <Group title={t('training.scores')}><Scores /></Group>
    </>
  );
}
