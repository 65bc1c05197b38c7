// Charging: services that are charged on bills, files of charges that were compared, and the stop list for gateways.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { bytes, dateTime, number } from '../../../i18n/format';
import type { BillingService, ChargeFile, ChargeRun, Job, List, StopEntry, StopList } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { JobLine } from '../../../ui/job';
import { Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { NewService } from './forms';
import { kinds, money, sees, walkTones } from './words';

export const foundIn = (run: ChargeRun) => kinds.reduce((n, k) => n + (run.found[k] ?? 0), 0);

function Services() {
  const { query: q } = usePlace();
  return (
    <>
      <div class="filters"><SearchField label={t('billing.search')} name="code" /><Chips name="state" label={t('list.by.state')} options={['proposed', 'active', 'ended', 'refused'].map((s) => ({ value: s, text: word('service_state', s) }))} /></div>
      <Table<BillingService>
        path={'/billing-services' + query({ state: q.get('state'), code: q.get('code'), limit: 100 })}
        id={(s) => s.id}
        open={(s) => `/billing/${s.id}`}
        empty={<><h2>{t('billing.none')}</h2><p>{t('billing.none.do')}</p></>}
        columns={[
          { name: t('billing.code'), cell: (s) => <a class="mono strong" href={`/billing/${s.id}`}>{s.code}</a> },
          { name: t('billing.name'), cell: (s) => s.name },
          { name: t('billing.price'), class: 'right', cell: (s) => <span class="num">{money(s.amount, s.currency)}</span> },
          { name: t('billing.partner'), class: 'hide-narrow', cell: (s) => s.partner.name },
          { name: t('list.state'), cell: (s) => <State state={s.state} group="service_state" /> },
          { name: t('flow.title'), class: 'hide-narrow', cell: (s) => s.walk_outcome ? <State state={s.walk_outcome} group="walk" tone={walkTones[s.walk_outcome]} /> : null },
          { name: t('page.since'), class: 'hide-narrow', cell: (s) => <When at={s.state_at} /> },
        ]}
      />
    </>
  );
}

function Compare({ onClose, onJob }: { onClose: () => void; onJob: (id: string) => void }) {
  const files = useResource<List<ChargeFile>>('/charge-files');
  const { busy, problem, ask } = useAsking();
  async function send(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const answer = await ask<{ job_id: string }>('/charge-reconciliations', { once: true, body: { charges: form.getAll('charges'), confirmations: form.getAll('confirmations') } });
    if (!answer.ok || !answer.data) return;
    onJob(answer.data.job_id);
    stale((p) => p.startsWith('/charge-reconciliations'));
    onClose();
  }
  const pick = (name: string) => (
    <select name={name} multiple size={Math.min(8, Math.max(3, files.data?.items.length ?? 3))}>
      {files.data?.items.map((f) => <option key={f.name} value={f.name}>{f.name} ({bytes(f.bytes)})</option>)}
    </select>
  );
  return (
    <Dialog title={t('charges.start')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('charges.start')}</h1>
        <p class="soft">{t('charges.start.text')}</p>
        <div class="fields">
          <Field label={t('charges.files')} fault={fault(problem, 'charges')}>{pick('charges')}</Field>
          <Field label={t('charges.confirmations')} hint={t('charges.confirmations.hint')} fault={fault(problem, 'confirmations')}>{pick('confirmations')}</Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('charges.start.act')}</button></div>
      </form>
    </Dialog>
  );
}

function Charges() {
  const [starting, setStarting] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  return (
    <>
      {has('registrar', 'operator') && <div class="filters"><button class="primary" onClick={() => setStarting(true)}>{t('charges.start')}</button></div>}
      {starting && <Compare onClose={() => setStarting(false)} onJob={setJob} />}
      {seen.data && <JobLine job={seen.data} />}
      <Table<ChargeRun>
        path="/charge-reconciliations?limit=100"
        id={(r) => r.id}
        open={(r) => `/billing/charges/${r.id}`}
        empty={<><h2>{t('charges.none')}</h2><p>{t('charges.none.do')}</p></>}
        columns={[
          { name: t('charges.files'), cell: (r) => <a class="strong" href={`/billing/charges/${r.id}`}>{r.charges[0]?.split('/').pop()}{r.charges.length > 1 && ` +${r.charges.length - 1}`}</a> },
          { name: t('list.state'), cell: (r) => <State state={r.state} group="charge_state" /> },
          { name: t('charges.lines'), class: 'right', cell: (r) => <span class="num">{number(r.lines)}</span> },
          { name: t('charges.found'), class: 'right', cell: (r) => <span class="num">{number(foundIn(r))}</span> },
          { name: t('charges.bad'), class: 'right hide-narrow', cell: (r) => <span class="num">{number(r.bad_lines)}</span> },
          { name: t('charges.started'), class: 'hide-narrow', cell: (r) => dateTime(r.started_at) },
        ]}
      />
    </>
  );
}

function Stops() {
  const list = useResource<StopList>('/stop-list?limit=1');
  return (
    <>
      <p class="soft">{t('stops.text')}</p>
      {list.data && <p class="meta">{t('stops.version', { n: String(list.data.version), entries: number(list.data.entries) })} <span class="mono">{list.data.key}</span></p>}
      {list.data?.shadow && <p class="tell wait">{t('stops.shadow')}</p>}
      {list.data?.left_out.map((l) => <p class="tell wait" key={l.order_number}>{l.order_number}: {l.sentence}</p>)}
      <Table<StopEntry>
        path="/stop-list?limit=100"
        id={(e) => e.scope}
        empty={<><h2>{t('stops.none')}</h2><p>{t('stops.none.do')}</p></>}
        columns={[
          { name: t('stops.scope'), cell: (e) => <><span class="soft">{word('stop_scope', e.scope.split(':')[0] ?? '')}</span> <span class="mono strong">{e.scope.slice(e.scope.indexOf(':') + 1)}</span></> },
          { name: t('stops.order'), cell: (e) => <a href={`/orders/${e.order_id}`}>{e.order_number}</a> },
          { name: t('stops.since'), class: 'hide-narrow', cell: (e) => <span class="num">{String(e.since_version)}</span> },
        ]}
      />
    </>
  );
}

export function Billing() {
  useWhere({ name: t('nav.billing') });
  const { query: q } = usePlace();
  const [adding, setAdding] = useState(false);
  const own = !sees();
  const tab = own ? 'services' : q.get('tab') ?? 'services';
  return (
    <>
      <Head title={t('nav.billing')} acts={tab === 'services' && has('registrar', 'operator') && <button onClick={() => setAdding(true)}>{t('billing.add')}</button>} />
      {adding && <NewService onClose={() => setAdding(false)} />}
      {own ? <p class="soft">{t('billing.own')}</p> : <Tabs name="tab" now={tab} of={[['services', t('billing.tab.services')], ['charges', t('billing.tab.charges')], ['stops', t('billing.tab.stops')]]} />}
      {tab === 'charges' ? <Charges /> : tab === 'stops' ? <Stops /> : <Services />}
    </>
  );
}
