// One device that a line of things is bound to.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { hasWord, t, word } from '../../../i18n';
import type { NextEvent, Thing } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem, fault } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Masked } from '../../ui/number';
import { DeviceFields } from './device';
import { thingTone } from './list';

function Step({ of: thing, etag, event, onClose }: { of: Thing; etag: string | undefined; event: NextEvent; onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  const name = word('thing_event', event.event);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const typed = Object.fromEntries(new FormData(e.currentTarget as HTMLFormElement));
    const answer = await ask<Thing>(`/things/${thing.id}/events`, { body: { event: event.event, ...typed }, ifMatch: etag });
    if (!answer.data) return;
    stale((p) => p.startsWith('/things') || p.startsWith('/lines'));
    onClose();
    if (answer.data.id !== thing.id) go(`/things/${answer.data.id}`);
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{name}</h1>
        <p class="soft">{word('thing_step', event.event)}</p>
        <div class="fields">
          {event.event === 'change_device' && <DeviceFields problem={problem} />}
          <Field label={t('thing.evidence')} hint={t('line.reason.code.hint')} fault={fault(problem, 'evidence_ref')}><input name="evidence_ref" required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class={event.event === 'unbind' ? 'danger' : 'primary'} disabled={busy}>{name}</button></div>
      </form>
    </Dialog>
  );
}

export function ThingPage({ id }: { id: string }) {
  const { data: thing, etag, problem, reload } = useResource<Thing>(`/things/${id}`);
  const [asking, setAsking] = useState<NextEvent | null>(null);
  const number = thing?.line?.msisdn_masked.replaceAll('*', '•') ?? '';
  useWhere({ name: t('nav.things'), path: '/things' }, { name: thing ? number : '…' });
  if (!thing) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const open = thing.next_events.filter((e) => e.allowed), closed = thing.next_events.filter((e) => !e.allowed);
  return (
    <>
      <Head title={t('thing.title', { number, scenario: word('scenario', thing.scenario) })}>
        <State state={thing.state} group="thing_state" tone={thingTone(thing.state)} /><span>{t('page.since')} <When at={thing.state_since} /></span><Due at={thing.due_at} />
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={[['bound', 'mismatched', 'ended']]} now={thing.state} next={open} group="thing_state" />
          {thing.state === 'mismatched' && <p class="tell wait">{t('thing.mismatched.text')}</p>}
          <Group title={t('line.facts')}>
            <Facts of={[
              [t('line.one'), thing.line && <a href={`/lines/${thing.line.id}`}><Masked of={thing.line} /></a>],
              [t('line.state'), thing.line && <State state={thing.line.state} group="line_state" />],
              [word('device_kind', thing.device_kind), <span class="mono">{thing.device}</span>],
              [t('thing.services'), thing.services.map((s) => word('service', s)).join(', ')],
              [t('thing.contact'), <a href={`/persons/${thing.contact_id}`}>{t('line.holder.open')}</a>],
              [t('thing.evidence'), thing.evidence_ref],
              [t('thing.replaces'), thing.replaces_id && <a href={`/things/${thing.replaces_id}`}>{t('act.open')}</a>],
              [t('thing.ended.why'), thing.end_reason && word('thing_end', thing.end_reason)],
              [t('correction.by'), thing.bound_by?.display_name],
            ]} />
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            <div class="steps">
              {thing.next_events.length === 0 && <p class="meta">{t('steps.none')}</p>}
              {open.length > 0 && <div class="row">{open.map((e) => <button key={e.event} class={e.event === 'unbind' ? 'danger' : ''} onClick={() => setAsking(e)}>{word('thing_event', e.event)}</button>)}</div>}
              {closed.map((e) => <div class="why" key={e.event}><b>{word('thing_event', e.event)}</b>{e.why_not.map((w) => <span key={w.code}>{hasWord('why', w.code) ? word('why', w.code) : w.sentence}</span>)}</div>)}
            </div>
          </Group>
          <Group title={t('page.timeline')}><Timeline of={thing.timeline} /></Group>
        </div>
      </div>
      {asking && <Step of={thing} etag={etag} event={asking} onClose={() => setAsking(null)} />}
    </>
  );
}
