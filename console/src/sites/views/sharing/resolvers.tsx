// Resolvers that are asked whether they follow: how fast changes are there, and who answers otherwise.
import { query } from '../../../api/client';
import { stale } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number, span } from '../../../i18n/format';
import type { AskedResolver, ResolverProbe } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

const refresh = () => stale((p) => p.startsWith('/resolvers'));
const took = (ms: number | null) => ms === null ? <span class="soft">–</span> : <span class="num">{ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : span(ms)}</span>;

function AddResolver() {
  const { busy, problem, ask } = useAsking();
  async function send(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const answer = await ask('/resolvers', { once: true, body: { label: text('label'), address: text('address'), port: Number(text('port')) } });
    if (!answer.ok) return;
    form.reset();
    refresh();
  }
  return (
    <details class="panel">
      <summary>{t('resolvers.add')}</summary>
      <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <Field label={t('resolvers.label')} fault={fault(problem, 'label')}><input name="label" required maxLength={100} /></Field>
        <div class="two">
          <Field label={t('resolvers.address')} hint={t('resolvers.address.hint')} fault={fault(problem, 'address')}><input name="address" required class="mono" maxLength={45} /></Field>
          <Field label={t('resolvers.port')} fault={fault(problem, 'port')}><input name="port" type="number" min={1} max={65535} defaultValue={53} required /></Field>
        </div>
        <Problem problem={problem} />
        <div><button class="primary" disabled={busy}>{t('resolvers.add')}</button></div>
      </form>
    </details>
  );
}

function End({ of: r }: { of: AskedResolver }) {
  const { busy, problem, ask } = useAsking();
  if (r.ended_at || !has('operator')) return null;
  async function end() {
    await ask(`/resolvers/${r.id}/events`, { body: { event: 'end' } });
    refresh();
  }
  return <><button class="small" disabled={busy} onClick={() => void end()}>{t('resolvers.end')}</button>{problem && <span class="fault" role="alert">{problem.detail}</span>}</>;
}

export function Resolvers() {
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: t('resolvers.title') });
  const { query: q } = usePlace();
  return (
    <>
      <Head title={t('resolvers.title')} />
      <div class="stack">
      <p class="soft">{t('resolvers.text')}</p>
      <Table<AskedResolver>
        path="/resolvers?limit=100"
        id={(r) => r.id}
        empty={<><h2>{t('resolvers.none')}</h2><p>{t('resolvers.none.do')}</p></>}
        columns={[
          { name: t('resolvers.label'), cell: (r) => <span class="strong">{r.label}</span> },
          { name: t('resolvers.address'), class: 'hide-narrow', cell: (r) => <span class="mono">{r.address}{r.port !== 53 && ` :${r.port}`}</span> },
          { name: t('resolvers.state'), cell: (r) => r.ended_at ? <State state="ended" /> : r.drifts ? <State state="drift" group="resolver.state" tone="stop" /> : r.answered_at ? <State state="agreed" group="resolver.state" tone="good" /> : <State state="silent" group="resolver.state" /> },
          { name: t('resolvers.drifts'), class: 'right', cell: (r) => <span class="num">{number(r.drifts)}</span> },
          { name: t('resolvers.waiting'), class: 'right hide-narrow', cell: (r) => <span class="num">{number(r.waiting)}</span> },
          { name: t('resolvers.changes'), class: 'right hide-narrow', cell: (r) => <span class="num">{number(r.changes)}</span> },
          { name: 'p50', class: 'right hide-narrow', cell: (r) => took(r.p50_ms) },
          { name: 'p99', class: 'right', cell: (r) => took(r.p99_ms) },
          { name: t('resolvers.answered'), class: 'hide-narrow', cell: (r) => r.answered_at ? <When at={r.answered_at} /> : <span class="soft">–</span> },
          { name: '', cell: (r) => <End of={r} /> },
        ]}
      />
      {has('operator') && <AddResolver />}
      <Group title={t('resolvers.probes')}>
        <div class="filters"><Chips name="state" label={t('list.by.state')} options={['drift', 'waiting', 'undecided', 'agreed'].map((s) => ({ value: s, text: word('resolver.state', s) }))} /></div>
        <Table<ResolverProbe>
          path={'/resolvers/probes' + query({ state: q.get('state'), limit: 100 })}
          id={(p) => p.id}
          empty={<h2>{t('resolvers.probes.none')}</h2>}
          columns={[
            { name: t('resolvers.name'), cell: (p) => <span class="strong">{p.name}</span> },
            { name: t('resolvers.label'), cell: (p) => p.resolver },
            { name: t('resolvers.wanted'), cell: (p) => t(p.blocked ? 'resolvers.held' : 'resolvers.open') },
            { name: t('resolvers.says'), class: 'hide-narrow', cell: (p) => p.seen ? word('resolver.seen', p.seen) : <span class="soft">–</span> },
            { name: t('list.state'), cell: (p) => <State state={p.state} group="resolver.state" tone={p.state === 'drift' ? 'stop' : p.state === 'agreed' ? 'good' : undefined} /> },
            { name: t('resolvers.changed'), class: 'hide-narrow', cell: (p) => <When at={p.changed_at} /> },
            { name: t('resolvers.took'), class: 'right hide-narrow', cell: (p) => took(p.agreed_at ? Date.parse(p.agreed_at) - Date.parse(p.changed_at) : null) },
          ]}
        />
      </Group>
      </div>
    </>
  );
}
