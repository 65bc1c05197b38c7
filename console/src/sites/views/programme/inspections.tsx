// Inspections with their checklists, and findings: who found it, what the rule of leniency says, by when it is remedied.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { current, has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Party } from '../../../api/types';
import type { List, ProgrammeFinding as Finding, ProgrammeInspection as Inspection, ProgrammeInspectionPage as Page } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';
import { inWords } from '../figures/list';
import { Day } from './parts';

const changed = () => stale((p) => p.startsWith('/inspection'));
const useParties = (wanted: boolean) => useResource<List<Party>>(wanted ? '/parties?kind=access_provider&limit=500' : null).data?.items ?? [];
const today = (days = 0) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
type Form = Record<string, string>;
const setter = (form: Form, set: (f: Form) => void) => (name: string) => (e: Event) => set({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });

function Open({ onClose }: { onClose: () => void }) {
  const parties = useParties(true);
  const [form, setForm] = useState<Form>({ party_id: '', checklist: 'provider', purpose: '', until_on: today(14) });
  const set = setter(form, setForm);
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Page>('/inspections', { body: form, once: true });
    changed();
    if (answer.data) go(`/programme/inspections/${answer.data.id}`);
  }
  return (
    <Dialog title={t('inspect.open')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('inspect.open')}</h1>
        <div class="fields">
          <Field label={t('inspect.party')}><select required value={form.party_id} onChange={set('party_id')}><option value="" />{parties.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select></Field>
          <Field label={t('inspect.purpose')} hint={t('inspect.purpose.hint')}><textarea required maxLength={2000} value={form.purpose} onInput={set('purpose')} /></Field>
          <Field label={t('inspect.until')}><input type="date" required value={form.until_on} onInput={set('until_on')} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('inspect.open')}</button></div>
      </form>
    </Dialog>
  );
}

function WriteFinding({ inspection, party, onClose }: { inspection?: string; party?: string; onClose: () => void }) {
  const lead = has('supervisor');
  const parties = useParties(lead && !party);
  const [form, setForm] = useState<Form>({ party_id: party ?? current()?.party?.id ?? '', severity: 'major', found_by: lead ? 'others' : 'itself', known_on: today(), sentence: '', due_on: today(30) });
  const set = setter(form, setForm);
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Finding>('/inspection-findings', { body: inspection ? { ...form, inspection_id: inspection } : form, once: true });
    changed();
    if (answer.ok) onClose();
  }
  return (
    <Dialog title={t('finding.write')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('finding.write')}</h1>
        <div class="fields">
          {lead && !party && <Field label={t('inspect.party')}><select required value={form.party_id} onChange={set('party_id')}><option value="" />{parties.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select></Field>}
          <Field label={t('finding.sentence')}><textarea required maxLength={2000} value={form.sentence} onInput={set('sentence')} /></Field>
          <Field label={t('finding.severity')}><select value={form.severity} onChange={set('severity')}>{['minor', 'major', 'grave'].map((s) => <option key={s} value={s}>{word('severity', s)}</option>)}</select></Field>
          {lead && <Field label={t('finding.found_by')}><select value={form.found_by} onChange={set('found_by')}>{['others', 'itself'].map((s) => <option key={s} value={s}>{word('found_by', s)}</option>)}</select></Field>}
          <Field label={t('finding.known')}><input type="date" required value={form.known_on} onInput={set('known_on')} /></Field>
          <Field label={t('finding.due')}><input type="date" required value={form.due_on} onInput={set('due_on')} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('finding.write')}</button></div>
      </form>
    </Dialog>
  );
}

const steps: Record<string, [string, boolean, boolean][]> = { open: [['remedy', false, false], ['withdraw', true, true]], remedied: [['close', true, false], ['reopen', true, true]] };

function FindingLine({ of: f }: { of: Finding }) {
  const { busy, problem, ask } = useAsking();
  const [note, setNote] = useState('');
  const [asking, setAsking] = useState('');
  async function send(event: string, reasons: string[]) {
    const answer = await ask(`/inspection-findings/${f.id}/events`, { body: { event, reasons }, ifMatch: `"${f.version}"` });
    if (answer.ok || answer.status === 412) { setAsking(''); changed(); }
  }
  const mine = has('partner_user');
  return (
    <li class="finding">
      <div class="row"><b class="num">{f.number}</b><span>{f.party.name}</span><State state={f.severity} group="severity" tone={f.severity === 'grave' ? 'stop' : 'wait'} /><State state={f.state} group="finding.state" tone={f.state === 'closed' ? 'good' : f.state === 'withdrawn' ? 'gone' : 'wait'} /><span class={f.overdue ? 'late' : 'soft'}>{t('programme.due')} <Day of={f.due_on} /></span></div>
      <p>{f.sentence}</p>
      <p class="meta">{word('found_by', f.found_by)} · {inWords(f.leniency_says)}{f.note && <> · {f.note}</>}</p>
      <div class="row">{(steps[f.state] ?? []).filter(([, supervisor]) => has('supervisor') || (mine && !supervisor)).map(([event, , reasons]) => <button key={event} class="small" disabled={busy} onClick={() => reasons ? setAsking(event) : void send(event, [])}>{word('finding.event', event)}</button>)}</div>
      {asking && <form class="row" onSubmit={(e) => { e.preventDefault(); void send(asking, [note]); }}><input required aria-label={t('steps.reasons')} placeholder={t('steps.reasons')} value={note} onInput={(e) => setNote(e.currentTarget.value)} /><button disabled={busy}>{word('finding.event', asking)}</button></form>}
      <Problem problem={problem} />
    </li>
  );
}

