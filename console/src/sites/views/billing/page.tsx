// One service: what it costs from when on, what its confirmations say, how its flow was seen, what charges showed.
import { useState } from 'preact/hooks';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { dateTime } from '../../../i18n/format';
import type { BillingPrice, BillingServicePage, Inspection, Job, List } from '../../types';
import { Steps, useAsking } from '../../../ui/form';
import { JobLine } from '../../../ui/job';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { NewPrice, refresh } from './forms';
import { ChargeFindings, money } from './words';

function Prices({ of: s }: { of: BillingServicePage }) {
  const { busy, problem, ask } = useAsking();
  const [adding, setAdding] = useState(false);
  async function decide(price: BillingPrice, event: string) {
    await ask(`/billing-services/${s.id}/prices/${price.id}/events`, { body: { event } });
    refresh();
  }
  return (
    <Group title={t('billing.prices')} aside={s.state === 'active' && has('registrar', 'operator') && <button class="small" onClick={() => setAdding(true)}>{t('billing.price.add')}</button>}>
      {adding && <NewPrice of={s} onClose={() => setAdding(false)} />}
      <ul class="links">
        {s.prices.map((p) => (
          <li key={p.id}>
            <span class="strong num">{money(p.amount, p.currency)}</span>
            <span class="meta">{dateTime(p.from)} – {p.until ? dateTime(p.until) : t('billing.price.open')}</span>
            <State state={p.state} group="price_state" tone={p.state === 'confirmed' ? 'good' : undefined} />
            {p.state === 'proposed' && s.state === 'active' && has('supervisor') && (
              <span class="acts">
                <button class="small primary" disabled={busy} onClick={() => void decide(p, 'confirm')}>{t('billing.confirm')}</button>
                <button class="small" disabled={busy} onClick={() => void decide(p, 'refuse')}>{t('billing.refuse')}</button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Problem problem={problem} />
    </Group>
  );
}

function Flow({ of: s }: { of: BillingServicePage }) {
  const list = useResource<List<Inspection>>(`/billing-services/${s.id}/inspections?limit=10`);
  const { busy, problem, ask } = useAsking();
  const [job, setJob] = useState<string | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  async function walk() {
    const answer = await ask<{ job_id: string }>(`/billing-services/${s.id}/inspections`, { once: true, body: {} });
    if (answer.ok && answer.data) setJob(answer.data.job_id);
  }
  const done = seen.data?.state === 'done';
  const [reread, setReread] = useState(false);
  if (done && !reread) {
    setReread(true);
    void list.reload();
  }
  return (
    <Group title={t('flow.title')} aside={s.flow && has('registrar', 'examiner', 'operator') && <button class="small" disabled={busy} onClick={() => { setReread(false); void walk(); }}>{t('flow.walk')}</button>}>
      {s.flow ? (
        <ol>{s.flow.steps.map((step) => <li key={step.address}><span class="mono">{step.address}</span> {step.confirms && <span class="soft">{t('flow.confirms')}</span>}</li>)}</ol>
      ) : <p class="soft">{t('flow.none')}</p>}
      <p class="meta">{t('flow.rule')}{s.next_walk_at && <> {t('flow.next')} <When at={s.next_walk_at} /></>}</p>
      <Problem problem={problem} />
      {seen.data && !done && <JobLine job={seen.data} />}
      {list.data?.items.map((i) => (
        <details key={i.id}>
          <summary>{i.outcome ? word('flow_outcome', i.outcome) : i.findings.length ? t('flow.found', { n: String(i.findings.length) }) : t('flow.clean')} <span class="meta"><When at={i.started_at} /></span></summary>
          <ul>{i.findings.map((f) => <li key={`${f.kind}-${f.step}`}><span class="strong">{word('flow_finding', f.kind)}</span> {t('flow.step', { n: String(f.step) })}{f.shown && <> “{f.shown}”</>}{f.reason && <span class="soft"> {word('flow_reason', f.reason)}</span>}</li>)}</ul>
          <p class="meta mono">{i.evidence_sha256}</p>
        </details>
      ))}
    </Group>
  );
}

export function ServicePage({ id }: { id: string }) {
  const path = `/billing-services/${id}`;
  const { data: s, etag, problem, reload } = useResource<BillingServicePage>(path);
  useWhere({ name: t('nav.billing'), path: '/billing' }, { name: s?.code ?? '…' });
  if (!s) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={s.name}>
        <span class="mono">{s.code}</span><State state={s.state} group="service_state" /><span>{money(s.amount, s.currency)}</span><span>{s.partner.name}</span>
      </Head>
      <div class="columns">
        <div class="stack">
          {s.end_reason && <p class="tell wait">{s.end_reason}</p>}
          <Prices of={s} />
          <Group title={t('billing.texts')}>
            <Facts of={[[t('billing.first_text'), s.first_text], [t('billing.second_text'), s.second_text], [t('billing.behalf_text'), s.behalf_text]]} />
          </Group>
          <Flow of={s} />
          <Group title={t('billing.findings')}><ChargeFindings path={`${path}/findings?limit=50`} of="service" /></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} group="service_event" events={s.next_events} /></Group>
          <Group title={t('page.timeline')}><Timeline of={s.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
