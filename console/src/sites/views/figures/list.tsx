// Figures: what is counted, how, and how much of it there is; each leads to its months and to what is behind it.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { language, t } from '../../../i18n';
import { number, span } from '../../../i18n/format';
import type { Job } from '../../../api/types';
import type { Metric, Problem as ProblemData, Sum } from '../../types';
import { JobLine } from '../../../ui/job';
import { Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { Table } from '../../../ui/table';

export const inWords = (of: { en: string; zh: string }): string => (language() === 'zh' ? of.zh : of.en);

// What is counted; of times, how long half of them took at most.
export function SumCell({ of }: { of: Sum | null }) {
  if (!of) return <span class="soft">–</span>;
  return <span class="num">{number(of.n)}{of.median_seconds !== null && <span class="meta"> · {t('figures.median', { time: span(of.median_seconds * 1000) })}</span>}</span>;
}

export function Figures() {
  useWhere({ name: t('nav.figures') });
  const [started, setStarted] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const job = useResource<Job>(started ? `/jobs/${started}` : null);
  async function recompute() {
    const answer = await ask<{ job_id: string }>('/figures/recomputations', { body: {}, once: true });
    setProblem(answer.problem ?? null);
    if (answer.data) setStarted(answer.data.job_id);
  }
  return (
    <>
      <Head title={t('nav.figures')} acts={<>
        <a class="button" href="/public/transparency">{t('figures.public')}</a>
        {has('operator', 'supervisor') && <button onClick={() => void recompute()}>{t('figures.recompute')}</button>}
      </>} />
      <p class="soft">{t('figures.text')}</p>
      <Problem problem={problem} />
      {job.data && <JobLine job={job.data} />}
      <Table<Metric>
        path="/figures"
        id={(m) => m.name}
        open={(m) => `/figures/${m.name}`}
        empty={<h2>{t('figures.none')}</h2>}
        columns={[
          { name: t('figures.figure'), cell: (m) => <a class="strong" href={`/figures/${m.name}`}>{inWords(m.title)}</a> },
          { name: t('figures.now'), class: 'right', cell: (m) => <SumCell of={m.now ?? null} /> },
          { name: t('figures.before'), class: 'right', cell: (m) => <SumCell of={m.before ?? null} /> },
          { name: t('figures.target'), class: 'hide-narrow', cell: (m) => m.target_hours ? t('figures.within', { n: m.target_hours }) : <span class="soft">{m.measures === 'time' ? '–' : t('figures.no.aim')}</span> },
          { name: t('figures.meaning'), class: 'hide-narrow', cell: (m) => inWords(m.sentence) },
        ]}
      />
    </>
  );
}