export function Inspections() {
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: t('inspect.title') });
  const { query: q } = usePlace();
  const [asking, setAsking] = useState('');
  const findings = useResource<List<Finding>>('/inspection-findings' + query({ open: q.get('which') === 'all' ? null : 'true', limit: 200 }));
  return (
    <>
      <Head title={t('inspect.title')} acts={<>
        {(has('supervisor') || has('partner_user')) && <button onClick={() => setAsking('finding')}>{t('finding.write')}</button>}
        {has('supervisor') && <button class="primary" onClick={() => setAsking('open')}>{t('inspect.open')}</button>}
      </>} />
      {asking === 'open' && <Open onClose={() => setAsking('')} />}
      {asking === 'finding' && <WriteFinding onClose={() => setAsking('')} />}
      <Group title={t('finding.title')}>
        <div class="filters"><Chips name="which" label={t('finding.which')} options={[{ value: 'all', text: t('finding.all') }]} /></div>
        {!findings.data ? <Loading /> : findings.data.items.length === 0 ? <p class="soft">{t('finding.none')}</p> : <ul class="links stacked">{findings.data.items.map((f) => <FindingLine key={f.id} of={f} />)}</ul>}
      </Group>
      <Group title={t('inspect.list')}>
        <Table<Inspection> path="/inspections?limit=100" id={(i) => i.id} open={(i) => `/programme/inspections/${i.id}`} empty={<><h2>{t('inspect.none')}</h2><p>{t('inspect.none.do')}</p></>}
          columns={[
            { name: t('inspect.party'), cell: (i) => <a class="strong" href={`/programme/inspections/${i.id}`}>{i.party.name}</a> },
            { name: t('list.state'), cell: (i) => <State state={i.state} group="inspection.state" tone={i.state === 'open' ? 'wait' : 'gone'} /> },
            { name: t('inspect.answered'), class: 'right', cell: (i) => <span class="num">{t('programme.of', { n: number(i.answered), of: number(i.questions) })}</span> },
            { name: t('inspect.not.met'), class: 'right', cell: (i) => <span class="num">{number(i.not_met)}</span> },
            { name: t('inspect.until'), class: 'hide-narrow', cell: (i) => <Day of={i.until_on} /> },
          ]} />
      </Group>
    </>
  );
}

function Question({ of: a, id, open }: { of: Page['answers'][number]; id: string; open: boolean }) {
  const [note, setNote] = useState(a.note ?? '');
  const { busy, problem, ask } = useAsking();
  const say = async (answer: string) => { if ((await ask(`/inspections/${id}/answers/${a.seq}`, { body: { answer, ...(note.trim() ? { note } : {}) } })).ok) changed(); };
  return (
    <li>
      <p><b>{a.seq}.</b> {inWords(a.question)} {a.answer && <State state={a.answer} group="inspection.answer" tone={a.answer === 'met' ? 'good' : a.answer === 'not_met' ? 'stop' : 'gone'} />}</p>
      {open && has('supervisor') ? <div class="row"><input aria-label={t('programme.note')} placeholder={t('programme.note')} maxLength={2000} value={note} onInput={(e) => setNote(e.currentTarget.value)} />{['met', 'not_met', 'not_applicable'].map((x) => <button key={x} class="small" disabled={busy} onClick={() => void say(x)}>{word('inspection.answer', x)}</button>)}</div> : a.note && <p class="meta">{a.note}</p>}
      <Problem problem={problem} />
    </li>
  );
}

export function InspectionPage({ id }: { id: string }) {
  const { data: i, problem, reload } = useResource<Page>(`/inspections/${id}`);
  const [writing, setWriting] = useState(false);
  const closing = useAsking();
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: t('inspect.title'), path: '/programme/inspections' }, { name: i?.party.name ?? '…' });
  if (!i) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const open = i.state === 'open';
  return (
    <>
      <Head title={t('inspect.of', { party: i.party.name })} acts={open && has('supervisor') && <><button onClick={() => setWriting(true)}>{t('finding.write')}</button><button disabled={closing.busy} onClick={() => void closing.ask(`/inspections/${id}/events`, { body: { event: 'close' } }).then(changed)}>{t('inspect.close')}</button></>}>
        <State state={i.state} group="inspection.state" tone={open ? 'wait' : 'gone'} /><span>{t('inspect.until')} <Day of={i.until_on} /></span><span>{i.opened_by?.display_name}</span>
      </Head>
      <Problem problem={closing.problem} />
      {writing && <WriteFinding inspection={id} party={i.party.id} onClose={() => setWriting(false)} />}
      <div class="columns">
        <div class="stack">
          <Group title={t('inspect.purpose')}><p>{i.purpose}</p></Group>
          <Group title={t('inspect.checklist')}><ol class="links stacked">{i.answers.map((a) => <Question key={a.seq + (a.answer ?? '')} of={a} id={id} open={open} />)}</ol></Group>
        </div>
        <div class="stack">
          <Group title={t('finding.title')}>{i.findings.length === 0 && <p class="soft">{t('finding.none')}</p>}<ul class="links stacked">{i.findings.map((f) => <FindingLine key={f.id} of={f} />)}</ul></Group>
          <Group title={t('page.timeline')}><Timeline of={i.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
