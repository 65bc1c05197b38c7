// What each provider is to be told of a census, and the letters.
import { useEffect, useState } from 'preact/hooks';
import { ask, query } from '../../api/client';
import { stale, useResource } from '../../api/resource';
import { t, word } from '../../i18n';
import { number } from '../../i18n/format';
import type { CensusRun, Job, List, Notice, Problem as ProblemData, ProviderNotices } from '../types';
import { Group } from '../../ui/page';
import { JobLine, running } from '../../ui/job';
import { Problem } from '../../ui/problem';
import { State, When } from '../../ui/state';
import { Table } from '../../ui/table';

const standings = ['unfiled', 'cancelled', 'provider_differs', 'address_differs'];

export function CensusNotices({ run, mayAct }: { run: CensusRun; mayAct: boolean }) {
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [remind, setRemind] = useState(false);
  const [rows, setRows] = useState<ProviderNotices[]>([]);
  const [job, setJob] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  const letters = useResource<List<Notice>>('/notices' + query({ record_kind: 'census_run', record_id: run.id, limit: 100 }));
  const path = `/census/runs/${run.id}/notices`;
  // What was sent shows at once when the work ends.
  useEffect(() => {
    if (seen.data && !running(seen.data)) stale((p) => p.startsWith(path) || p.startsWith('/notices'));
  }, [seen.data?.state]);
  const due = rows.reduce((n, p) => n + p.due + (remind ? p.overdue : 0), 0);
  async function send() {
    const answer = await ask<{ job_id: string }>(path, { body: { providers: [...chosen], remind }, once: true });
    setProblem(answer.problem ?? null);
    setJob(answer.data?.job_id ?? null);
    setChosen(new Set());
    stale((p) => p.startsWith('/jobs'));
  }
  const busy = seen.data ? running(seen.data) : false;
  return (
    <div class="stack">
      <p class="soft">{t('census.notices.text')}</p>
      <Problem problem={problem} />
      {seen.data && <JobLine job={seen.data} />}
      {mayAct && (
        <div class="filters">
          <span class="meta num">{t('census.notices.sum', { due: number(due), providers: number(rows.filter((p) => p.due > 0 || (remind && p.overdue > 0)).length) })}</span>
          <label><input type="checkbox" checked={remind} onChange={(e) => setRemind(e.currentTarget.checked)} /> {t('census.notices.remind')}</label>
          <button class="primary" disabled={busy || due === 0} onClick={() => void send()}>{chosen.size ? t('census.notices.send.chosen', { n: chosen.size }) : t('census.notices.send')}</button>
        </div>
      )}
      <Table<ProviderNotices>
        path={path + query({ limit: 500 })}
        id={(p) => p.provider_id}
        onRows={setRows}
        empty={<><h2>{t('census.notices.none')}</h2><p>{t('census.notices.none.do')}</p></>}
        {...(mayAct ? { selected: chosen, onSelect: setChosen } : {})}
        columns={[
          { name: t('census.provider'), cell: (p) => <a class="cover" href={`/census${query({ run: run.id, provider_id: p.provider_id })}`}>{p.provider}</a> },
          { name: t('census.notices.due'), class: 'right', cell: (p) => <span class="num">{number(p.due)}</span> },
          { name: t('census.notices.told'), class: 'right', cell: (p) => <span class="num">{number(p.told)}</span> },
          { name: t('census.notices.overdue'), class: 'right', cell: (p) => <span class="num">{number(p.overdue)}</span> },
          ...standings.map((s) => ({ name: word('standing', s), class: 'right hide-narrow', cell: (p: ProviderNotices) => <span class="num soft">{number(p.by_standing[s]?.due ?? 0)}</span> })),
        ]}
      />
      {letters.data && letters.data.items.length > 0 && (
        <Group title={t('census.notices.sent')} aside={number(letters.data.items.length)}>
          <table><tbody>
            {letters.data.items.map((n) => <tr key={n.id}><td><When at={n.at} /></td><td>{n.subject}</td><td><State state={n.state} /></td><td class="right"><a href={`/api/census/notices/${n.id}/sites.csv`} download>{t('census.notices.list')}</a></td></tr>)}
          </tbody></table>
        </Group>
      )}
    </div>
  );
}
