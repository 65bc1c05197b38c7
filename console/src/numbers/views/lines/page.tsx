// A line: where it stands, who held it from when until when, its SIMs, and what may come next.
import { useState } from 'preact/hooks';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Line, List, Pool, RegistrationSummary } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Msisdn } from '../../ui/number';
import { LineSteps } from '../../ui/step_dialog';
import { ChangeSim } from './sim';

const rows = [['available', 'reserved', 'registered', 'active', 'disconnected', 'quarantined'], ['warned', 'one_way_barred', 'barred']];

function Held({ of }: { of: Line }) {
  if (of.holdings.length === 0) return <p class="soft">{t('line.held.never')}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t('line.held')}><table>
      <thead><tr><th>{t('line.holder')}</th><th>{t('line.from')}</th><th>{t('line.until')}</th><th class="right">{t('line.slot')}</th></tr></thead>
      <tbody>
        {[...of.holdings].reverse().map((h) => (
          <tr key={h.id}>
            <td>{h.ground === 'unverified' ? <State state="unverified" group="holding" /> : <a class="cover" href={`/persons/${h.holder_id}`}>{t('line.holder.open')}</a>}</td>
            <td><When at={h.from} /></td>
            <td>{h.until ? <When at={h.until} /> : <State state="active" group="holding" />}</td>
            <td class="right num">{h.beyond_cap ? <State state="beyond_cap" group="holding" tone="stop" /> : t('line.slot.of', { n: number(h.slot), cap: number(h.cap) })}</td>
          </tr>
        ))}
      </tbody>
    </table></div>
  );
}

function Sims({ of, etag }: { of: Line; etag: string | undefined }) {
  const [changing, setChanging] = useState(false);
  const may = has('registrar', 'operator') && !['available', 'disconnected', 'quarantined'].includes(of.state);
  return (
    <Group title={t('line.sims')} aside={may && <button class="small" onClick={() => setChanging(true)}>{t('sim.change')}</button>}>
      {of.sims.length === 0 ? <p class="soft">{t('line.sims.none')}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-label={t('line.sims')}><table>
          <thead><tr><th>{t('sim.card')}</th><th>{t('line.from')}</th><th>{t('line.until')}</th><th>{t('sim.why')}</th></tr></thead>
          <tbody>{[...of.sims].reverse().map((s) => <tr key={s.sim_id}><td class="mono">{s.sim_id.slice(-8)}</td><td><When at={s.from} /></td><td>{s.until ? <When at={s.until} /> : t('sim.in.it')}</td><td>{word('reason', s.reason)}</td></tr>)}</tbody>
        </table></div>
      )}
      {changing && <ChangeSim line={of} etag={etag} onClose={() => setChanging(false)} />}
    </Group>
  );
}

function Registered({ line }: { line: string }) {
  const seen = useResource<List<RegistrationSummary>>(`/registrations?line=${line}&limit=20`);
  if (!seen.data) return seen.problem ? <Problem problem={seen.problem} /> : <Loading />;
  if (seen.data.items.length === 0) return <p class="soft">{t('line.registrations.none')}</p>;
  return <ul class="links">{seen.data.items.map((r) => <li key={r.id}><span class="meta"><When at={r.captured_at} /></span><a href={`/registrations/${r.id}`}>{t('registration.at', { place: r.place })}</a><State state={r.state} group="registration_state" /></li>)}</ul>;
}

export function LinePage({ id }: { id: string }) {
  const path = `/lines/${id}`;
  const { data: l, etag, problem, reload } = useResource<Line>(path);
  const pool = useResource<Pool>(l ? `/pools/${l.pool_id}` : null);
  useWhere({ name: t('nav.lines'), path: '/lines' }, { name: l ? (l.msisdn ?? l.msisdn_masked.replaceAll('*', '•')) : '…' });
  if (!l) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={<Msisdn of={l} />}>
        <State state={l.state} group="line_state" /><span>{t('page.since')} <When at={l.state_since} /></span>
        {l.due_at && <Due at={l.due_at} />}<span>{word('line_kind', l.kind)}</span>
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={rows} now={l.state} next={l.next_events.filter((e) => e.allowed)} group="line_state" />
          <Group title={t('line.facts')}>
            <Facts of={[
              [t('line.pool'), pool.data && <a href={`/lines?pool=${pool.data.id}`}>{pool.data.name}</a>],
              [t('line.region'), pool.data?.region],
              [t('line.operator'), pool.data?.operator],
              [t('line.reserved'), l.reserved_for && <span class="mono">{l.reserved_for}</span>],
              [t('nav.transfers'), <a href={`/transfers?line=${l.id}`}>{t('act.open')}</a>],
              [t('nav.ports'), <a href={`/ports?line=${l.id}`}>{t('act.open')}</a>],
              [t('nav.things'), l.kind === 'iot' && <a href={`/things?line=${l.id}`}>{t('act.open')}</a>],
              [t('line.charged'), t(l.charged ? 'line.charged.yes' : 'line.charged.no')],
            ]} />
            <p class="meta">{t('line.emergency')}</p>
          </Group>
          <Group title={t('line.held')}><Held of={l} /></Group>
          <Sims of={l} etag={etag} />
          <Group title={t('nav.registrations')}><Registered line={l.id} /></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><LineSteps path={path} etag={etag} events={l.next_events} may={has('registrar', 'operator', 'compliance_officer')} /></Group>
          <Group title={t('page.timeline')}><Timeline of={l.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
