// Lines of things and the devices that they are bound to; those that were seen elsewhere, and those that have none.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { LineWithoutDevice, Thing, ThingSummary } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { Masked } from '../../ui/number';
import { LineTabs } from '../../ui/person_tabs';
import { DeviceFields } from './device';

export const thingTone = (state: string): string => ({ bound: 'good', mismatched: 'wait' })[state] ?? 'gone';
const scenarios = ['metering', 'vehicle', 'payment', 'wearable', 'camera', 'industry', 'agriculture', 'other'];
const services = ['data', 'sms', 'voice'];

function Bind({ onClose }: { onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => form.get(name) as string;
    const contact = text('contact_id');
    const answer = await ask<Thing>('/things', {
      body: {
        msisdn: text('msisdn'), device_kind: text('device_kind'), device: text('device'), scenario: text('scenario'),
        services: form.getAll('services'), evidence_ref: text('evidence_ref'), ...(contact ? { contact_id: contact } : {}),
      },
    });
    if (!answer.data) return;
    stale((p) => p.startsWith('/things') || p.startsWith('/lines'));
    go(`/things/${answer.data.id}`);
  }
  return (
    <Dialog title={t('thing.bind')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('thing.bind')}</h1>
        <div class="fields">
          <Field label={t('look.number')} fault={fault(problem, 'msisdn')}><input name="msisdn" type="tel" required autocomplete="off" maxLength={40} /></Field>
          <DeviceFields problem={problem} />
          <Field label={t('thing.scenario')} fault={fault(problem, 'scenario')}><select name="scenario">{scenarios.map((s) => <option value={s} key={s}>{word('scenario', s)}</option>)}</select></Field>
          <fieldset>
            <legend>{t('thing.services')}</legend>
            {services.map((s) => <label class="check" key={s}><input type="checkbox" name="services" value={s} defaultChecked={s === 'data'} /> {word('service', s)}</label>)}
            {fault(problem, 'services') && <span class="fault" role="alert">{fault(problem, 'services')}</span>}
          </fieldset>
          <Field label={t('thing.contact')} hint={t('thing.contact.hint')} fault={fault(problem, 'contact_id')}><input name="contact_id" pattern="[0-9a-f\-]{36}" autocomplete="off" /></Field>
          <Field label={t('thing.evidence')} hint={t('line.reason.code.hint')} fault={fault(problem, 'evidence_ref')}><input name="evidence_ref" required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('thing.bind.act')}</button></div>
      </form>
    </Dialog>
  );
}

function Find({ onClose }: { onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const answer = await ask<Thing>('/things/look-ups', { body: Object.fromEntries(new FormData(e.currentTarget as HTMLFormElement)) });
    if (answer.data) go(`/things/${answer.data.id}`);
  }
  return (
    <Dialog title={t('thing.find')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('thing.find')}</h1>
        <div class="fields"><DeviceFields problem={problem} /></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('thing.find.act')}</button></div>
      </form>
    </Dialog>
  );
}

function Without() {
  return (
    <Table<LineWithoutDevice>
      path="/lines-without-device?limit=100"
      id={(one) => one.line?.id ?? ''}
      open={(one) => `/lines/${one.line?.id ?? ''}`}
      empty={<><h2>{t('things.without.none')}</h2><p>{t('things.without.none.do')}</p></>}
      columns={[
        { name: t('line.number'), cell: (one) => <a class="cover" href={`/lines/${one.line?.id ?? ''}`}><Masked of={one.line} /></a> },
        { name: t('thing.held.since'), cell: (one) => <When at={one.since} /> },
        { name: t('thing.barred.after'), cell: (one) => one.due_at ? <Due at={one.due_at} /> : <span class="soft">{t('thing.barred.never')}</span> },
      ]}
    />
  );
}

export function Things() {
  useWhere({ name: t('nav.lines'), path: '/lines' }, { name: t('nav.things') });
  const { query: q } = usePlace();
  const [open, setOpen] = useState<'bind' | 'find' | null>(null);
  const line = q.get('line'), states = ['bound', 'mismatched', 'ended', 'without'];
  const state = states.find((s) => s === q.get('tab')) ?? 'bound';
  return (
    <>
      <Head title={t('nav.things')} acts={<><button onClick={() => setOpen('find')}>{t('thing.find')}</button>{has('registrar', 'operator') && <button onClick={() => setOpen('bind')}>{t('thing.bind')}</button>}</>} />
      <LineTabs now="/things" />
      <p class="soft">{t('things.text')}</p>
      {!line && <Tabs name="tab" now={state} of={states.map((s): [string, string] => [s, word('thing_state', s)])} />}
      {state === 'without' && !line ? <Without /> : (
        <Table<ThingSummary>
          path={'/things' + query({ state: line ? null : state, line, limit: 100 })}
          id={(one) => one.id}
          open={(one) => `/things/${one.id}`}
          empty={<><h2>{t('things.none')}</h2><p>{t('things.none.do')}</p></>}
          columns={[
            { name: t('line.number'), cell: (one) => <a class="cover" href={`/things/${one.id}`}><Masked of={one.line} /></a> },
            { name: t('list.state'), cell: (one) => <State state={one.state} group="thing_state" tone={thingTone(one.state)} /> },
            { name: t('thing.device'), cell: (one) => <span class="mono">{word('device_kind', one.device_kind)} {one.device_masked.replaceAll('*', '•••')}</span> },
            { name: t('thing.scenario'), class: 'hide-narrow', cell: (one) => word('scenario', one.scenario) },
            { name: t('thing.services'), class: 'hide-narrow', cell: (one) => one.services.map((s) => word('service', s)).join(', ') },
            { name: t('list.due'), class: 'hide-narrow', cell: (one) => <Due at={one.due_at} /> },
            { name: t('thing.bound.at'), class: 'hide-narrow', cell: (one) => <When at={one.bound_at} /> },
          ]}
        />
      )}
      {open === 'bind' && <Bind onClose={() => setOpen(null)} />}
      {open === 'find' && <Find onClose={() => setOpen(null)} />}
    </>
  );
}
