// One comparison: how many lines differ in which way, the lines themselves, and a campaign of them.
import { useEffect, useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Problem as ProblemData, Reconciliation, ReconciliationPage as Record_, LineDifference } from '../../types';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';
import { NewCampaign } from './campaign';

// In the order in which they go before each other.
export const differences = ['not_ours', 'missing_here', 'missing_there', 'barred_there', 'barred_here', 'verified_there', 'verified_here'];
// Which can be a campaign's: a number that is none of ours has no line.
export const campaigned = (kind: string): boolean => kind !== 'not_ours' && kind !== 'missing_here';

function Kinds({ of: r, now }: { of: Reconciliation; now: string | null }) {
  const most = Math.max(1, ...differences.map((d) => r.differences[d] ?? 0));
  return (
    <table class="bars">
      <thead><tr><th>{t('reconciliation.kind')}</th><th class="bar-head hide-narrow">{t('reconciliation.share')}</th><th class="right">{t('progress.lines')}</th></tr></thead>
      <tbody>
        {differences.map((d) => {
          const n = r.differences[d] ?? 0;
          return (
            <tr key={d} aria-selected={now === d ? 'true' : undefined}>
              <td class="wrap">{n > 0 ? <a href={withQuery({ kind: d })}>{word('difference', d)}</a> : word('difference', d)}</td>
              <td class="hide-narrow"><div class="parts" aria-hidden="true">{n > 0 && <i class="part warned" style={{ flexGrow: String(n) }} />}<i style={{ flex: `${most - n} 1 0` }} /></div></td>
              <td class="right num">{number(n)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function ReconciliationPage({ id }: { id: string }) {
  const path = `/reconciliations/${id}`;
  const { data: r, problem, reload } = useResource<Record_>(path);
  const { query: q } = usePlace();
  const newest = useResource<{ items: Reconciliation[] }>(r ? '/reconciliations' + query({ source: r.source, limit: 1 }) : null);
  const [making, setMaking] = useState(false);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  const runs = r?.state === 'running';
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => stale((p) => p === path), 2000);
    return () => clearInterval(timer);
  }, [runs]);
  useWhere({ name: t('nav.reconciliations'), path: '/reconciliations' }, { name: r?.name ?? '…' });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const kind = differences.find((d) => d === q.get('kind')) ?? null;
  const latest = newest.data?.items[0]?.id === r.id;
  async function cancel() {
    const answer = await ask(`${path}/events`, { body: { event: 'cancel' } });
    setFailed(answer.problem ?? null);
    stale((p) => p.startsWith('/reconciliations'));
  }
  return (
    <>
      <Head title={t('reconciliation.title', { register: word('register', r.source) })} acts={runs && has('operator') && <button class="danger" onClick={() => void cancel()}>{t('reconciliation.cancel')}</button>}>
        <State state={r.state} group="reconciliation_state" tone={r.state === 'done' ? 'good' : runs ? 'wait' : 'gone'} /><span>{t('page.since')} <When at={r.ended_at ?? r.started_at} /></span>
      </Head>
      <Problem problem={failed} />
      <div class="columns">
        <div class="stack">
          {runs && <Group title={t('job.label')}><progress aria-label={t('job.label')} /><p role="status" class="num">{t('reconciliation.so.far', { ours: number(r.ours), theirs: number(r.theirs) })}</p><p class="meta">{t('reconciliation.resume')}</p></Group>}
          <Group title={t('reconciliation.kinds')} aside={t('reconciliation.differ', { n: number(r.differing) })}><Kinds of={r} now={kind} /></Group>
          {kind && (
            <Group title={word('difference', kind)} aside={<><a class="button small" download href={'/api/reconciliation-differences.csv' + query({ source: r.source, kind })}>{t('reconciliation.csv')}</a>{has('operator') && latest && campaigned(kind) && <button class="small" onClick={() => setMaking(true)}>{t('reconciliation.campaign')}</button>}</>}>
              <p class="soft">{word('difference_text', kind)}</p>
              {!latest && <p class="tell wait">{t('reconciliation.newer')}</p>}
              <Table<LineDifference>
                key={kind}
                path={'/reconciliation-differences' + query({ source: r.source, kind, limit: 50 })}
                id={(d) => d.line_id ?? d.msisdn_masked + d.found_at}
                empty={<p>{t('reconciliation.empty')}</p>}
                columns={[
                  { name: t('line.number'), cell: (d) => (d.line_id ? <a class="cover num" href={`/lines/${d.line_id}`}>{d.msisdn_masked.replaceAll('*', '•')}</a> : <span class="num">{d.msisdn_masked.replaceAll('*', '•')}</span>) },
                  { name: t('line.state'), cell: (d) => d.state && <State state={d.state} group="line_state" /> },
                  { name: t('duplicate.found'), class: 'hide-narrow', cell: (d) => <When at={d.found_at} /> },
                ]}
              />
              {kind === 'not_ours' && <p class="meta">{t('reconciliation.foreign')}</p>}
            </Group>
          )}
        </div>
        <div class="stack">
          <Group title={t('reconciliation.facts')}>
            <Facts of={[
              [t('reconciliation.file'), r.name],
              ['SHA-256', <span class="mono wrap">{r.file_sha256.slice(0, 16)}…</span>],
              [t('reconciliation.theirs'), number(r.theirs)],
              [t('reconciliation.ours'), number(r.ours)],
              [t('reconciliation.same'), number(r.same)],
              [t('reconciliation.opened'), number(r.opened)],
              [t('reconciliation.vanished'), number(r.vanished)],
              [t('reconciliation.bad'), r.bad + r.repeated > 0 ? t('reconciliation.bad.of', { bad: number(r.bad), repeated: number(r.repeated) }) : null],
              [t('reconciliation.started'), <When at={r.started_at} />],
            ]} />
            <p class="meta">{t('reconciliation.nothing')}</p>
          </Group>
          <Group title={t('page.timeline')}><Timeline of={r.timeline} /></Group>
        </div>
      </div>
      {making && kind && <NewCampaign source={r.source} kind={kind} count={r.differences[kind] ?? 0} onClose={() => setMaking(false)} />}
    </>
  );
}
