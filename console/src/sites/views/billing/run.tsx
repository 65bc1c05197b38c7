// A file of charges against services and confirmations: how far it is, what was found by kind and service, bad lines, line by line.
import { useEffect } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { t, word } from '../../../i18n';
import { dateTime, number } from '../../../i18n/format';
import type { ChargeRunPage, Job } from '../../types';
import { JobLine } from '../../../ui/job';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';
import { Chips } from '../../../ui/table';
import { foundIn } from './list';
import { ChargeFindings, kinds, money } from './words';

export function RunPage({ id }: { id: string }) {
  const { query: q } = usePlace();
  const path = `/charge-reconciliations/${id}`;
  const { data: r, problem, reload } = useResource<ChargeRunPage>(path);
  const on = r?.state === 'waiting' || r?.state === 'storing';
  const job = useResource<Job>(on && r?.job_id ? `/jobs/${r.job_id}` : null);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => stale((p) => p === path), 2000);
    return () => clearInterval(timer);
  }, [on, path]);
  useWhere({ name: t('nav.billing'), path: '/billing' }, { name: t('billing.tab.charges'), path: '/billing?tab=charges' }, { name: r?.charges[0]?.split('/').pop() ?? '…' });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={r.charges.map((c) => c.split('/').pop()).join(', ')}>
        <State state={r.state} group="charge_state" /><span>{dateTime(r.started_at)}</span><span>{t('charges.summary', { lines: number(r.lines), found: number(foundIn(r)) })}</span>
      </Head>
      {job.data && <JobLine job={job.data} />}
      {r.problem && <p class="tell wait">{r.problem.sentence}</p>}
      {r.state === 'done' && !r.confirmations_checked && <p class="tell wait">{t('charges.unchecked')}</p>}
      <div class="columns">
        <div class="stack">
          <Group title={t('charges.findings')}>
            <div class="filters"><Chips name="kind" label={t('charges.kind')} options={kinds.map((k) => ({ value: k, text: word('charge_finding', k), count: r.found[k] }))} /></div>
            <ChargeFindings path={`${path}/findings` + query({ kind: q.get('kind'), limit: 100 })} of="run" />
          </Group>
          {r.first_bad_lines.length > 0 && (
            <Group title={t('charges.bad.first', { n: number(r.bad_lines + r.bad_confirmations) })}>
              <ul>{r.first_bad_lines.slice(0, 20).map((b) => <li key={`${b.file}-${b.line}`}><span class="meta">{b.file}, {number(b.line)}</span> {b.sentence}</li>)}</ul>
            </Group>
          )}
        </div>
        <div class="stack">
          <Group title={t('charges.facts')}>
            <Facts of={[
              [t('charges.files'), r.charges.map((c) => c.split('/').pop()).join(', ')], [t('charges.confirmations'), r.confirmations.map((c) => c.split('/').pop()).join(', ')], [t('charges.lines'), number(r.lines)],
              [t('charges.bad'), number(r.bad_lines)], [t('charges.confirmations.read'), number(r.confirmations_read)], [t('charges.kept'), number(r.kept)],
            ]} />
          </Group>
          <Group title={t('charges.totals')}>
            <ul class="links">{r.totals.slice(0, 30).map((s) => <li key={`${s.kind}-${s.code}-${s.currency}`}>{s.service_id ? <a class="mono" href={`/billing/${s.service_id}`}>{s.code}</a> : <span class="mono">{s.code ?? t('charges.code.hidden')}</span>}<span>{word('charge_finding', s.kind)}</span><span class="num meta">{number(s.lines)} · {money(s.amount, s.currency)}</span></li>)}</ul>
          </Group>
        </div>
      </div>
    </>
  );
}
