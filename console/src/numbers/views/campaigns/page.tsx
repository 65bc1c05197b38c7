// One campaign: its waves with their days, how far it has come, what is expected at the deadline, and who is left in peace.
import { useState } from 'preact/hooks';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { date, exact, number } from '../../../i18n/format';
import type { Campaign, CampaignProgress, Wave } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Exemptions } from './exemptions';
import { Forecasts } from './forecast';
import { MoveDeadline } from './move';
import { Bars, Dealers } from './progress';
import { CampaignSteps } from './steps';

const rows = [['draft', 'approved', 'running', 'ended'], ['paused']];

function held(w: Wave): string {
  if (w.held_max === 0 && w.held_min <= 1) return t('wave.held.any');
  if (w.held_max === 0) return t('wave.held.from', { n: number(w.held_min) });
  return w.held_min === w.held_max ? t('wave.held.one', { n: number(w.held_min) }) : t('wave.held.range', { n: number(w.held_min), m: number(w.held_max) });
}

const Day = ({ at }: { at: string }) => <time dateTime={at} title={exact(at)} class="num">{date(at)}</time>;

function Waves({ of: c, onMove }: { of: Campaign; onMove: ((w: Wave) => void) | null }) {
  return (
    <div class="table-box">
      <table class="waves">
        <thead><tr><th>{t('wave.name')}</th><th class="hide-narrow">{t('wave.invite')}</th><th class="hide-narrow">{t('wave.warn')}</th><th>{t('wave.deadline')}</th><th class="hide-narrow">{t('wave.bar')}</th><th class="hide-narrow">{t('wave.disconnect')}</th></tr></thead>
        <tbody>
          {c.waves.map((w) => (
            <tr key={w.ordinal}>
              <td class="wrap"><b>{w.name}</b><br /><span class="meta">{held(w)}{w.regions.length > 0 && ` · ${w.regions.join(', ')}`}</span></td>
              <td class="hide-narrow"><Day at={w.invite_at} /></td><td class="hide-narrow"><Day at={w.warn_at} /></td>
              <td class="wrap"><Day at={w.deadline} />{w.moves > 0 && <span class="meta"> {t('wave.moved', { n: number(w.moves) })}</span>}{onMove && <><br /><button class="link" onClick={() => onMove(w)}>{t('wave.move')}</button></>}</td>
              <td class="hide-narrow"><Day at={w.bar_at} /></td><td class="hide-narrow"><Day at={w.disconnect_at} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cohort({ of: c }: { of: Campaign }) {
  const some = (list: string[], group?: string) => (list.length ? list.map((x) => (group ? word(group, x) : x || t('cohort.none'))).join(', ') : t('cohort.all'));
  const limits = c.cohort;
  return (
    <Facts of={[
      [t('cohort.categories'), some(limits.categories, 'category')],
      [t('cohort.kinds'), some(limits.kinds, 'line_kind')],
      [t('line.region'), some(limits.regions)],
      [t('cohort.dealers'), some(limits.dealers)],
      [t('cohort.documents'), some(limits.document_kinds)],
      [t('cohort.held'), limits.held_max > 0 ? t('wave.held.range', { n: number(Math.max(1, limits.held_min)), m: number(limits.held_max) }) : limits.held_min > 1 ? t('wave.held.from', { n: number(limits.held_min) }) : null],
      [t('cohort.before'), limits.registered_before],
      [t('cohort.differs'), limits.differs_from && `${word('register', limits.differs_from)}: ${limits.differences.map((d) => word('difference', d)).join(', ')}`],
      [t('cohort.excess'), limits.excess_only ? t('cohort.excess.only') : null],
      [t('campaign.law'), c.law],
      [t('campaign.sender'), c.sender],
      [t('campaign.place'), c.place],
      [t('campaign.drafted'), c.created_by?.display_name],
      [t('campaign.approved'), c.approved_by?.display_name],
    ]} />
  );
}

export function CampaignPage({ id }: { id: string }) {
  const path = `/campaigns/${id}`;
  const { data: c, etag, problem, reload } = useResource<Campaign>(path);
  const progress = useResource<CampaignProgress>(`${path}/progress`);
  const [moving, setMoving] = useState<Wave | null>(null);
  useWhere({ name: t('nav.campaigns'), path: '/campaigns' }, { name: c?.name ?? '…' });
  if (!c) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const mayMove = has('operator', 'supervisor') && ['approved', 'running', 'paused'].includes(c.state);
  const p = progress.data;
  return (
    <>
      <Head title={c.name}>
        <State state={c.state} group="campaign_state" tone={c.state === 'running' ? 'good' : undefined} /><span>{t('page.since')} <When at={c.state_since} /></span>
        {c.state === 'running' && !c.enrolled && <span>{t('campaign.enrolling')}</span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('campaign.waves')}><Waves of={c} onMove={mayMove ? setMoving : null} /><p class="meta">{t('wave.terms')}</p></Group>
          {!p && (progress.problem ? <Problem problem={progress.problem} /> : <Loading />)}
          {p && <Group title={t('campaign.progress')} aside={t('campaign.lines', { n: number(p.lines.all) })}><Bars rows={[{ ...p.lines, key: t('progress.all') }, ...p.waves]} name={t('wave.name')} /></Group>}
          {p && p.forecast.length > 0 && <Forecasts of={p} waves={c.waves} />}
          {p && <Group title={t('progress.regions')}><Bars rows={p.regions} name={t('line.region')} /></Group>}
          <Group title={t('progress.dealers')}><Dealers path={path} /></Group>
          <Exemptions path={path} may={has('operator', 'compliance_officer', 'supervisor') && ['running', 'paused'].includes(c.state)} />
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CampaignSteps path={path} etag={etag} events={c.next_events} /></Group>
          <Diagram rows={rows} now={c.state} next={c.next_events.filter((e) => e.allowed)} group="campaign_state" />
          <Group title={t('campaign.about')}><Cohort of={c} /></Group>
          {p && (
            <Group title={t('campaign.messages')}>
              <Facts of={[[t('messages.waiting'), number(p.messages.waiting)], [t('messages.sent'), number(p.messages.sent)], [t('messages.delivered'), number(p.messages.delivered)], [t('messages.failed'), number(p.messages.failed)]]} />
            </Group>
          )}
          {c.moves.length > 0 && (
            <Group title={t('campaign.moves')}>
              <ul class="moves">{[...c.moves].reverse().map((m) => <li key={`${m.wave}-${m.at}`}><b>{c.waves[m.wave - 1]?.name}</b>: <When at={m.from} /> → <When at={m.to} /><br /><span>{m.reason}</span><br /><span class="meta">{m.by?.display_name} · <When at={m.at} /></span></li>)}</ul>
            </Group>
          )}
          <Group title={t('page.timeline')}><Timeline of={c.timeline} /></Group>
        </div>
      </div>
      {moving && <MoveDeadline path={path} wave={moving} onClose={() => setMoving(null)} />}
    </>
  );
}
